import { boundedBytes } from '../http/bounded-bytes.ts'
import { jsonFault } from './json-fault.ts'
import type { Refusal } from './refusal.ts'

export type BodyReading = { ok: true; body: unknown } | { ok: false; refusal: Refusal }

/**
 * The JSON that a request sends, of so many bytes at most. Refuses another type or coding, a body that is larger without
 * reading it to its end, and what is not JSON in UTF-8, with where it ceases to be.
 */
export async function readBody(request: Request, most: number): Promise<BodyReading> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const coding = request.headers.get('content-encoding') ?? 'identity'
  if (type !== 'application/json' || coding !== 'identity')
    return refused({
      kind: 'media-type',
      detail: 'Send Content-Type: application/json, not compressed.',
    })
  const announced = Number(request.headers.get('content-length') ?? 0)
  const bytes = announced > most ? null : await boundedBytes(request.body, most)
  if (bytes === null)
    return refused({ kind: 'size', detail: `The body has more than ${most} bytes.` })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refused({ kind: 'json', detail: 'The body is not UTF-8.' })
  }
  try {
    return { ok: true, body: JSON.parse(text) }
  } catch {
    return refused({ kind: 'json', detail: notJson(text) })
  }
}

function notJson(text: string): string {
  const at = jsonFault(text)
  const before = text.slice(0, at).split('\n')
  const where = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} (position ${at})`
  return at >= text.length
    ? `The body is not JSON: it ends too early, at ${where}.`
    : `The body is not JSON: unexpected character at ${where}.`
}

function refused(refusal: Refusal): BodyReading {
  return { ok: false, refusal }
}
