import { DOCUMENT_LIMIT } from './document-limit.ts'

/** Decompressed bytes for one byte sent: feeds reach 20, bombs a thousand. */
const RATIO_LIMIT = 100
/** Below this size no ratio matters. */
const SMALL = 256 * 1024

export type Body =
  { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; code: 'too-large' | 'bad-encoding' }

/**
 * The bytes of an answer as the runtime decompressed them, at most `most` and at most a hundred times what was sent;
 * reading stops there. Encodings that were not asked for are refused; a document that is a gzip file, sent as it lies
 * on the server's disk, is unpacked within the same limits.
 */
export async function readBody(response: Response, most = DOCUMENT_LIMIT): Promise<Body> {
  const encoding = (response.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (!readable.has(encoding)) return { ok: false, code: 'bad-encoding' }
  const sent = Number(response.headers.get('content-length') ?? Number.NaN)
  const limit = encoding === 'identity' ? most : limitFor(sent, most)
  if (encoding === 'identity' && sent > limit) return { ok: false, code: 'too-large' }

  const body = await readWithin(response.body, limit)
  return body.ok && isGzip(body.bytes) ? await unpack(body.bytes, most) : body
}

const readable = new Set(['', 'identity', 'gzip', 'x-gzip', 'br'])

/** `sent` is not a number when the server does not tell. */
function limitFor(sent: number, most: number): number {
  if (Number.isNaN(sent)) return most
  return Math.min(most, Math.max(SMALL, sent * RATIO_LIMIT))
}

/** The bytes of a stream, as they come; reading stops at `limit`. */
export async function readWithin(
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Body> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream ?? []) {
    length += chunk.length
    if (length > limit) return { ok: false, code: 'too-large' }
    chunks.push(chunk)
  }
  return { ok: true, bytes: joined(chunks, length) }
}

/** RFC 1952, 2.3.1. No text of any encoding begins so. */
function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b
}

async function unpack(packed: Uint8Array<ArrayBuffer>, most: number): Promise<Body> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  try {
    return await readWithin(stream, limitFor(packed.length, most))
  } catch {
    return { ok: false, code: 'bad-encoding' }
  }
}

function joined(chunks: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
