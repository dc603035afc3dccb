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

/** `rank`: 0 where all that is asked is known to hold, 1 where it is deduced, 2 where something is not known. */
export interface ProgrammeConditions {
  where: SQL
  rank: SQL
  /** The ranks that there may be. */
  ranks: number[]
}

/** What the database is asked; a feed asks of every line unless a status is given. */
export function programmeConditions(
  { filter, resolved }: ResolvedProgramme,
  today: string,
  reads: 'page' | 'feed',
): ProgrammeConditions {
  const questions = questionsOf(filter, resolved)
  const rank =
    questions.length === 0
      ? sql`0`
      : sql`greatest(${sql.join(
          questions.map((question) => question.rank),
          sql`, `,
        )})`
  const { knownOnly } = filter.board
  const where = [
    statusCondition(filter.status ?? (reads === 'page' ? 'waiting' : 'all'), today),
    ...plainConditions(filter, resolved),
    ...questions.map(({ passes }) => passes),
    ...(knownOnly && questions.length > 0 ? [sql`${rank} < 2`] : []),
  ]
  return {
    where: sql.join(where, sql` and `),
    rank,
    ranks: questions.length === 0 ? [0] : knownOnly ? [0, 1] : [0, 1, 2],
  }
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
  passes: SQL
  rank: SQL
}

function questionsOf(
  { board, quarter }: ProgrammeFilter,
  { trade, place, placeKeys }: ResolvedFilter,
): Question[] {
  const questions: Question[] = []
  if (board.category) questions.push(equals(sql`${lines.category}`, sql`${board.category}`))
  if (quarter !== undefined) questions.push(equals(sql`${lines.quarter}`, sql`${quarter}`))
  if (board.amountMin !== undefined || board.amountMax !== undefined)
    questions.push({
      passes: sql`(coalesce(${lines.amountMax}, 'infinity') >= ${board.amountMin ?? 0} and coalesce(${lines.amountMin}, 0) <= ${board.amountMax ?? Number.MAX_SAFE_INTEGER})`,
      rank: sql`(case when ${lines.amountMin} is null and ${lines.amountMax} is null then 2 else 0 end)`,
    })
  if (place)
    questions.push({
      passes: sql`(${lines.placeKey} is null or ${lines.placeKey} in ${placeKeys})`,
      rank: sql`(case when ${lines.placeKey} is null or ${lines.place} is null then 2 else 0 end)`,
    })
  if (trade) {
    const building = sql`${lines.tradeBasis} = 'building-works'`
    const ofTrade = sql`${lines.trades} @> array[${trade.slug}]`
    const undetermined = sql`(cardinality(${lines.trades}) = 0 and ${lines.tradeBasis} is null)`
    questions.push({
      passes:
        trade.family === 'Bâtiment'
          ? sql`(${ofTrade} or ${undetermined} or ${building})`
          : sql`(${ofTrade} or ${undetermined})`,
      rank: sql`(case when ${undetermined} then 2 when ${ofTrade} and ${lines.tradeBasis} in ('chosen', 'cpv') then 0 else 1 end)`,
    })
  }
  return questions
}

function equals(column: SQL, value: SQL): Question {
  return {
    passes: sql`(${column} is null or ${column} = ${value})`,
    rank: sql`(case when ${column} is null then 2 else 0 end)`,
  }
}
