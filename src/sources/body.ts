import { DOCUMENT_LIMIT } from './document-limit.ts'

/** Decompressed bytes for one byte sent: feeds reach 20, bombs a thousand. */
const RATIO_LIMIT = 100
/** Below this size no ratio matters. */
const SMALL = 256 * 1024

/**
 * The bytes of an answer as the runtime decompressed them, at most 5 MB and at most a hundred times what was sent;
 * reading stops there. Encodings that were not asked for are refused.
 */
export async function readBody(
  response: Response,
): Promise<
  { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; code: 'too-large' | 'bad-encoding' }
> {
  const encoding = (response.headers.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (!readable.has(encoding)) return { ok: false, code: 'bad-encoding' }
  const sent = Number(response.headers.get('content-length') ?? Number.NaN)
  const limit = encoding === 'identity' ? DOCUMENT_LIMIT : limitFor(sent)
  if (encoding === 'identity' && sent > limit) return { ok: false, code: 'too-large' }

  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > limit) return { ok: false, code: 'too-large' }
    chunks.push(chunk)
  }
  return { ok: true, bytes: joined(chunks, length) }
}

const readable = new Set(['', 'identity', 'gzip', 'x-gzip', 'br'])

/** `sent` is not a number when the server does not tell. */
function limitFor(sent: number): number {
  if (Number.isNaN(sent)) return DOCUMENT_LIMIT
  return Math.min(DOCUMENT_LIMIT, Math.max(SMALL, sent * RATIO_LIMIT))
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
