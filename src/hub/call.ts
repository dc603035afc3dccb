import type { Deps } from '../deps.ts'
import { isAllowedAddress } from '../sources/fetch/addresses.ts'
import { boundedBytes } from '../http/bounded-bytes.ts'
import { failureOf } from '../sources/fetch/failure.ts'
import { retryAfterOf } from '../sources/fetch/fetch.ts'

/** What a callback answered: its status and, where asked for, the beginning of what it said. */
export type CallbackAnswer =
  { ok: true; status: number; said: string; retryAfter: Date | null } | { ok: false; code: string }

export type CallDeps = Pick<Deps, 'fetch' | 'now' | 'config'>

interface Call {
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: Uint8Array<ArrayBuffer>
}

const TIMEOUT_MS = 10_000
/** A challenge and nothing else is awaited. */
const SAID_BYTES = 1_000

/** Calls a subscriber, its address checked as those of sources are; redirects are not followed. Never rejects. */
export async function callBack(
  { fetch, now, config }: CallDeps,
  address: string,
  { method, headers = {}, body }: Call,
): Promise<CallbackAnswer> {
  const url = URL.parse(address)
  if (url === null || !isAllowedAddress(url, config.allowPrivateSources))
    return { ok: false, code: 'forbidden-address' }
  try {
    const response = await fetch(url.href, {
      method,
      headers: { 'User-Agent': `Guichet (+${config.baseUrl})`, ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body ? { body } : {}),
    })
    const said = await boundedBytes(response.body, SAID_BYTES)
    return {
      ok: true,
      status: response.status,
      said: said ? new TextDecoder().decode(said) : '',
      retryAfter: retryAfterOf(response, now()),
    }
  } catch (error) {
    return { ok: false, code: failureOf(error) }
  }
}

/** A callback's address with the hub's parameters behind its own. */
export function withParameters(callback: string, parameters: Record<string, string>): string {
  const own = Object.entries(parameters).map(([name, value]) => [`hub.${name}`, value])
  return `${callback}${callback.includes('?') ? '&' : '?'}${new URLSearchParams(own)}`
}
