import { safeText } from './safe-text.ts'

/**
 * A `tag:` URI (RFC 4151): `tag:guichet.example,2026:avis/42`. It stays the same whatever addresses become.
 * @param authority domain name or e-mail address, in small letters, that the operator held on that date
 * @param date `2026`, `2026-11` or `2026-11-21`
 * @param specific any text; what the RFC does not allow is percent-encoded
 * @throws {RangeError} on an authority or a date that the RFC does not allow
 */
export function tagUri(authority: string, date: string, specific: string): string {
  if (!AUTHORITY.test(authority)) throw new RangeError(`Not a tag authority: ${authority}`)
  if (!DATE.test(date)) throw new RangeError(`Not a tag date: ${date}`)
  return `tag:${authority},${date}:${encodeURI(safeText(specific)).replaceAll('#', '%23')}`
}

// The RFC asks producers for small letters, so that equal tags are equal strings.
const AUTHORITY =
  /^(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/
const DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/
