import { Hono, type MiddlewareHandler } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import { guarding } from './auth/guard.ts'
import type { Deps } from './deps.ts'
import { answering, answeringOptions, finished, methodsByPath } from './http/answer.ts'
import { brokenProblem, isApiPath, missingProblem, methodProblem } from './http/api-errors.ts'
import { watching } from './http/watching.ts'
import { brokenPage, methodPage, missingPage, tooLongPage } from './http/errors.tsx'
import type { Env, GuichetContext, Route } from './http/route.ts'

const API_ERROR = { kind: 'api', policy: 'public' } as const
const PAGE_ERROR = { kind: 'page', policy: 'public' } as const

/**
 * Characters of an address that are taken, as RFC 9112 § 3 asks for at least; readers refuse the headers of an answer
 * that leads to one much longer.
 */
const LONGEST_TARGET = 8_000

/** What is particular about an application. */
export interface ApplicationOptions {
  /** Who is asked for what none of its routes answers; absent: that is an error. */
  elsewhere?: (request: Request) => Promise<Response>
  /** It answers one request: its routes are not made into one expression, which takes longer than to find one. */
  once?: boolean
}

/** An application of these routes, mounted in their order. */
export function createApplication(
  routes: Route[],
  deps: Deps,
  { elsewhere, once = false }: ApplicationOptions = {},
): Hono<Env> {
  const app = new Hono<Env>(once ? { router: new TrieRouter() } : {})
  const methodsOf = methodsByPath(routes)
  const { baseUrl } = deps.config
  app.use(async (c, next) => {
    c.set('deps', deps)
    return watching(c, next)
  })
  app.use(async (c, next) => {
    const { pathname, search } = new URL(c.req.url)
    if (pathname.length + search.length > LONGEST_TARGET)
      return isApiPath(pathname) ? c.notFound() : finished(tooLongPage(c), PAGE_ERROR, baseUrl)
    // PostgreSQL holds no U+0000: nothing is named like that.
    if (pathname.includes('%00')) return c.notFound()
    return next()
  })
  for (const route of routes) {
    app.on(
      route.method.toUpperCase(),
      route.path,
      naming(route.path),
      guarding(route),
      answering(route),
    )
    if (!elsewhere)
      app.options(
        route.path,
        naming(route.path),
        answeringOptions(route, methodsOf.get(route.path) ?? ''),
      )
  }
  if (elsewhere) {
    app.all('*', (c) => elsewhere(c.req.raw))
  } else {
    for (const [path, methods] of methodsOf)
      app.all(path, naming(path), (c) => wrongMethod(c, methods))
  }
  app.notFound((c) =>
    isApiPath(c.req.path)
      ? finished(missingProblem(c), API_ERROR, baseUrl)
      : finished(missingPage(c), PAGE_ERROR, baseUrl),
  )
  // What broke is logged where the answer is counted.
  app.onError((error, c) =>
    isApiPath(c.req.path)
      ? finished(brokenProblem(c, error), API_ERROR, baseUrl)
      : finished(brokenPage(c, error), PAGE_ERROR, baseUrl),
  )
  return app
}

/** Tells which route has taken a request: the first that matches, and a later one where that passes it on. */
function naming(path: string): MiddlewareHandler<Env> {
  return (c, next) => {
    c.set('route', path)
    return next()
  }
}

function wrongMethod(c: GuichetContext, methods: string): Response {
  const { baseUrl } = c.var.deps.config
  return isApiPath(c.req.path)
    ? finished(methodProblem(c, methods), API_ERROR, baseUrl)
    : finished(methodPage(c, methods), PAGE_ERROR, baseUrl)
}
