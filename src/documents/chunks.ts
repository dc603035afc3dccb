/** Bytes of a document in one row, but for its last. */
export const CHUNK_BYTES = 256 * 1024
