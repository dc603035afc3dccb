import { renderPage } from '../../views/layout/render-page.ts'
import { TooManyPage } from '../../views/pages/too-many-page.tsx'
import { tooManyTitle } from '../../views/words/too-many.ts'
import { plainFrameOf } from './frame.ts'
import { problemAnswer } from './problem.ts'
import type { Overrun } from './rate-limit.ts'
import type { GuichetContext } from './route.ts'

/** 429 (RFC 6585): a page that says when to come back. */
export function tooManyPage(c: GuichetContext, { retryAfterSeconds }: Overrun): Response {
  const frame = plainFrameOf(c, c.req.path)
  const html = renderPage(<TooManyPage frame={frame} retryAfterSeconds={retryAfterSeconds} />)
  return new Response(html, {
    status: 429,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(retryAfterSeconds),
    },
  })
}

/** The same for programs: problem details (RFC 9457). */
export function tooManyProblem({ retryAfterSeconds }: Overrun, baseUrl: string): Response {
  const problem = {
    status: 429,
    kind: 'rate',
    title: tooManyTitle,
    detail: `Too many requests: try again in ${retryAfterSeconds} seconds.`,
  }
  return problemAnswer(problem, baseUrl, { 'retry-after': String(retryAfterSeconds) })
}
