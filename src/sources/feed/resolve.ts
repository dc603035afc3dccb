/** Longest address kept; browsers and feed readers refuse longer ones. */
const ADDRESS_LIMIT = 4_000

/** What people write for an address, and what no path begins with. */
const hostAlone = /^www\.[a-z\d-]+(?:\.[a-z\d-]+)+(?=[/?#]|$)/i

/**
 * The absolute http or https address that `written` means when it stands in a document at `base` (RFC 3986
 * section 5, « www.mairie.example » being taken for a host); null for anything else: other schemes, nothing, what is no address.
 */
export function resolveAddress(written: string | null | undefined, base: string): string | null {
  const address = (written ?? '')
    .replace(/[\t\r\n]/g, '')
    .trim()
    .replace(hostAlone, 'http://$&')
  if (address === '' || !URL.canParse(address, base)) return null
  const { protocol, href } = new URL(address, base)
  if (protocol !== 'http:' && protocol !== 'https:') return null
  return href.length <= ADDRESS_LIMIT ? href : null
}

/** What an `xml:base` makes of the base around it (XML Base section 4); a base of another scheme is passed over. */
export function resolveBase(written: string | undefined, around: string): string {
  return written === undefined ? around : (resolveAddress(written, around) ?? around)
}
