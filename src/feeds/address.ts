import { safeText } from './safe-text.ts'

/**
 * An absolute http or https address with only the characters of RFC 3986, or null when the text is none. The
 * WHATWG form alone would leave `{`, `|` or a bare `%` in, which feed rules call an invalid link.
 */
export function webAddress(text: string): string | null {
  const address = absoluteUri(text)
  return address !== null && /^https?:/.test(address) ? address : null
}

/**
 * One of our own addresses, as `webAddress`.
 * @throws {TypeError} when it is not an absolute http(s) one: the caller's defect, no reader could use the feed.
 */
export function ownAddress(text: string): string {
  const address = webAddress(text)
  if (address === null) throw new TypeError(`Not an absolute http(s) address: ${text}`)
  return address
}

/** Any absolute URI (`https:`, `tag:`, `urn:`…) in the characters of RFC 3986, or null when the text is none. */
export function absoluteUri(text: string): string | null {
  const url = URL.parse(safeText(text))
  if (url === null) return null
  // Brackets are right around an IPv6 host and nowhere after it.
  const afterHost = url.href.length - (url.pathname + url.search + url.hash).length
  return url.href.slice(0, afterHost) + encodeRest(url.href.slice(afterHost))
}

function encodeRest(text: string): string {
  return text
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w\-.~:/?#@!$&'()*+,;=%]/g, encodeURIComponent)
}
