import type { MiddlewareHandler } from 'hono'
import { isFromProxy } from './client-address.ts'
import { describeError } from './describe-error.ts'
import type { Env, GuichetContext } from './route.ts'

/** What takes longer than this is told of, in milliseconds. */
const SLOW_MS = 1000

/** One answer of the application, as it is counted and logged: nothing of who asked, or what for. */
export interface Answered {
  /** The path of the route's pattern (`/consultations/:name`); `none` where no route took the request. */
  route: string
  method: string
  status: number
  /** Until the answer stood; one that is written while it is sent takes longer. */
  ms: number
}

/**
 * Gives each request an id, which its answer carries (X-Request-Id) and pages of errors show; has it counted; and logs
 * the ones that fail (5xx) or are slow, by the route's pattern. An answer that any cache may keep for others carries
 * no id, for it is not one request's.
 */
export const watching: MiddlewareHandler<Env> = async (c, next) => {
  const { log, watch } = c.var.deps
  c.set('requestId', requestIdOf(c))
  const begun = performance.now()
  await next()
  const id = c.res.headers.get('x-request-id') ?? c.var.requestId
  if (!/\bpublic\b/.test(c.res.headers.get('cache-control') ?? '')) c.header('x-request-id', id)
  const answered: Answered = {
    route: c.var.route ?? 'none',
    method: c.req.method,
    status: c.res.status,
    ms: Math.round((performance.now() - begun) * 1000) / 1000,
  }
  watch?.answered(answered)
  const failure = c.error === undefined ? {} : describeError(c.error)
  if (answered.status >= 500) log('request.failed', { id, ...answered, ...failure })
  // Workers' clocks stand still while they work: their platform tells what was slow.
  else if (watch && answered.ms > SLOW_MS) log('request.slow', { id, ...answered })
}

/** The one that a trusted proxy gave, where it is one; else a new one. */
function requestIdOf(c: GuichetContext): string {
  const given = c.req.header('x-request-id') ?? ''
  return /^[\w.:-]{8,64}$/.test(given) && isFromProxy(c) ? given : crypto.randomUUID()
}
