import type { Config } from '../../config.ts'
import { isAllowedAddress } from '../fetch/addresses.ts'

/** Where hubs call a subscription: nobody else knows the address. */
export function callbackAddress({ baseUrl }: Pick<Config, 'baseUrl'>, token: string): string {
  return `${baseUrl}/websub/${token}`
}

/** Whether hubs can reach this instance at all; its port is its operator's affair. */
export function isReachable({
  baseUrl,
  allowPrivateSources,
}: Pick<Config, 'baseUrl' | 'allowPrivateSources'>): boolean {
  const url = new URL(baseUrl)
  url.port = ''
  return isAllowedAddress(url, allowPrivateSources)
}

/**
 * Whether a hub is told the secret that signs its pushes: over TLS only (W3C WebSub 5.1), or where the operator allows
 * local addresses. Whoever is between could read it otherwise, and push what he likes: what other hubs push is a reason
 * to look at the source, and is not read.
 */
export function isToldSecret(
  hub: string,
  { allowPrivateSources }: Pick<Config, 'allowPrivateSources'>,
): boolean {
  return allowPrivateSources || new URL(hub).protocol === 'https:'
}
