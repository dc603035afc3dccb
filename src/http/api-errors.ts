import { PROBLEM_WORDS } from '../../views/words/api.ts'
import { isOutage } from '../db/outage.ts'
import type { Deps } from '../deps.ts'
import { finished } from './answer.ts'
import { CROWD_SECONDS } from './errors.tsx'
import { problemAnswer } from './problem.ts'
import type { Overrun } from './rate-limit.ts'
import type { GuichetContext } from './route.ts'

/** Whether programs call this address, and are answered in their own form. */
export function isApiPath(path: string): boolean {
  return path.startsWith('/api/v1/')
}

/** 404: no call has this address. */
export function missingProblem(c: GuichetContext): Response {
  return answer(baseUrlOf(c), 404, 'not-found', 'No call has this address.')
}

/** 405: the address takes other methods, which Allow names. */
export function methodProblem(c: GuichetContext, allow: string): Response {
  const detail = `This address takes ${allow}.`
  return answer(baseUrlOf(c), 405, 'method', detail, { allow: `${allow}, OPTIONS` })
}

/** 503 while the database does not answer, 500 for anything else. Neither says what broke. */
export function brokenProblem(c: GuichetContext, error: unknown): Response {
  if (!isOutage(error))
    return answer(baseUrlOf(c), 500, 'broken', 'Something is broken here; nothing was written.')
  const detail = 'Send the same call again later.'
  return answer(baseUrlOf(c), 503, 'unavailable', detail, { 'retry-after': '30' })
}

/** 503 for what nothing was done about, because too much else is being done. */
export function crowdedProblem({ config: { baseUrl } }: Pick<Deps, 'config'>): Response {
  const detail = 'Too many calls at once: nothing was done. Send the same call again.'
  const problem = answer(baseUrl, 503, 'unavailable', detail, { 'retry-after': CROWD_SECONDS })
  return finished(problem, { kind: 'api', policy: 'public' }, baseUrl)
}

/** 429 (RFC 6585), with when to come back. */
export function tooManyProblem({ retryAfterSeconds }: Overrun, baseUrl: string): Response {
  const seconds = String(retryAfterSeconds)
  const detail = `Too many requests: try again in ${seconds} seconds.`
  return answer(baseUrl, 429, 'rate', detail, { 'retry-after': seconds })
}

function baseUrlOf(c: GuichetContext): string {
  return c.var.deps.config.baseUrl
}

function answer(
  baseUrl: string,
  status: number,
  kind: keyof typeof PROBLEM_WORDS,
  detail: string,
  headers: Record<string, string> = {},
): Response {
  const { title } = PROBLEM_WORDS[kind]
  return problemAnswer({ status, kind, title, detail }, baseUrl, headers)
}
