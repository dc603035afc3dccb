import type { Config } from '../config.ts'

/** Absolute addresses of one subscription, which only its owner knows. */
export interface OwnAddresses {
  manage: string
  stop: string
}

/** Where the subscription of this token is seen, changed and stopped. */
export function ownAddresses({ baseUrl }: Pick<Config, 'baseUrl'>, token: string): OwnAddresses {
  return { manage: baseUrl + ownPath(token), stop: baseUrl + stopPath(token) }
}

/** The path of the subscription's own page. */
export function ownPath(token: string): string {
  return `/alerte/${token}`
}

/** The path that stops it: with a button, or at once where a mail program posts to it (RFC 8058). */
export function stopPath(token: string): string {
  return `/alerte/${token}/arret`
}

/** What mail programs show a button « se désabonner » for (RFC 2369 and 8058), and sort by (RFC 2919). */
export function listHeaders(
  { baseUrl }: Pick<Config, 'baseUrl'>,
  { stop }: Pick<OwnAddresses, 'stop'>,
): Record<string, string> {
  return {
    'List-Id': `<alertes.${new URL(baseUrl).hostname}>`,
    'List-Unsubscribe': `<${stop}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}
