import { CrowdedPage } from '../../views/http/crowded-page.tsx'
import { ErrorPage, type ErrorStatus } from '../../views/http/error-page.tsx'
import { TooManyPage } from '../../views/http/too-many-page.tsx'
import { UnsavedPage } from '../../views/http/unsaved-page.tsx'
import { type AddressWords, UnknownFilterPage } from '../../views/http/unknown-filter-page.tsx'
import { ForbiddenPage } from '../../views/auth/forbidden-page.tsx'
import { SessionOverPage } from '../../views/auth/session-over-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import type { Agent } from '../auth/policy.ts'
import type { FilterProblem } from '../consultations/filter.ts'
import { CommitUnanswered, isOutage } from '../db/outage.ts'
import type { Deps } from '../deps.ts'
import { finished } from './answer.ts'
import { bareFrame, plainFrameOf } from './frame.ts'
import type { Overrun } from './rate-limit.ts'
import type { GuichetContext } from './route.ts'

/**
 * 404: nothing stands at this address; a search box leads on. What a sentence left at the end of an address (« /pacte). »,
 * « /pacte/ ») is taken off it first.
 */
export function missingPage(c: GuichetContext): Response {
  const { pathname, search } = new URL(c.req.url)
  const tidied = pathname.replace(LEFT_BY_SENTENCES, '')
  const isAsked = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (isAsked && tidied !== pathname && /^\/[^/]/.test(tidied))
    return c.redirect(tidied + search, 301)
  return page(c, 404)
}

/** Slashes, full stops, brackets, quotes and spaces, the typographic ones as addresses write them. */
const LEFT_BY_SENTENCES =
  /(?:[/.,;:!)\]>"']|%22|%3E|%5D|%20|%C2%BB|%C2%A0|%E2%80%99|%E2%80%9D|%E2%80%A6)+$/i

/** 414: an address longer than any that this site writes. */
export function tooLongPage(c: GuichetContext): Response {
  const html = renderPage(<ErrorPage frame={plainFrameOf(c, '/')} status={414} />)
  return htmlOf(html, 414)
}

/** 405: the address takes other methods, which Allow names. */
export function methodPage(c: GuichetContext, allow: string): Response {
  const answer = page(c, 405)
  answer.headers.set('allow', `${allow}, OPTIONS`)
  return answer
}

/** 403, 413 or 415: a form that is not taken; nothing was written. */
export function refusedFormPage(c: GuichetContext, status: 403 | 413 | 415): Response {
  return page(c, status)
}

/** 403: what the signed-in agent may not do, and who could allow it. */
export function forbiddenPage(c: GuichetContext, agent: Agent, partner: string | null): Response {
  const frame = { ...plainFrameOf(c, c.req.path), agent: { name: agent.name } }
  return htmlOf(renderPage(<ForbiddenPage frame={frame} agent={agent} partner={partner} />), 403)
}

/**
 * 401: a form sent after the session's end. It keeps everything typed, to be sent again after signing in; of one with
 * files (null), which nobody reads before it is known who sends them, it says that nothing was kept.
 */
export function sessionOverPage(c: GuichetContext, form: URLSearchParams | null): Response {
  const { pathname, search } = new URL(c.req.url)
  const frame = plainFrameOf(c, pathname + search)
  return htmlOf(renderPage(<SessionOverPage frame={frame} form={form} />), 401)
}

/**
 * 503 while the database does not answer, with when to come back, and with what a form has sent, which
 * may have been saved where the end was not heard; 500 for anything
 * else. Neither says what broke.
 */
export function brokenPage(c: GuichetContext, error: unknown): Response {
  if (!isOutage(error)) return page(c, 500)
  const answer = c.req.method === 'POST' ? unsavedPage(c, error) : page(c, 503)
  answer.headers.set('retry-after', '30')
  return answer
}

function unsavedPage(c: GuichetContext, error: unknown): Response {
  const { pathname, search } = new URL(c.req.url)
  const frame = plainFrameOf(c, pathname + search)
  const { form = null, sentFiles } = c.var
  const mayStand = error instanceof CommitUnanswered
  const page = <UnsavedPage frame={frame} form={form} files={sentFiles} mayStand={mayStand} />
  return htmlOf(renderPage(page), 503)
}

/** 503 for what nothing was done about, because too much else is being done. */
export function crowdedPage(deps: Pick<Deps, 'assets' | 'config'>): Response {
  const answer = htmlOf(renderPage(<CrowdedPage frame={bareFrame(deps, '/')} />), 503)
  answer.headers.set('retry-after', CROWD_SECONDS)
  return finished(answer, { kind: 'page', policy: 'public' }, deps.config.baseUrl)
}

/** Crowds pass quickly, and each of them should not come back at once. */
export const CROWD_SECONDS = '10'

/** 429 (RFC 6585): a page that says when to come back. */
export function tooManyPage(c: GuichetContext, { retryAfterSeconds }: Overrun): Response {
  const frame = plainFrameOf(c, c.req.path)
  const html = renderPage(<TooManyPage frame={frame} retryAfterSeconds={retryAfterSeconds} />)
  const answer = htmlOf(html, 429)
  answer.headers.set('cache-control', 'no-store')
  answer.headers.set('retry-after', String(retryAfterSeconds))
  return answer
}

/** 400: an address that asks what cannot be asked; `at` is the page that was meant, `words` what it knows. */
export function wrongFilterPage(
  c: GuichetContext,
  at: string,
  problems: FilterProblem[],
  words?: AddressWords,
): Response {
  const frame = plainFrameOf(c, c.req.path)
  const html = renderPage(
    <UnknownFilterPage frame={frame} problems={problems} page={at} words={words} />,
  )
  return htmlOf(html, 400)
}

function page(c: GuichetContext, status: ErrorStatus): Response {
  return htmlOf(
    renderPage(
      <ErrorPage
        frame={plainFrameOf(c, c.req.path)}
        status={status}
        reference={status >= 500 ? c.var.requestId : undefined}
      />,
    ),
    status,
  )
}

function htmlOf(html: string, status: number): Response {
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
