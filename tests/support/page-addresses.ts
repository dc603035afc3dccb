import { TrieRouter } from 'hono/router/trie-router'
import { ROUTES } from '../../src/app.ts'
import type { Route } from '../../src/http/route.ts'

/** Every page that the registry has. */
export const PAGES = ROUTES.filter(({ method, kind }) => method === 'get' && kind === 'page')

/** A page of the registry, and an address in the demonstration that shows it. */
export interface PageAddress {
  route: Route
  /** With its query: `/analyses/2024/lignes?indicateur=part-des-pme`. */
  path: string
}

/** Addresses of one page that are opened to find links behind them: a draft has other links than what is closed. */
const OPENED_OF_A_PAGE = 16

/**
 * Pages of the registry in its order, each with an address that shows it: its example where it has one, else what a
 * link leads to on pages that were found before. `ask` answers the HTML of an address, null where it shows no page;
 * `more` are addresses that only their holders know, such as private links. Pages that no link leads to are left out.
 */
export async function findPages(
  ask: (path: string) => Promise<string | null>,
  more: string[] = [],
): Promise<PageAddress[]> {
  const shown = new Map<Route, string>()
  const opened = new Map<Route, number>()
  const waiting = [...startingPoints(), ...more]
  const known = new Set(waiting)
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const route = pageAt(path)
    const times = (route && opened.get(route)) ?? 0
    if (!route || times >= OPENED_OF_A_PAGE) continue
    const html = await ask(path)
    if (html === null) continue
    opened.set(route, times + 1)
    if (!shown.has(route)) shown.set(route, path)
    for (const link of linksOf(html)) {
      if (known.has(link)) continue
      known.add(link)
      waiting.push(link)
    }
  }
  return PAGES.flatMap((route) => {
    const path = shown.get(route)
    return path === undefined ? [] : [{ route, path }]
  })
}

/** Partners whose areas together have something of everything. */
export const PARTNERS = ['narbonne', 'cci-de-l-aude']

/** What the registry itself names: examples, paths without a parameter, and those of the partners' areas. */
function startingPoints(): string[] {
  return PARTNERS.flatMap((partner) =>
    PAGES.map(({ path, example }) =>
      (example ?? path).replace(/^\/espace\/(?::partner|narbonne)\//, `/espace/${partner}/`),
    ),
  ).filter((path) => !path.includes(':'))
}

/** The page that an address shows: the first entry of the table that takes it. */
function pageAt(path: string): Route | null {
  const [matches] = TABLE.match('get', new URL(path, 'http://localhost').pathname)
  const route = matches[0]?.[0]
  return route && PAGES.includes(route) ? route : null
}

const TABLE = new TrieRouter<Route>()
for (const route of ROUTES) TABLE.add(route.method, route.path, route)

/** Where the links of a page lead on this site. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/<a\s[^>]*?href="(?<path>\/[^"#]*)/g)].map(({ groups = {} }) =>
    (groups['path'] ?? '').replaceAll('&amp;', '&'),
  )
}
