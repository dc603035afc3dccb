/** First and last byte asked for, both included; `whole`: no range, or none that is understood. */
export type ByteRange = { first: number; last: number } | 'whole' | 'unsatisfiable'

/**
 * What a Range header asks of so many bytes (RFC 9110, 14.1.2 and 14.2). Several ranges at once, another unit and what
 * is no range at all count for nothing, as the RFC allows.
 */
export function readByteRange(header: string | undefined, size: number): ByteRange {
  const [, from = '', to = ''] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '') ?? []
  if (from === '' && to === '') return 'whole'
  if (from === '') {
    const count = Math.min(Number(to), size)
    return count === 0 ? 'unsatisfiable' : { first: size - count, last: size - 1 }
  }
  const first = Number(from)
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < first) return 'whole'
  return first >= size ? 'unsatisfiable' : { first, last }
}
