import { type SQL, sql } from 'drizzle-orm'
import type { ResolvedFilter } from '../consultations/matching.ts'
import { withoutStopWords } from '../consultations/search-words.ts'
import type { ProgrammeFilter, StatusAsked } from './filter.ts'
import { plannedPurchases as lines } from './schema.ts'

/** A filter whose words have been looked up. */
export interface ResolvedProgramme {
  filter: ProgrammeFilter
  /** Of the words of the board. */
  resolved: ResolvedFilter
}

/** What answers a question put to the programme. */
export interface ProgrammeConditions {
  where: SQL
  /**
   * The same in parts: those of which all that is asked is known to hold, then those of which some is deduced, then those
   * of which something is not known. In words that the database can reckon with, so that it walks each in its order.
   */
  parts: SQL[]
}

/** What the database is asked; a feed asks of every line unless a status is given. */
export function programmeConditions(
  { filter, resolved }: ResolvedProgramme,
  today: string,
  reads: 'page' | 'feed',
): ProgrammeConditions {
  const questions = questionsOf(filter, resolved)
  const plain = allOf([
    statusCondition(filter.status ?? (reads === 'page' ? 'waiting' : 'all'), today),
    ...plainConditions(filter, resolved),
  ])
  if (questions.length === 0) return { where: plain, parts: [plain] }
  const sure = allOf(questions.map((question) => question.sure))
  const known = allOf(questions.map((question) => question.known))
  const passes = allOf(questions.map((question) => question.passes))
  const parts = [
    sql`${plain} and ${sure}`,
    sql`${plain} and ${known} and (${sure}) is not true`,
    sql`${plain} and ${passes} and (${known}) is not true`,
  ]
  return filter.board.knownOnly
    ? { where: sql`${plain} and ${known}`, parts: parts.slice(0, 2) }
    : { where: sql`${plain} and ${passes}`, parts }
}

function allOf(conditions: SQL[]): SQL {
  return sql.join(conditions, sql` and `)
}

/** Which lines are in this state on this day. */
export function statusCondition(status: StatusAsked | 'waiting', today: string): SQL {
  switch (status) {
    case 'waiting':
      return sql`${lines.status} = 'waiting'`
    case 'expected':
      return sql`${lines.status} = 'waiting' and ${lines.dueOn} >= ${today}`
    case 'late':
      return sql`${lines.status} = 'waiting' and ${lines.dueOn} < ${today}`
    case 'published':
      return sql`${lines.status} = 'published'`
    case 'dropped':
      return sql`${lines.status} = 'dropped'`
    case 'all':
      return sql`true`
  }
}

function plainConditions({ board, year }: ProgrammeFilter, { buyer }: ResolvedFilter): SQL[] {
  const words = board.q ? withoutStopWords(board.q) : ''
  return [
    ...(words === ''
      ? []
      : [sql`${lines.search} @@ websearch_to_tsquery('guichet_fr'::regconfig, ${words})`]),
    ...(buyer ? [sql`${lines.buyerId} = ${buyer.id}`] : []),
    ...(year === undefined
      ? []
      : [sql`${lines.dueOn} between ${`${year}-01-01`} and ${`${year}-12-31`}`]),
  ]
}

interface Question {
  /** It is known to hold. */
  sure: SQL
  /** It is known or deduced to hold. */
  known: SQL
  /** It holds, as far as is known. */
  passes: SQL
}

function questionsOf(
  { board, quarter }: ProgrammeFilter,
  { trade, place, placeKeys }: ResolvedFilter,
): Question[] {
  const questions: Question[] = []
  if (board.category) questions.push(equals(sql`${lines.category}`, sql`${board.category}`))
  if (quarter !== undefined) questions.push(equals(sql`${lines.quarter}`, sql`${quarter}`))
  if (board.amountMin !== undefined || board.amountMax !== undefined) {
    const within = sql`(coalesce(${lines.amountMax}, 'infinity') >= ${board.amountMin ?? 0} and coalesce(${lines.amountMin}, 0) <= ${board.amountMax ?? Number.MAX_SAFE_INTEGER})`
    const sure = sql`${within} and (${lines.amountMin} is not null or ${lines.amountMax} is not null)`
    questions.push({ sure, known: sure, passes: within })
  }
  if (place) {
    const there = sql`${lines.placeKey} in ${placeKeys}`
    const sure = sql`${there} and ${lines.place} is not null`
    questions.push({ sure, known: sure, passes: sql`(${lines.placeKey} is null or ${there})` })
  }
  if (trade) {
    const ofTrade = sql`${lines.trades} @> array[${trade.slug}]`
    const building = sql`${lines.tradeBasis} = 'building-works'`
    const known = trade.family === 'Bâtiment' ? sql`(${ofTrade} or ${building})` : ofTrade
    questions.push({
      sure: sql`${ofTrade} and ${lines.tradeBasis} in ('chosen', 'cpv')`,
      known,
      passes: sql`(${known} or (cardinality(${lines.trades}) = 0 and ${lines.tradeBasis} is null))`,
    })
  }
  return questions
}

function equals(column: SQL, value: SQL): Question {
  const sure = sql`${column} = ${value}`
  return { sure, known: sure, passes: sql`(${column} is null or ${sure})` }
}
