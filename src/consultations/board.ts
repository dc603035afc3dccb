import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import type { Cursor, Filter } from './filter.ts'
import type { Board, Count, FacetValue } from './listed.ts'
import { listConsultations } from './listing.ts'
import {
  type Conditions,
  conditionsOf,
  isToCome,
  type ResolvedFilter,
  stateCondition,
} from './matching.ts'
import { consultations, lots } from './schema.ts'
import { proposeTrade, type Trade } from './trades.ts'

/** Counts stop here: « plus de 10 000 ». */
const BOUND = 10_000
/** Of what is past, so many are spread over the facets: each costs a look at its lots. */
const SPREAD_BOUND = 2_000

/** What the board shows but for its sources, which another folder knows. */
export type BoardList = Omit<Board, 'updatedAt' | 'silentSources'>

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
  const page = await listConsultations(reader, resolved, cursor, now, lists.gazetteer)
  const asked = FACETS.filter((facet) => resolved.filter[facet] !== undefined)
  const unasked = FACETS.filter((facet) => !asked.includes(facet))
  const counts = await countsOf(reader, resolved, now, unasked)
  const facets = new Map(counts.facets)
  for (const facet of asked) {
    const alone = await countsOf(reader, withoutWord(resolved, facet), now, [facet])
    facets.set(facet, alone.facets.get(facet) ?? [])
  }
  const open = await openCounts(reader, now)
  return {
    filter: resolved.filter,
    ...page,
    total: atLeast(counts.total, page.items.length),
    unknowns: counts.unknowns,
    openCount: open.consultations,
    buyerCount: open.buyers,
    facets: {
      category: facets.get('category') ?? [],
      procedure: facets.get('procedure') ?? [],
      buyer: facets.get('buyer') ?? [],
      trade: tradeFacet(facets.get('trade') ?? [], lists.trades),
    },
    proposedTrade: resolved.filter.q ? proposeTrade(lists.trades, resolved.filter.q) : null,
    without: page.items.length === 0 ? await withoutEach(reader, resolved, now) : [],
  }
}

interface Counts {
  total: Count
  unknowns: Count
  facets: Map<Facet, FacetValue[]>
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
  const lookedAt = isToCome(resolved.filter) ? matching(conditions) : newestMatching(conditions)
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
        of(facet)
          .map((row) => ({ value: row.value, label: row.label, count: spread(row.n) }))
          .toSorted((one, other) => other.count.count - one.count.count),
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

/** Those that answer it among as many of the newest as the bound. */
function newestMatching({ plain, further, lateral, rank }: Conditions): SQL {
  return sql`looked_at as materialized (
      select ${COUNTED}, ${consultations.divided} as divided, ${consultations.deadlineAt} as deadline_at,
        ${consultations.closesAt} as closes_at, ${consultations.compulsoryVisit} as compulsory_visit
      from ${consultations} where ${plain}
      order by ${consultations.publishedAt} desc, ${consultations.id} desc limit ${BOUND + 1}
    ), base as materialized (
      select ${COUNTED}, ${rank} as rank from looked_at as consultations${lateral} where ${further}
    ), spread as (select * from base limit ${SPREAD_BOUND})`
}

const SPREADS = {
  category: sql`select 'category', category, category, count(*)::int from spread where category is not null group by category`,
  procedure: sql`select 'procedure', procedure, procedure, count(*)::int from spread where procedure is not null group by procedure`,
  buyer: sql`select 'buyer', ${buyers.slug}, ${buyers.name}, count(*)::int from spread join ${buyers} on ${buyers.id} = spread.buyer_id group by ${buyers.slug}, ${buyers.name}`,
  // Lot by lot of each consultation: joined as a whole, every lot ever published would be read.
  trade: sql`select 'trade', trade, trade, count(*)::int from spread cross join lateral (
    select distinct unnest(${lots.trades}) as trade from ${lots} where ${lots.consultationId} = spread.id) as own group by trade`,
}

/** What a page shows is there, however far one had to look for it. */
function atLeast({ count, more }: Count, shown: number): Count {
  return { count: Math.max(count, shown), more }
}

function bounded(count: number): Count {
  return count > BOUND ? { count: BOUND, more: true } : { count, more: false }
}

/** Every trade, with none found at zero, under its family. */
function tradeFacet(found: FacetValue[], trades: Trade[]): FacetValue[] {
  return trades.map((trade) => ({
    value: trade.slug,
    label: trade.label,
    group: trade.family,
    count: found.find((each) => each.value === trade.slug)?.count ?? { count: 0, more: false },
  }))
}

async function openCounts(
  reader: Reader,
  now: Date,
): Promise<{ consultations: Count; buyers: number }> {
  const [row] = await reader.execute<{ consultations: number; buyers: number }>(sql`
    select count(*)::int as consultations, count(distinct buyer_id)::int as buyers from (
      select ${consultations.buyerId} as buyer_id from ${consultations}
      where ${stateCondition('open', now)} limit ${BOUND + 1}) as open`)
  return { consultations: bounded(row?.consultations ?? 0), buyers: row?.buyers ?? 0 }
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
