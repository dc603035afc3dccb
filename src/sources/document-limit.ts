/** Bytes of one document, decompressed: larger ones are refused. */
export const DOCUMENT_LIMIT = 5 * 1024 * 1024
