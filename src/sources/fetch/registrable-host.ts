import { parse } from 'tldts'

/**
 * The part of a host that one body answers for: `marches-publics.info` of `www.marches-publics.info`. What has no such
 * part, as an address in figures, is itself with its port.
 */
export function registrableHost(url: string): string {
  const { host, hostname } = new URL(url)
  return parse(hostname, { allowPrivateDomains: true }).domain ?? host
}
