import type { Context, Handler } from 'hono'
import { changedBetween } from '../db/versions.ts'
import { describeError } from './describe-error.ts'
import { isoWithOffset } from '../../views/format.ts'
import { sayAge } from '../../views/layout/say-age.tsx'
import { type Answer, answerOf, type Rendering } from './keeper.ts'
import type { Env, Route } from './route.ts'
import { securityHeaders } from './security-headers.ts'

/** HTML says times relative to now: it is rendered again at least every minute. */
const PAGE_LIFE_MS = 60_000
const FEED_LIFE_MS = 3_600_000

/** How long answers of each kind may be kept. */
export const CACHE_CONTROL: Record<Route['kind'], string> = {
  page: 'public, max-age=60, stale-while-revalidate=600',
  feed: 'public, max-age=300, stale-while-revalidate=600, stale-if-error=86400',
  data: 'public, max-age=60, stale-while-revalidate=600',
  asset: 'public, max-age=31536000, immutable',
  write: 'no-store',
  upload: 'no-store',
  api: 'no-store',
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
  const { keep, versions, now } = c.var.deps
  const target = c.req.path + new URL(c.req.url).search
  const current = (names: string) => versions.current(names)
  const begun = now().getTime()
  const old = versions.lost() ? keep.last(target) : null
  if (old) return oldAnswer(c, route, old)
  const kept = keep.fresh(target, current, begun)
  if (kept) return sent(answerOf(kept, conditionsOf(c), begun))
  // Read before the data: what is written meanwhile makes another version, and another rendering.
  const seen = versions.current(scopes)
  let unkept: Response | null = null
  try {
    const make = async () => {
      const response = finished(await route.handler(c, nothing), route, c.var.deps.config.baseUrl)
      if (response.status !== 200) {
        unkept = response
        return null
      }
      return renderingOf(c, response, route, seen, begun)
    }
    const rendering = await keep.once(`${seen} ${target}`, async () => {
      const standing = await whatStands(c, route, keep.last(target), seen)
      const stands = standing ?? (await (route.kind === 'feed' ? keep.inTurn(make) : make()))
      if (stands) keep.keep(target, scopes, stands)
      return stands
    })
    if (rendering) return sent(answerOf(rendering, conditionsOf(c), now().getTime()))
  } catch (error) {
    const last = keep.last(target)
    if (!last) throw error
    c.var.deps.log('stale-answer', { route: route.path, ...describeError(error) })
    return oldAnswer(c, route, last)
  }
  return unkept ?? finished(await route.handler(c, nothing), route, c.var.deps.config.baseUrl)
}

/** What was rendered before, as of these versions, where all that has changed since has nothing to do with it. */
async function whatStands(
  c: Context<Env>,
  { keep: [scope] = [], concerns }: Route,
  before: Rendering | null,
  versions: string,
): Promise<Rendering | null> {
  const { db, now } = c.var.deps
  if (!scope || !concerns || !before?.madeOf) return null
  const { madeOf, renderedAt, endsAt } = before
  const at = now().getTime()
  if (at < renderedAt || at >= endsAt) return null
  const [was, ...others] = before.versions.split('.')
  const [is, ...othersNow] = versions.split('.')
  if (others.join() !== othersNow.join()) return null
  const changed = await changedBetween(db, scope, Number(was), Number(is))
  if (!changed || changed.some((id) => madeOf.has(id))) return null
  if (changed.length > 0 && (await concerns(c, changed))) return null
  return { ...before, versions }
}

/** What was kept, with its age (RFC 9111 § 5.1): said on the page too once it is older than a page lives. */
function oldAnswer(c: Context<Env>, { kind }: Route, old: Rendering): Response {
  const now = c.var.deps.now().getTime()
  const answer = answerOf(old, conditionsOf(c), now)
  const ageMs = Math.max(0, now - old.renderedAt)
  const age = { age: String(Math.round(ageMs / 1000)) }
  if (kind !== 'page' || ageMs < PAGE_LIFE_MS)
    return sent({ ...answer, headers: { ...answer.headers, ...age } })
  const html = sayAge(new TextDecoder().decode(old.forms.identity), new Date(old.renderedAt))
  const { 'last-modified': _, ...headers } = old.headers
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
export function finished(
  answer: unknown,
  route: Pick<Route, 'kind' | 'policy'> & Partial<Pick<Route, 'path'>>,
  baseUrl: string,
): Response {
  if (!(answer instanceof Response)) throw new TypeError('a handler must return a Response')
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
  } else if (!headers.has('cache-control'))
    headers.set('cache-control', answer.ok ? CACHE_CONTROL[route.kind] : 'no-cache')
  return new Response(answer.body, { status: answer.status, headers })
}

async function renderingOf(
  c: Context<Env>,
  response: Response,
  route: Route,
  versions: string,
  renderedAt: number,
): Promise<Rendering> {
  const { compress } = c.var.deps
  const identity = new Uint8Array(await response.arrayBuffer())
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', identity))
  const headers = Object.fromEntries(response.headers)
  headers['vary'] = 'Accept-Encoding'
  const { contentChanged, renderingEnds, madeOf } = c.var
  if (contentChanged) headers['last-modified'] = contentChanged.toUTCString()
  const life = renderedAt + (route.kind === 'page' ? PAGE_LIFE_MS : FEED_LIFE_MS)
  const trueUntil = Math.min(renderingEnds?.getTime() ?? Infinity, nextParisMidnight(renderedAt))
  return {
    route: route.path,
    status: response.status,
    headers,
    etag: [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    // Pictures are compressed as they are.
    forms: {
      identity,
      ...(headers['content-type'] === 'image/png' ? {} : await compress(identity)),
    },
    versions,
    ...(madeOf ? { madeOf } : {}),
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
