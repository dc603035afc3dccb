import { eq, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { findFormerBuyer } from '../partners/queries.ts'
import { buyers } from '../partners/schema.ts'
import { type Gazetteer, type KnownPlace } from '../places/gazetteer.ts'
import { DEFAULT_RADIUS, type Filter, type FilterProblem } from './filter.ts'
import { consultations, consultationBuyers, lots } from './schema.ts'
import { withoutStopWords } from './search-words.ts'
import type { Trade } from './trades.ts'

/** A filter whose words have been looked up: what the database is asked. */
export interface ResolvedFilter {
  filter: Filter
  trade: Trade | null
  place: KnownPlace | null
  placeKeys: string[]
  buyer: { id: number; name: string; slug: string } | null
}

export type Resolution =
  { ok: true; resolved: ResolvedFilter } | { ok: false; problems: FilterProblem[] }

/** Looks up the slugs of a filter; unknown ones are reported with those that would do. Names and postcodes of places become slugs. */
export async function resolveFilter(
  reader: Reader,
  filter: Filter,
  lists: { trades: Trade[]; gazetteer: Gazetteer },
): Promise<Resolution> {
  const problems: FilterProblem[] = []
  const trade = lists.trades.find((each) => each.slug === filter.trade) ?? null
  if (filter.trade !== undefined && !trade)
    problems.push({
      word: 'metier',
      given: filter.trade,
      allowed: lists.trades.map((each) => ({ value: each.slug, label: each.label })),
    })
  const place = filter.place === undefined ? null : lists.gazetteer.find(filter.place)
  if (filter.place !== undefined && !place)
    problems.push({
      word: 'lieu',
      given: filter.place,
      allowed: lists.gazetteer
        .suggestions(filter.place, 20)
        .map((each) => ({ value: each.slug, label: each.name })),
    })
  const buyer = filter.buyer === undefined ? null : await findBuyerBySlug(reader, filter.buyer)
  if (filter.buyer !== undefined && !buyer)
    problems.push({ word: 'acheteur', given: filter.buyer, allowed: await someBuyers(reader) })
  if (problems.length > 0) return { ok: false, problems }
  const { radius: _, ...rest } = filter
  const canonical: Filter = place
    ? { ...(place.kind === 'commune' ? filter : rest), place: place.slug }
    : rest
  return {
    ok: true,
    resolved: {
      filter: canonical,
      trade,
      place,
      placeKeys: place ? lists.gazetteer.keysWithin(place, filter.radius ?? DEFAULT_RADIUS) : [],
      buyer,
    },
  }
}

async function findBuyerBySlug(reader: Reader, slug: string) {
  const [row] = await reader
    .select({ id: buyers.id, name: buyers.name, slug: buyers.slug })
    .from(buyers)
    .where(eq(buyers.slug, slug.toLowerCase()))
  return row ?? findFormerBuyer(reader, slug.toLowerCase())
}

async function someBuyers(reader: Reader) {
  const rows = await reader
    .select({ value: buyers.slug, label: buyers.name })
    .from(buyers)
    .orderBy(buyers.name)
    .limit(200)
  return rows
}

/** Whether a thing answers one question, as SQL: `passes`, and how sure that is (0 sure, 1 deduced, 2 not known). */
interface Question {
  passes: SQL
  rank: SQL
}

/**
 * The conditions of a filter. What it asks of trade, place, amount or reservation must hold on one same lot; `rank` orders
 * the sure before the deduced before the unknown.
 */
export interface Conditions {
  where: SQL
  /** The part of `where` that speaks of consultations only and of nothing that may be unknown: state, words, buyer, dates, and whether a lot may lie in the place or is reserved. */
  plain: SQL
  /** The other part. */
  further: SQL
  /** `cross join lateral` of the best lot, to stand after `from consultations`; empty when no lot is asked of. */
  lateral: SQL
  rank: SQL
  /** Whether any answer can be less than sure. */
  ranked: boolean
}

/** What the database is asked for this filter; a feed asks of every state unless one is given. */
export function conditionsOf(
  resolved: ResolvedFilter,
  now: Date,
  reads: 'page' | 'feed',
): Conditions {
  const ofConsultation = consultationQuestions(resolved.filter, now)
  const ofLot = lotQuestions(resolved)
  const lateral =
    ofLot.length === 0
      ? sql``
      : sql` cross join lateral (
          select min(${highest(ofLot)}) as rank from ${lots}
          where ${lots.consultationId} = ${consultations.id} and ${allOf(ofLot.map((q) => q.passes))}
        ) as best`
  const ranks = [
    ...ofConsultation.map((question) => question.rank),
    ...(ofLot.length > 0 ? [sql`best.rank`] : []),
  ]
  const rank = ranks.length === 0 ? sql`0` : highest(ranks.map((each) => ({ rank: each })))
  const plain = plainConditions(resolved, now, reads)
  const further = [
    ...ofConsultation.map((question) => question.passes),
    ...(ofLot.length > 0 ? [sql`best.rank is not null`] : []),
    ...(resolved.filter.knownOnly && ranks.length > 0 ? [sql`${rank} < 2`] : []),
  ]
  return {
    where: allOf([...plain, ...further]),
    plain: allOf(plain),
    further: allOf(further),
    lateral,
    rank,
    ranked: ranks.length > 0,
  }
}

/** The columns of consultations that `Conditions.further`, `rank`, and the order by publication speak of. */
export const ASKED_COLUMNS = sql`${consultations.id}, ${consultations.status}, ${consultations.category},
  ${consultations.procedure}, ${consultations.buyerId}, ${consultations.divided}, ${consultations.compulsoryVisit},
  ${consultations.deadlineAt}, ${consultations.closesAt}, ${consultations.publishedAt}`

/** Whether a page shows what is still to come, some thousands at most; what is past grows for ever. */
export function isToCome({ state }: Filter): boolean {
  return state === undefined || state === 'open' || state === 'planned'
}

function allOf(conditions: SQL[]): SQL {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

function highest(questions: { rank: SQL }[]): SQL {
  return sql`greatest(${sql.join(
    questions.map((question) => question.rank),
    sql`, `,
  )})`
}

function plainConditions(resolved: ResolvedFilter, now: Date, reads: 'page' | 'feed'): SQL[] {
  const { filter, buyer, place } = resolved
  const conditions = [stateCondition(filter.state ?? (reads === 'page' ? 'open' : 'all'), now)]
  const words = filter.q ? withoutStopWords(filter.q) : ''
  if (words !== '')
    conditions.push(
      sql`${consultations.search} @@ websearch_to_tsquery('guichet_fr'::regconfig, ${words})`,
    )
  if (buyer)
    conditions.push(
      sql`exists (select 1 from ${consultationBuyers} where ${consultationBuyers.consultationId} = ${consultations.id} and ${consultationBuyers.buyerId} = ${buyer.id})`,
    )
  // Said once more, beside the best lot: so the few lots of a small place, or those reserved, can be where the search begins.
  if (reads === 'feed' || !isToCome(filter)) {
    if (place) conditions.push(hasLot(placePasses(resolved)))
    if (filter.reserved === 'yes') conditions.push(hasLot(RESERVED))
  }
  if (filter.partnersOnly) conditions.push(sql`${consultations.signatory}`)
  if (filter.publishedWithin !== undefined)
    conditions.push(sql`${consultations.publishedAt} >= ${daysFrom(now, -filter.publishedWithin)}`)
  return conditions
}

/** Which consultations are in this state at this instant; those that were joined to another are in none. */
export function stateCondition(state: Filter['state'], now: Date): SQL {
  const stands = sql`${consultations.joinedIntoId} is null`
  const instant = now.toISOString()
  switch (state) {
    case 'open':
      return sql`${stands} and ${consultations.status} = 'active' and ${consultations.closesAt} > ${instant}`
    case 'ended':
      return sql`${stands} and ${consultations.status} = 'active' and ${consultations.closesAt} <= ${instant}`
    case 'all':
    case undefined:
      return stands
    default:
      // Said as a range for the sake of `byPublication`.
      return sql`${stands} and ${consultations.status} between ${state} and ${state}`
  }
}

/**
 * The order by publication of those in a state. It names the state, which no longer tells them apart, where the index
 * that begins with it is the one to walk: the planner would rather walk all that was published and leave out what is in
 * other states, not knowing that the newest are in none that ends.
 */
export function byPublication({ state }: Filter, direction: 'asc' | 'desc'): SQL {
  const sort = sql.raw(direction)
  const date = sql`${consultations.publishedAt} ${sort}, ${consultations.id} ${sort}`
  const isOneStatus =
    state !== undefined && state !== 'open' && state !== 'ended' && state !== 'all'
  return isOneStatus ? sql`${consultations.status} ${sort}, ${date}` : date
}

function daysFrom(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString()
}

function consultationQuestions(filter: Filter, now: Date): Question[] {
  const questions: Question[] = []
  if (filter.category)
    questions.push(equals(sql`${consultations.category}`, sql`${filter.category}`))
  if (filter.procedure === 'formal')
    questions.push({
      passes: sql`(${consultations.procedure} is null or ${consultations.procedure} not in ('below-threshold', 'adapted', 'concession'))`,
      rank: sql`(case when ${consultations.procedure} is null then 2 else 0 end)`,
    })
  else if (filter.procedure)
    questions.push(equals(sql`${consultations.procedure}`, sql`${filter.procedure}`))
  if (filter.lots)
    questions.push(equals(sql`${consultations.divided}`, sql`${filter.lots === 'divided'}`))
  if (filter.withoutVisit) questions.push(equals(sql`${consultations.compulsoryVisit}`, sql`false`))
  if (filter.closingWithin !== undefined)
    questions.push({
      // Once the first of the lots has closed, the last one counts.
      passes: sql`(${consultations.deadlineAt} is null or case when ${consultations.deadlineAt} > ${now.toISOString()} then ${consultations.deadlineAt} else ${consultations.closesAt} end <= ${daysFrom(now, filter.closingWithin)})`,
      rank: sql`(case when ${consultations.deadlineAt} is null then 2 else 0 end)`,
    })
  return questions
}

function equals(column: SQL, value: SQL): Question {
  return {
    passes: sql`(${column} is null or ${column} = ${value})`,
    rank: sql`(case when ${column} is null then 2 else 0 end)`,
  }
}

function lotQuestions(resolved: ResolvedFilter): Question[] {
  const { filter, trade, place } = resolved
  const questions: Question[] = []
  if (trade) questions.push(tradeQuestion(trade))
  if (place)
    questions.push({
      passes: placePasses(resolved),
      rank: sql`(case when ${lots.placeKey} is null or ${lots.placeOfBuyer} then 2 else 0 end)`,
    })
  if (filter.amountMin !== undefined || filter.amountMax !== undefined)
    questions.push({
      passes: sql`(coalesce(${lots.amountMax}, 'infinity') >= ${filter.amountMin ?? 0} and coalesce(${lots.amountMin}, 0) <= ${filter.amountMax ?? Number.MAX_SAFE_INTEGER})`,
      rank: sql`(case when ${lots.amountMin} is null and ${lots.amountMax} is null then 2 else 0 end)`,
    })
  // A reservation has to be announced (art. L. 2113-12 to 16): silence means an ordinary contract.
  if (filter.reserved)
    questions.push({
      passes: filter.reserved === 'yes' ? RESERVED : sql`${lots.reserved} is not true`,
      rank: sql`0`,
    })
  return questions
}

const RESERVED = sql`${lots.reserved} is true`

function hasLot(passes: SQL): SQL {
  return sql`${consultations.id} in (select ${lots.consultationId} from ${lots} where ${passes})`
}

function placePasses({ placeKeys }: ResolvedFilter): SQL {
  return sql`(${lots.placeKey} is null or ${lots.placeKey} in ${placeKeys})`
}

function tradeQuestion(trade: Trade): Question {
  const ofTrade = sql`${trade.slug} = any(${lots.trades})`
  const undetermined = sql`(cardinality(${lots.trades}) = 0 and not ${lots.allBuildingTrades})`
  const building = trade.family === 'Bâtiment' ? sql` or ${lots.allBuildingTrades}` : sql``
  return {
    passes: sql`(${ofTrade} or ${undetermined}${building})`,
    rank: sql`(case when ${undetermined} then 2 when ${ofTrade} and ${lots.tradeBasis} in ('chosen', 'cpv') then 0 else 1 end)`,
  }
}
