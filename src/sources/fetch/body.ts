import { boundedBytes } from '../../http/bounded-bytes.ts'

/** Bytes of one document, decompressed: larger ones are refused. */
export const DOCUMENT_LIMIT = 5 * 1024 * 1024

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

  const bytes = await boundedBytes(response.body, limit)
  if (bytes === null) return { ok: false, code: 'too-large' }
  return isGzip(bytes) ? await unpack(bytes, most) : { ok: true, bytes }
}

const readable = new Set(['', 'identity', 'gzip', 'x-gzip', 'br'])

/** `sent` is not a number when the server does not tell. */
function limitFor(sent: number, most: number): number {
  if (Number.isNaN(sent)) return most
  return Math.min(most, Math.max(SMALL, sent * RATIO_LIMIT))
}

/** RFC 1952, 2.3.1. No text of any encoding begins so. */
function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b
}

async function unpack(packed: Uint8Array<ArrayBuffer>, most: number): Promise<Body> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  try {
    const bytes = await boundedBytes(stream, limitFor(packed.length, most))
    return bytes ? { ok: true, bytes } : { ok: false, code: 'too-large' }
  } catch {
    return { ok: false, code: 'bad-encoding' }
  }
}
