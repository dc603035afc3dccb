import type { Context, Handler } from 'hono'
import { changedBetween } from '../db/versions.ts'
import { describeError } from './describe-error.ts'
import { isoWithOffset } from '../../views/format.ts'
import { sayAge } from '../../views/http/say-age.tsx'
import { type Answer, answerOf, identityOf, keptForms, type Rendering } from './keeper.ts'
import type { Env, Route } from './route.ts'
import { securityHeaders } from './security-headers.ts'

/** HTML says times relative to now: it is rendered again at least every minute. */
const PAGE_LIFE_MS = 60_000
const FEED_LIFE_MS = 3_600_000

/** How long answers of each kind may be kept. Nobody's own browser shows a page that is older than a minute. */
const CACHE_CONTROL: Record<Route['kind'], string> = {
  page: 'public, max-age=60',
  feed: 'public, max-age=300, stale-while-revalidate=600, stale-if-error=86400',
  data: 'public, max-age=60',
  asset: 'public, max-age=31536000, immutable',
  write: 'no-store',
  upload: 'no-store',
  api: 'no-store',
}

/** The same for caches that many readers share (RFC 9213): they may renew what they give behind them. */
const CDN_CACHE_CONTROL: Partial<Record<Route['kind'], string>> = {
  page: 'max-age=60, stale-while-revalidate=600',
  data: 'max-age=60, stale-while-revalidate=600',
}

/**
 * The handler that is mounted for a route: security and caching headers for all, and for those that keep
 * renderings a validated answer out of kept bytes, rendered once per data version. While the database is away the
 * last good rendering is served with its age.
 */
export function answering(route: Route): Handler<Env> {
  return async (c) => {
    const { baseUrl } = c.var.deps.config
    const scopes = route.keep
    if (!scopes) return finished(await route.handler(c, nothing), route, baseUrl)
    return answeringFromKept(c, route, scopes.join(','))
  }
}

const nothing = async () => {}

async function answeringFromKept(c: Context<Env>, route: Route, scopes: string): Promise<Response> {
  const { deps } = c.var
  const { keep, versions, now } = deps
  const target = c.req.path + new URL(c.req.url).search
  const current = (names: string) => versions.current(names)
  const begun = now().getTime()
  const last = keep.last(target)
  if (last && versions.lost()) return oldAnswer(c, route, last)
  const kept = keep.fresh(target, current, begun)
  if (kept) return sent(answerOf(kept, conditionsOf(c), begun))
  let unkept: Response | null = null
  const render = async () => {
    // Read before the data: what is written meanwhile makes another version, and another rendering.
    const seen = current(scopes)
    const renderedAt = now().getTime()
    const make = async () => {
      const answer = responseOf(await route.handler(c, nothing))
      if (answer.status === 200) return renderingOf(c, answer, route, seen, renderedAt)
      // It was withdrawn or has moved.
      if (answer.status < 500) keep.drop(target)
      unkept = finished(answer, route, deps.config.baseUrl)
      return null
    }
    const before = await sinceRendered(c, route, keep.last(target), seen)
    c.set('before', before ?? undefined)
    const stands = before && (await stillStands(c, route, before))
    const rendering = stands
      ? { ...before.rendering, versions: seen }
      : await (route.kind === 'feed' ? keep.inTurn(make) : make())
    if (rendering) keep.keep(target, scopes, rendering)
    return rendering
  }
  const renew = () => keep.once(target, render)
  if (last && isStillGiven(c, last, scopes)) {
    if (begun - last.renderedAt >= RENEWED_EVERY_MS)
      deps.waitUntil(
        keep
          .once(target, () => keep.behind(render))
          .catch((error: unknown) => tellStale(c, route, error)),
      )
    return sent(answerOf(last, conditionsOf(c), begun))
  }
  try {
    const isUnderWay = keep.isUnderWay(target)
    const rendering = await renew()
    // One that was begun earlier may lack what had changed when this was asked for.
    const isLate = isUnderWay && rendering && rendering.versions !== current(scopes)
    const newest = isLate ? await renew() : rendering
    if (newest) return sent(answerOf(newest, conditionsOf(c), now().getTime()))
  } catch (error) {
    const old = keep.last(target)
    if (!old) throw error
    tellStale(c, route, error)
    return oldAnswer(c, route, old)
  }
  return unkept ?? finished(await route.handler(c, nothing), route, deps.config.baseUrl)
}

function tellStale(c: Context<Env>, route: Route, error: unknown): void {
  c.var.deps.log('stale-answer', { route: route.path, ...describeError(error) })
}

/** While others write without a pause, an address is rendered anew at most that often, and readers need not wait for it. */
const RENEWED_EVERY_MS = 600
/** So long after it was last known to be true, who asks waits: what is written in one process is seen in all within two seconds. */
const STILL_GIVEN_MS = 1_900

/**
 * Whether what was kept may go out once more although others have changed something since: it was true just now; nothing
 * that it says has run out; and who asks is a reader. Who has a session sees what is.
 */
function isStillGiven(
  c: Context<Env>,
  { versions, renderedAt, endsAt }: Rendering,
  scopes: string,
): boolean {
  const { deps } = c.var
  const now = deps.now().getTime()
  if (now < renderedAt || now >= endsAt || c.req.header('cookie') !== undefined) return false
  const age = now - deps.versions.lastTrueAt(scopes, versions)
  return age >= 0 && age < STILL_GIVEN_MS
}

/** What was rendered before, with the records of the first scope that have changed up to these versions; null: nobody can tell. */
async function sinceRendered(
  c: Context<Env>,
  { keep: [scope] = [], concerns }: Route,
  rendering: Rendering | null,
  versions: string,
): Promise<Env['Variables']['before'] | null> {
  const { db, now } = c.var.deps
  if (!scope || !concerns || !rendering?.madeOf || now().getTime() < rendering.renderedAt)
    return null
  const [was, ...others] = rendering.versions.split('.')
  const [is, ...othersNow] = versions.split('.')
  if (others.join() !== othersNow.join()) return null
  const changed = was === is ? [] : await changedBetween(db, scope, Number(was), Number(is))
  return changed && { rendering, changed: new Set(changed) }
}

/** Whether all that has changed since has nothing to do with it. */
async function stillStands(
  c: Context<Env>,
  { concerns }: Route,
  { rendering, changed }: NonNullable<Env['Variables']['before']>,
): Promise<boolean> {
  const { madeOf, endsAt } = rendering
  const ids = [...changed]
  if (c.var.deps.now().getTime() >= endsAt || ids.some((id) => madeOf?.has(id))) return false
  return ids.length === 0 || (await concerns?.(c, ids)) === false
}

/** What was kept, with its age (RFC 9111 § 5.1): said on the page too once it is older than a page lives. */
async function oldAnswer(c: Context<Env>, { kind }: Route, old: Rendering): Promise<Response> {
  const now = c.var.deps.now().getTime()
  const answer = answerOf(old, conditionsOf(c), now)
  const ageMs = Math.max(0, now - old.renderedAt)
  const age = { age: String(Math.round(ageMs / 1000)) }
  if (kind !== 'page' || ageMs < PAGE_LIFE_MS)
    return sent({ ...answer, headers: { ...answer.headers, ...age } })
  const html = sayAge(new TextDecoder().decode(await identityOf(old)), new Date(old.renderedAt))
  const { 'last-modified': _, 'cdn-cache-control': __, ...headers } = old.headers
  return new Response(html, {
    status: old.status,
    headers: { ...headers, ...age, 'cache-control': 'no-cache' },
  })
}

/** The methods that each address takes, out of all the routes that have it: `GET, HEAD, POST`. */
export function methodsByPath(routes: Route[]): Map<string, string> {
  const byPath = Map.groupBy(routes, ({ path }) => path)
  return new Map(
    [...byPath].map(([path, those]) => [
      path,
      those
        .flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : method.toUpperCase()))
        .join(', '),
    ]),
  )
}

/** The handler that tells which methods an address takes, to other sites' scripts too where they may read it. */
export function answeringOptions(route: Route, methods: string): Handler<Env> {
  return (c) => {
    const answer = new Response(null, {
      status: 204,
      headers: { allow: `${methods}, OPTIONS`, 'cache-control': 'public, max-age=86400' },
    })
    const told = finished(answer, route, c.var.deps.config.baseUrl)
    if (told.headers.has('access-control-allow-origin')) {
      told.headers.set('access-control-allow-methods', methods)
      told.headers.set('access-control-allow-headers', 'If-None-Match, If-Modified-Since')
      told.headers.set('access-control-max-age', '86400')
    }
    return told
  }
}

/** Whoever holds such an address may see what it leads to: no cache keeps anything under it. */
const PRIVATE_LINK = /:(?:secret|token)\b/

/** The answer with what every answer of its kind carries, unless the handler said otherwise. */
export function finished(answer: unknown, route: Finished, baseUrl: string): Response {
  const response = responseOf(answer)
  const headers = finishedHeaders(response, route, baseUrl)
  return new Response(response.body, { status: response.status, headers })
}

type Finished = Pick<Route, 'kind' | 'policy'> & Partial<Pick<Route, 'path'>>

function responseOf(answer: unknown): Response {
  if (!(answer instanceof Response)) throw new TypeError('a handler must return a Response')
  return answer
}

function finishedHeaders(answer: Response, route: Finished, baseUrl: string): Headers {
  const headers = new Headers(answer.headers)
  const { 'content-security-policy': policy = '', ...others } = securityHeaders(route.kind, baseUrl)
  // What a private link leads to tells no other site where it is.
  const referrer = headers.get('referrer-policy')
  for (const [name, value] of Object.entries(others)) headers.set(name, value)
  if (referrer !== null) headers.set('referrer-policy', referrer)
  // A file that somebody gave brings a policy of its own, which shuts it in.
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy)
  if (route.policy !== 'public' || PRIVATE_LINK.test(route.path ?? '')) {
    headers.set('cache-control', 'private, no-store')
    headers.set('x-robots-tag', 'noindex')
  } else if (!headers.has('cache-control')) {
    const stands = answer.ok || answer.status === 304
    headers.set('cache-control', stands ? CACHE_CONTROL[route.kind] : 'no-cache')
    const shared = stands && CDN_CACHE_CONTROL[route.kind]
    if (shared) headers.set('cdn-cache-control', shared)
  }
  return headers
}

async function renderingOf(
  c: Context<Env>,
  answer: Response,
  route: Route,
  versions: string,
  renderedAt: number,
): Promise<Rendering> {
  const { compress, config } = c.var.deps
  const { bytes, contentChanged, renderingEnds, madeOf, parts } = c.var
  const identity = bytes ?? new Uint8Array(await answer.arrayBuffer())
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', identity))
  const headers = Object.fromEntries(finishedHeaders(answer, route, config.baseUrl))
  headers['vary'] = 'Accept-Encoding'
  if (contentChanged) headers['last-modified'] = contentChanged.toUTCString()
  const life = renderedAt + (route.kind === 'page' ? PAGE_LIFE_MS : FEED_LIFE_MS)
  const trueUntil = Math.min(renderingEnds?.getTime() ?? Infinity, nextParisMidnight(renderedAt))
  return {
    route: route.path,
    status: answer.status,
    headers,
    etag: [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    length: identity.length,
    // Pictures are compressed as they are.
    forms: keptForms(
      identity,
      headers['content-type'] === 'image/png' ? {} : await compress(identity),
    ),
    versions,
    ...(madeOf ? { madeOf } : {}),
    ...(parts ? { parts } : {}),
    renderedAt,
    endsAt: Math.min(life, trueUntil),
    // What an address with a hash in it leads to is never another.
    trueUntil: route.kind === 'asset' ? Infinity : trueUntil,
  }
}

/** Cards say « demain » and feeds drop their thirty-first day at midnight in Paris, one or two hours before UTC's. */
function nextParisMidnight(now: number): number {
  const hour = 3_600_000
  const nextHour = Math.floor(now / hour) * hour + hour
  const parisHour = Number(isoWithOffset(new Date(nextHour)).slice(11, 13))
  const ahead = (24 - parisHour) % 24
  return nextHour + ahead * hour
}

function conditionsOf(c: Context<Env>) {
  return {
    ifNoneMatch: c.req.header('if-none-match'),
    ifModifiedSince: c.req.header('if-modified-since'),
    acceptEncoding: c.req.header('accept-encoding'),
  }
}

function sent({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers })
}
