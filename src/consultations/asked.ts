import type { GuichetContext } from '../http/route.ts'
import {
  canonicalQuery,
  type Cursor,
  type Filter,
  type FilterProblem,
  forPage,
  forSubscription,
  parseFilter,
} from './filter.ts'
import type { FilterLabels } from './shown.ts'
import { currentLists, type Lists } from './lists.ts'
import { resolveFilter, type ResolvedFilter } from './matching.ts'

/** What an address asks of the board, or where it should have asked, or what is wrong with it. */
export type Asked =
  | { kind: 'asked'; resolved: ResolvedFilter; cursor: Cursor | null; lists: Lists; query: string }
  | { kind: 'elsewhere'; location: string }
  | { kind: 'wrong'; problems: FilterProblem[] }

/**
 * Reads the filter of an address. One filter has one address: another spelling of it is sent there.
 * `reads` says which words make sense: a page knows no feed words, a feed no deadline and no sort.
 */
export async function askedOf(
  c: GuichetContext,
  reads: 'page' | 'feed',
  path: string,
): Promise<Asked> {
  const { db } = c.var.deps
  const given = new URL(c.req.url).search
  const parsed = parseFilter(new URLSearchParams(given))
  if (!parsed.ok) return { kind: 'wrong', problems: parsed.problems }
  const lists = await currentLists(c.var.deps)
  const kept: Filter = reads === 'page' ? forPage(parsed.filter) : forSubscription(parsed.filter)
  const resolution = await resolveFilter(db, kept, lists)
  if (!resolution.ok) return { kind: 'wrong', problems: resolution.problems }
  const cursor = reads === 'page' ? parsed.cursor : null
  const query = canonicalQuery(resolution.resolved.filter, cursor)
  if (query !== given) return { kind: 'elsewhere', location: path + query }
  return { kind: 'asked', resolved: resolution.resolved, cursor, lists, query }
}

/** The labels of a filter's slugs. */
export function labelsOf({ trade, place, buyer }: ResolvedFilter): FilterLabels {
  return {
    trade: trade?.label ?? null,
    place: place?.name ?? null,
    buyer: buyer?.name ?? null,
  }
}
