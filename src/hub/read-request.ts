import type { Config } from '../config.ts'
import { isAllowedAddress } from '../sources/fetch/addresses.ts'
import { leaseFor } from './limits.ts'

/** What is asked of the hub. */
export interface HubRequest {
  mode: 'subscribe' | 'unsubscribe'
  /** Path and query of one of our addresses. */
  path: string
  callback: string
  leaseSeconds: number
  /** Null: what is sent is not signed. */
  secret: string | null
}

export type HubRequestReading = { ok: true; request: HubRequest } | { ok: false; problem: string }

const LONGEST_ADDRESS = 2_000
/** W3C WebSub 5.1: less than 200 bytes. */
const LONGEST_SECRET = 199

/**
 * Reads what a subscriber asks of the hub (W3C WebSub 5.1). Refuses, in English for who writes the program, a mode that
 * there is not, a topic that cannot be a feed of ours, and a callback that may not be asked: a local one, one on another
 * port, one of our own. Whether the topic is a feed is found out when the callback is asked to confirm.
 */
export function readHubRequest(
  form: URLSearchParams,
  { baseUrl, allowPrivateSources }: Pick<Config, 'baseUrl' | 'allowPrivateSources'>,
): HubRequestReading {
  const mode = form.get('hub.mode')
  if (mode !== 'subscribe' && mode !== 'unsubscribe')
    return refused('hub.mode must be "subscribe" or "unsubscribe"')
  const topic = form.get('hub.topic') ?? ''
  const path = topic.startsWith(`${baseUrl}/`) ? topic.slice(baseUrl.length) : ''
  const isFeedPath = /^(?=[!-~]*$)\/[^?#]+\.(?:rss|atom|json)(?:\?[^#]*)?$/.test(path)
  if (!isFeedPath || topic.length > LONGEST_ADDRESS)
    return refused(`hub.topic must be the address of a feed of ${baseUrl}, as its rel="self" says`)
  const written = form.get('hub.callback') ?? ''
  const callback = URL.parse(written)
  const isCallable =
    callback !== null &&
    callback.hash === '' &&
    callback.href.length <= LONGEST_ADDRESS &&
    callback.host !== new URL(baseUrl).host &&
    isAllowedAddress(callback, allowPrivateSources)
  if (!isCallable)
    return refused('hub.callback must be a public http or https address, on port 80 or 443')
  const secret = form.get('hub.secret')
  if (secret !== null && new TextEncoder().encode(secret).length > LONGEST_SECRET)
    return refused('hub.secret must be less than 200 bytes')
  const leaseSeconds = leaseFor(form.get('hub.lease_seconds'))
  return {
    ok: true,
    request: { mode, path, callback: callback.href, leaseSeconds, secret: secret || null },
  }
}

function refused(problem: string): HubRequestReading {
  return { ok: false, problem }
}
