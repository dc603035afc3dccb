import type { Action } from '../auth/policy.ts'
import type { Route } from './route.ts'

/** What a route may say of itself beside its address, its kind and its policy. */
type Told = Pick<Partial<Route>, 'title' | 'example' | 'keep' | 'concerns' | 'limit'>

type Declare = (path: string, ...said: [Route['handler']] | [Told, Route['handler']]) => Route

/**
 * Declares routes of each kind under one action of the policy: `page(path, handler)`, or
 * `page(path, { example, keep }, handler)`. What `write`, `upload` and `call` declare takes POST, the others GET; `api` and
 * `call` are what programs ask, without cookies.
 */
export function routesFor(policy: Action) {
  const declaring =
    (method: Route['method'], kind: Route['kind']): Declare =>
    (path, ...said) => {
      const [told, handler] = said.length === 1 ? [{}, said[0]] : said
      return { method, path, kind, policy, ...told, handler }
    }
  return {
    page: declaring('get', 'page'),
    data: declaring('get', 'data'),
    feed: declaring('get', 'feed'),
    asset: declaring('get', 'asset'),
    api: declaring('get', 'api'),
    write: declaring('post', 'write'),
    upload: declaring('post', 'upload'),
    call: declaring('post', 'api'),
  }
}
