import ipaddr from 'ipaddr.js'
import type { Connection, GuichetContext } from './route.ts'

/**
 * Who asks, as far as the network tells, in a canonical form: an IPv4 address, or the /64 of an IPv6 one, for a home or
 * an office has the whole of it. Null where the runtime knows no address (a Unix socket).
 *
 * X-Forwarded-For is read from the right, and only as long as what stands there is one of TRUSTED_PROXIES: whoever
 * asks can write the rest of it. On Workers the address is the platform's CF-Connecting-IP.
 */
export function clientAddress(c: GuichetContext): string | null {
  const trusted = c.var.deps.config.trustedProxies.map(networkOf)
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',')
  let address = peerOf(c)
  while (address && isWithin(address, trusted)) {
    const before = addressOf(forwarded.pop() ?? '')
    if (!before) break
    address = before
  }
  return address && groupOf(address)
}

/** Whether the other end of the connection is one of TRUSTED_PROXIES: what it adds to a request may be believed. */
export function isFromProxy(c: GuichetContext): boolean {
  const peer = peerOf(c)
  return peer !== null && isWithin(peer, c.var.deps.config.trustedProxies.map(networkOf))
}

/**
 * Whether it is certain that somebody on this machine asks, without a proxy between: from loopback and for it, where
 * nothing says that a request came on, and where no proxy can stand on this machine. One does wherever the public
 * address is https and TRUSTED_PROXIES names none elsewhere, for this program speaks no TLS.
 */
export function isFromThisMachine(c: GuichetContext): boolean {
  const { baseUrl, trustedProxies } = c.var.deps.config
  const peer = peerOf(c)
  if (peer?.range() !== 'loopback' || isFromProxy(c)) return false
  if (trustedProxies.length === 0 && baseUrl.startsWith('https:')) return false
  const hostname = new URL(c.req.url).hostname
  const isForUs = hostname === 'localhost' || addressOf(hostname)?.range() === 'loopback'
  return isForUs && PROXY_HEADERS.every((name) => c.req.header(name) === undefined)
}

const PROXY_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

function peerOf(c: GuichetContext): Address | null {
  // Hono leaves it out where a caller gives none.
  const connection: Connection | undefined = c.env
  return addressOf(connection?.peer ?? '')
}

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = [Address, number]

function networkOf(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text)
  const address = ipaddr.process(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** Some proxies add a port; IPv4 addresses that came over IPv6 are told as IPv4. */
function addressOf(written: string): Address | null {
  const text = written
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
  return isAddress ? ipaddr.process(text) : null
}

function isWithin(address: Address, networks: Network[]): boolean {
  return networks.some(
    ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
  )
}

function groupOf(address: Address): string {
  if (address.kind() === 'ipv4') return address.toString()
  const half = address.toByteArray().slice(0, 8)
  return `${ipaddr.fromByteArray([...half, 0, 0, 0, 0, 0, 0, 0, 0]).toString()}/64`
}
