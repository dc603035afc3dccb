import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, fetch as undiciFetch } from 'undici'
import { isPublicAddress } from '../../sources/fetch/addresses.ts'
import { FORBIDDEN_ADDRESS } from '../../sources/fetch/failure.ts'

/** Finds every address of a name, as `dns.lookup` does. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * A `fetch` for other people's servers. Unless `allowPrivate`, a connection is only made to a public IP address: the
 * one the name resolves to at that very moment, so that neither a redirect nor a name that changes its address
 * between check and use (DNS rebinding) leads inside. Redirects are never followed. Waits at most 5 s for a
 * connection, 10 s for headers, 20 s between two pieces of a body.
 */
export function createCheckedFetch({
  allowPrivate,
  resolve = lookup,
}: {
  allowPrivate: boolean
  resolve?: Resolve
}): typeof fetch {
  const connectTo = buildConnector({
    timeout: 5_000,
    allowH2: false,
    lookup: checkedLookup(resolve, allowPrivate),
  })
  const dispatcher = new Agent({
    headersTimeout: 10_000,
    bodyTimeout: 20_000,
    allowH2: false,
    connect: (options, callback) => {
      // net.connect looks no address up when it is given one.
      if (!allowPrivate && isIP(bare(options.hostname)) !== 0 && !isPublicAddress(options.hostname))
        callback(new ForbiddenAddress(options.hostname), null)
      else connectTo(options, callback)
    },
  })
  // Node's own fetch refuses the dispatcher of the npm package, and the package's types are not quite the DOM's.
  const checked = (input: string, init: Parameters<typeof undiciFetch>[1]) =>
    undiciFetch(input, { ...init, redirect: 'manual', dispatcher })
  return checked as unknown as typeof fetch
}

/** Finds a name's addresses, all refused unless `allowPrivate` if any of them is not public. */
function checkedLookup(resolve: Resolve, allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses = []) => {
      const [first] = addresses
      const inside = addresses.some(({ address }) => !allowPrivate && !isPublicAddress(address))
      if (error) callback(error, '')
      else if (inside || first === undefined) callback(new ForbiddenAddress(hostname), '')
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

class ForbiddenAddress extends Error {
  readonly code = FORBIDDEN_ADDRESS
  constructor(host: string) {
    super(`${host} is not a public address`)
  }
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}
