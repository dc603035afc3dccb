import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import { BOUND } from './bounded.ts'
import { CATEGORIES, PROCEDURES } from './facts.ts'
import type { Cursor, Filter } from './filter.ts'
import type { Board, Count, FacetValue } from './shown.ts'
import { listConsultations } from './listing.ts'
import {
  ASKED_COLUMNS,
  byPublication,
  type Conditions,
  conditionsOf,
  isToCome,
  type ResolvedFilter,
} from './matching.ts'
import { consultations, lots } from './schema.ts'
import { proposeTrade, type Trade } from './trades.ts'

/** Of what is past, so many are spread over the facets: each costs a look at its lots. */
const SPREAD_BOUND = 500

/** What the board shows but for what is the same whatever is asked. */
export type BoardList = Omit<Board, 'openCount' | 'buyerCount' | 'updatedAt' | 'silentSources'>

type Facet = 'category' | 'trade' | 'procedure' | 'buyer'
const FACETS: Facet[] = ['category', 'trade', 'procedure', 'buyer']

/** One page of the board with its counts, facets and, where nothing is left, what each filter alone hides. */
export async function readBoard(
  reader: Reader,
  resolved: ResolvedFilter,
  cursor: Cursor | null,
  now: Date,
  lists: { trades: Trade[]; gazetteer: Gazetteer },
): Promise<BoardList> {
  const [page, { total, unknowns, facets }] = await Promise.all([
    listConsultations(reader, resolved, cursor, now, lists.gazetteer),
    facetsOf(reader, resolved, now),
  ])
  return {
    filter: resolved.filter,
    ...page,
    total: atLeast(total, page.items.length),
    unknowns,
    facets: {
      category: withOthers(facets.get('category'), CATEGORIES),
      procedure: withOthers(facets.get('procedure'), PROCEDURES),
      buyer: withOthers(facets.get('buyer'), []),
      trade: tradeFacet(facets.get('trade'), lists.trades),
    },
    proposedTrade: resolved.filter.q ? proposeTrade(lists.trades, resolved.filter.q) : null,
    without: page.items.length === 0 ? await withoutEach(reader, resolved, now) : [],
  }
}

/** The counts of a filter, with each facet that it asks of counted as though it did not. */
async function facetsOf(reader: Reader, resolved: ResolvedFilter, now: Date): Promise<Counts> {
  const asked = FACETS.filter((facet) => resolved.filter[facet] !== undefined)
  const unasked = FACETS.filter((facet) => !asked.includes(facet))
  const [counts, ...alone] = await Promise.all([
    countsOf(reader, resolved, now, unasked),
    ...asked.map((facet) => countsOf(reader, withoutWord(resolved, facet), now, [facet])),
  ])
  const facets = new Map([counts, ...alone].flatMap((each) => [...each.facets]))
  return { ...counts, facets }
}

/** How what was found spreads over the values of a facet; `other`: how many of a value that is not among them. */
interface Spread {
  values: FacetValue[]
  other: Count
}

interface Counts {
  total: Count
  unknowns: Count
  facets: Map<Facet, Spread>
}

/**
 * How many answer the filter, and how they spread over the values of these facets: one statement. Of what is past only the
 * newest are looked at, as many as the bound: where there are more, so there may be of each count.
 */
async function countsOf(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  facets: Facet[],
): Promise<Counts> {
  const conditions = conditionsOf(resolved, now, 'page')
  const lookedAt = isToCome(resolved.filter)
    ? matching(conditions)
    : isStateAlone(resolved.filter)
      ? allInState(conditions, resolved.filter)
      : newestMatching(conditions, resolved.filter)
  const spreads = facets.map((facet) => sql` union all ${SPREADS[facet]}`)
  const rows = await reader.execute<{ facet: string; value: string; label: string; n: number }>(sql`
    with ${lookedAt}
    select 'total' as facet, '' as value, '' as label, count(*)::int as n from base
    union all select 'unknowns', '', '', count(*)::int from base where rank = 2${sql.join(spreads)}
    union all select 'looked-at', '', '', count(*)::int from looked_at`)
  const of = (facet: string) => [...rows].filter((row) => row.facet === facet)
  const more = (of('looked-at')[0]?.n ?? 0) > BOUND
  const counted = (n = 0): Count => ({ count: Math.min(n, BOUND), more })
  const total = of('total')[0]?.n ?? 0
  const all = isToCome(resolved.filter) || total < SPREAD_BOUND
  const spread = (n: number): Count => ({ ...counted(n), more: more || !all })
  return {
    total: counted(total),
    unknowns: counted(of('unknowns')[0]?.n),
    facets: new Map(
      facets.map((facet) => [
        facet,
        {
          values: of(facet)
            .map((row) => ({ value: row.value, label: row.label, count: spread(row.n) }))
            .toSorted((one, other) => other.count.count - one.count.count),
          other: spread(0),
        },
      ]),
    ),
  }
}

const COUNTED = sql`${consultations.id} as id, ${consultations.category} as category,
  ${consultations.procedure} as procedure, ${consultations.buyerId} as buyer_id`

/** Those to come that answer a filter, up to the bound. */
function matching({ where, lateral, rank }: Conditions): SQL {
  return sql`base as materialized (
      select ${COUNTED}, ${rank} as rank from ${consultations}${lateral} where ${where} limit ${BOUND + 1}
    ), looked_at as (select from base), spread as (select * from base)`
}

/** Whether nothing but a state is asked. */
function isStateAlone(filter: Filter): boolean {
  return Object.keys(filter).every((word) => word === 'state' || word === 'sort')
}

/**
 * As many as the bound of those in a state, the oldest because an index alone tells of these: rows that have long lain
 * still need no look. The newest are spread.
 */
function allInState({ plain }: Conditions, filter: Filter): SQL {
  const oldestFirst =
    filter.state === 'ended' ? sql`${consultations.closesAt}` : byPublication(filter, 'asc')
  return sql`looked_at as materialized (
      select from ${consultations} where ${plain} order by ${oldestFirst} limit ${BOUND + 1}
    ), base as not materialized (select 0 as rank from looked_at), spread as materialized (
      select ${COUNTED} from ${consultations} where ${plain}
      order by ${byPublication(filter, 'desc')} limit ${SPREAD_BOUND}
    )`
}

/** Those that answer it among as many of the newest as the bound. */
function newestMatching(
  { plain, further, lateral, rank, ranked }: Conditions,
  filter: Filter,
): SQL {
  // Looked at three times: what costs nothing to ask again is not written down in between.
  const once = ranked ? sql`materialized` : sql`not materialized`
  return sql`looked_at as materialized (
      select ${ASKED_COLUMNS} from ${consultations} where ${plain}
      order by ${byPublication(filter, 'desc')} limit ${BOUND + 1}
    ), base as ${once} (
      select ${COUNTED}, ${rank} as rank from looked_at as consultations${lateral} where ${further}
    ), spread as (select * from base limit ${SPREAD_BOUND})`
}

const SPREADS = {
  category: sql`select 'category', category, category, count(*)::int from spread where category is not null group by category`,
  procedure: sql`select 'procedure', procedure, procedure, count(*)::int from spread where procedure is not null group by procedure`,
  // Looked up by their numbers: joined as a whole, every buyer would be read, and every lot ever published.
  buyer: sql`select 'buyer', ${buyers.slug}, ${buyers.name}, count(*)::int from spread join ${buyers} on ${buyers.id} = spread.buyer_id
    where ${buyers.id} = any(array(select buyer_id from spread)) group by ${buyers.slug}, ${buyers.name}`,
  trade: sql`select 'trade', trade, trade, count(*)::int from (
    select distinct ${lots.consultationId}, trade from ${lots}, unnest(${lots.trades}) as trade
    where ${lots.consultationId} = any(array(select id from spread))) as own group by trade`,
}

/** What a page shows is there, however far one had to look for it. */
function atLeast({ count, more }: Count, shown: number): Count {
  return { count: Math.max(count, shown), more }
}

/** The values found, then those of a list that were not. */
function withOthers(spread: Spread | undefined, all: readonly string[]): FacetValue[] {
  if (!spread) return []
  const found = new Set(spread.values.map(({ value }) => value))
  const others = all.filter((value) => !found.has(value))
  return [
    ...spread.values,
    ...others.map((value) => ({ value, label: value, count: spread.other })),
  ]
}

/** Every trade in the order of the list, under its family. */
function tradeFacet(spread: Spread | undefined, trades: Trade[]): FacetValue[] {
  if (!spread) return []
  const countOf = new Map(spread.values.map(({ value, count }) => [value, count]))
  return trades.map(({ slug, label, family }) => ({
    value: slug,
    label,
    group: family,
    count: countOf.get(slug) ?? spread.other,
  }))
}

/** The filter with one of its questions dropped. */
function withoutWord(resolved: ResolvedFilter, word: keyof Filter): ResolvedFilter {
  const { [word]: _, ...filter } = resolved.filter
  return {
    ...resolved,
    filter,
    trade: word === 'trade' ? null : resolved.trade,
    buyer: word === 'buyer' ? null : resolved.buyer,
    ...(word === 'place' ? { place: null, placeKeys: [] } : {}),
  }
}

async function withoutEach(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
): Promise<Board['without']> {
  const words = (Object.keys(resolved.filter) as (keyof Filter)[]).filter(
    (word) => word !== 'sort' && word !== 'radius' && word !== 'knownOnly',
  )
  const found: Board['without'] = []
  for (const word of words) {
    const { total } = await countsOf(reader, withoutWord(resolved, word), now, [])
    if (total.count > 0) found.push({ word, count: total })
  }
  return found
}
