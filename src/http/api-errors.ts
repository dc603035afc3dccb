import { PROBLEM_WORDS } from '../../views/words/api.ts'
import { isOutage } from '../db/outage.ts'
import { problemAnswer } from './problem.ts'
import type { GuichetContext } from './route.ts'

/** Whether programs call this address, and are answered in their own form. */
export function isApiPath(path: string): boolean {
  return path.startsWith('/api/v1/')
}

/** 404: no call has this address. */
export function missingProblem(c: GuichetContext): Response {
  return answer(c, 404, 'not-found', 'No call has this address.')
}

/** 405: the address takes other methods, which Allow names. */
export function methodProblem(c: GuichetContext, allow: string): Response {
  const detail = `This address takes ${allow}.`
  return answer(c, 405, 'method', detail, { allow: `${allow}, OPTIONS` })
}

/** 503 while the database does not answer, 500 for anything else. Neither says what broke. */
export function brokenProblem(c: GuichetContext, error: unknown): Response {
  return isOutage(error)
    ? answer(c, 503, 'unavailable', 'Send the same call again later.', { 'retry-after': '30' })
    : answer(c, 500, 'broken', 'Something is broken here; nothing was written.')
}

function answer(
  c: GuichetContext,
  status: number,
  kind: keyof typeof PROBLEM_WORDS,
  detail: string,
  headers: Record<string, string> = {},
): Response {
  const { title } = PROBLEM_WORDS[kind]
  return problemAnswer({ status, kind, title, detail }, c.var.deps.config.baseUrl, headers)
}
