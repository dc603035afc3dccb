import ipaddr from 'ipaddr.js'

/**
 * Whether an IP address, as text, is one of the public Internet: IPv4 outside every private, local, shared, reserved
 * or documentation range, in its usual form; IPv6 in 2000::/3 outside the ranges set apart there (6to4, Teredo, documentation…). IPv4
 * wrapped in IPv6 is refused: nobody publishes a feed there. Text that is no address is refused.
 */
export function isPublicAddress(ip: string): boolean {
  const bare = ip.replace(/^\[|\]$/g, '')
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return false
  const address = ipaddr.parse(bare)
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(globalUnicast)
}

/**
 * Whether Guichet may ask this address: http or https without credentials; besides, unless `allowPrivate`, on port
 * 80 or 443 and not on a local name or non-public IP address. What a public name resolves to is checked where the
 * connection is made (runtime/node/checked-fetch.ts).
 */
export function isAllowedAddress(url: URL, allowPrivate: boolean): boolean {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false
  if (url.username !== '' || url.password !== '') return false
  if (allowPrivate) return true
  if (url.port !== '' && url.port !== '80' && url.port !== '443') return false
  const host = url.hostname.replace(/\.+$/, '')
  if (host.startsWith('[') || ipaddr.isValid(host)) return isPublicAddress(host)
  return host.includes('.') && !localSuffix.test(host)
}

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')
const localSuffix =
  /\.(localhost|localdomain|local|internal|intranet|lan|home|corp|home\.arpa|onion)$/i
