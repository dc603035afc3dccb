import { renderPage } from '../../views/layout/render-page.ts'
import { CrowdedPage } from '../../views/pages/crowded-page.tsx'
import { PROBLEM_WORDS } from '../../views/words/api.ts'
import type { Deps } from '../deps.ts'
import { finished } from './answer.ts'
import { bareFrame } from './frame.ts'
import { problemAnswer } from './problem.ts'

/** Seconds: crowds pass quickly, and each of them should not come back at once. */
const RETRY_AFTER = '10'

/** 503 for what nothing was done about, because too much else is being done. */
export function crowdedPage(deps: Pick<Deps, 'assets' | 'config'>): Response {
  const html = renderPage(<CrowdedPage frame={bareFrame(deps, '/')} />)
  const headers = { 'content-type': 'text/html; charset=utf-8', 'retry-after': RETRY_AFTER }
  const answer = new Response(html, { status: 503, headers })
  return finished(answer, { kind: 'page', policy: 'public' }, deps.config.baseUrl)
}

/** The same for programs: problem details (RFC 9457). */
export function crowdedProblem({ config }: Pick<Deps, 'config'>): Response {
  const { title } = PROBLEM_WORDS.unavailable
  const detail = 'Too many calls at once: nothing was done. Send the same call again.'
  const answer = problemAnswer(
    { status: 503, kind: 'unavailable', title, detail },
    config.baseUrl,
    { 'retry-after': RETRY_AFTER },
  )
  return finished(answer, { kind: 'api', policy: 'public' }, config.baseUrl)
}
