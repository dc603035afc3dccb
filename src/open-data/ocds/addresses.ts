/** The address as a URI (RFC 3986) of http or https, made absolute; undefined where it is none. */
export function uriOf(address: string | null | undefined, baseUrl: string): string | undefined {
  if (!address || !URL.canParse(address, baseUrl)) return undefined
  const { protocol, href } = new URL(address, baseUrl)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  return href
    .replaceAll(/%(?![\da-f]{2})/gi, '%25')
    .replaceAll(/[^\w\-.~:/?#@!$&'()*+,;=%]/g, encodeURIComponent)
}
