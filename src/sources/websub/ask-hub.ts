import type { Deps } from '../../deps.ts'
import { isAllowedAddress } from '../fetch/addresses.ts'
import { failureOf } from '../fetch/failure.ts'
import { retryAfterOf } from '../fetch/fetch.ts'

/** What came of a request to a hub: it will verify our intent, or why it will not and until when it wants to be left alone. */
export type HubAnswer = { ok: true } | { ok: false; code: string; retryAfter: Date | null }

const REDIRECT_LIMIT = 5
const TOTAL_TIMEOUT_MS = 20_000

/**
 * Posts a form to a hub (W3C WebSub 5.1), each address checked as those of sources are. Redirects that keep the request
 * (307, 308) are followed, but not out of TLS; `cut`
 * cuts the request short (`cancelled`). Never rejects.
 */
export async function askHub(
  { fetch, now, config }: Pick<Deps, 'fetch' | 'now' | 'config'>,
  hub: string,
  form: Record<string, string>,
  cut?: AbortSignal,
): Promise<HubAnswer> {
  const deadline = AbortSignal.timeout(TOTAL_TIMEOUT_MS)
  const signal = cut ? AbortSignal.any([deadline, cut]) : deadline
  let url = URL.parse(hub)
  try {
    for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects += 1) {
      if (url === null || !isAllowedAddress(url, config.allowPrivateSources))
        return refused('forbidden-address')
      const response = await fetch(url.href, {
        method: 'POST',
        headers: {
          'User-Agent': `Guichet (+${config.baseUrl})`,
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(form).toString(),
        redirect: 'manual',
        signal,
      })
      await response.body?.cancel()
      const { status, headers } = response
      if (response.ok) return { ok: true }
      const location = status === 307 || status === 308 ? headers.get('location') : null
      if (location === null) return refused('http-status', retryAfterOf(response, now()))
      const next = URL.parse(location, url.href)
      if (url.protocol === 'https:' && next?.protocol !== 'https:')
        return refused('forbidden-address')
      url = next
    }
    return refused('redirect-loop')
  } catch (error) {
    return refused(cut?.aborted ? 'cancelled' : failureOf(error))
  }
}

function refused(code: string, retryAfter: Date | null = null): HubAnswer {
  return { ok: false, code, retryAfter }
}
