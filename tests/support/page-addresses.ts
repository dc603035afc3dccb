import { TrieRouter } from 'hono/router/trie-router'
import { ROUTES } from '../../src/app.ts'
import type { Route } from '../../src/http/route.ts'
import type { Demonstration } from './demonstration.ts'

/** Every page that the registry has. */
export const PAGES = ROUTES.filter(({ method, kind }) => method === 'get' && kind === 'page')

/** A page of the registry, and an address in the demonstration that shows it. */
export interface PageAddress {
  route: Route
  /** With its query: `/analyses/2024/lignes?indicateur=part-des-pme`. */
  path: string
}

/** Partners whose areas together have something of everything. */
export const PARTNERS = ['narbonne', 'cci-de-l-aude']

/**
 * Pages of the registry in its order, each with an address that shows it, found as people find them: its example where
 * it has one, else what a link leads to on pages that were found before, up to `most` of each. `ask` answers the HTML of
 * an address, null where it shows no page; `more` are addresses that only their holders know, such as private links.
 * Pages that no link leads to are left out.
 */
export async function findPages(
  ask: (path: string) => Promise<string | null>,
  // A draft has other links than what is closed.
  { more = [], most = 16, among = PAGES }: { more?: string[]; most?: number; among?: Route[] } = {},
): Promise<PageAddress[]> {
  const shown = new Map<Route, string>()
  const pages = pagesToOpen(PARTNERS, among)
  pages.add(more)
  for (let page = pages.next(most); page; page = pages.next(most)) {
    const html = await ask(page.path)
    if (html === null) continue
    pages.opened(page.route)
    pages.add(linksOf(html))
    if (!shown.has(page.route)) shown.set(page.route, page.path)
  }
  return among.flatMap((route) => {
    const path = shown.get(route)
    return path === undefined ? [] : [{ route, path }]
  })
}

/** One of every public page, as `findPages` finds it: its address, and its HTML. */
export async function publicPages(app: Demonstration['app']): Promise<Map<string, string>> {
  const read = new Map<string, string>()
  const ask = async (path: string) => {
    const answer = await app.request(path)
    if (answer.status !== 200 || !answer.headers.get('content-type')?.startsWith('text/html'))
      return null
    const html = await answer.text()
    read.set(path, html)
    return html
  }
  await findPages(ask, { most: 1, among: PAGES.filter(({ policy }) => policy === 'public') })
  return read
}

/** What waits to be opened: first what the registry itself names, in the areas of these partners too. */
export function pagesToOpen(partners: string[], among = PAGES) {
  const waiting = startingPoints(partners)
  const known = new Set<string>()
  const times = new Map<Route, number>()
  return {
    add: (paths: string[]) => void waiting.push(...paths),
    /** An address that was not answered before, of a page that was opened less than so many times. */
    next(most: number): PageAddress | null {
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        const route = routeAt('get', path)
        if (!route || !among.includes(route) || known.has(path)) continue
        if ((times.get(route) ?? 0) >= most) continue
        known.add(path)
        return { route, path }
      }
      return null
    },
    opened: (route: Route) => void times.set(route, (times.get(route) ?? 0) + 1),
  }
}

/** Examples, and paths without another parameter than a partner. */
function startingPoints(partners: string[]): string[] {
  return PAGES.flatMap(({ path, example = path }) => [
    ...partners.map((partner) => path.replace(':partner', partner)),
    example,
  ]).filter((path) => !path.includes(':'))
}

const TABLE = new TrieRouter<Route>()
for (const route of ROUTES) TABLE.add(route.method, route.path, route)

/** The first entry of the table that takes a request. */
export function routeAt(method: 'get' | 'post', path: string): Route | undefined {
  const [pathname = ''] = path.split(/[?#]/)
  return TABLE.match(method, decodeURI(pathname))[0][0]?.[0]
}

/** Where the links of a page lead on this site. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/<a\s[^>]*?href="(?<path>\/[^"#]*)/g)].map(({ groups = {} }) =>
    (groups['path'] ?? '').replaceAll('&amp;', '&'),
  )
}
