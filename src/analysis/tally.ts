import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { Dimension, LinesIndicator, Question } from './indicators/indicator.ts'

export const DIMENSIONS: readonly Dimension[] = [
  'category',
  'buyer',
  'band',
  'procedure',
  'division',
]

/** What is counted of one question for one group of lines. Euros are cents, capped. */
export interface Tally {
  n: number
  known: number
  numerator: number
  denominator: number
  euros: { numerator: number; denominator: number; known: number; capped: number }
  /** Of each part. */
  parts: { numerator: number; cents: number }[]
}

/** A group of lines: of a dimension, or everything together (null). */
export interface Group {
  dimension: Dimension | null
  group: string | null
}

/** Of each group, the tallies of the questions in their order. */
export type Tallies = (Group & { tallies: Tally[] })[]

/**
 * Answers share questions in one pass over the lines: they are counted for each combination that occurs of the
 * dimensions, in parallel where the server can, and these few rows are then added up for each dimension by itself.
 */
export async function tally(
  reader: Reader,
  base: SQL,
  indicators: { indicator: LinesIndicator; question: Question }[],
): Promise<Tallies> {
  const counts = indicators.flatMap(({ indicator, question }) => countsOf(indicator, question))
  const name = (index: number) => sql.identifier(`a${index}`)
  const dimensions = namesOf(DIMENSIONS)
  const rows = await reader.execute<Record<string, string | number | null>>(sql`
    with cells as (
      select ${dimensions}, ${list(counts, (count, index) => sql`${count} as ${name(index)}`)}
      from ${base} base group by ${dimensions}
    )
    select grouping(${dimensions})::int as shape, ${dimensions},
      ${list(counts, (_, index) => sql`coalesce(sum(${name(index)}), 0)::float8 as ${name(index)}`)}
    from cells
    group by grouping sets ((), ${list(DIMENSIONS, (each) => sql`(${sql.identifier(each)})`)})`)
  return rows.map((row) => {
    let index = 0
    const next = () => Number(row[`a${index++}`])
    return {
      ...groupOf(row),
      tallies: indicators.map(({ indicator, question }) => tallyOf(indicator, question, next)),
    }
  })
}

/** Which group a row of a query over grouping sets is of, by `shape` and the columns of the dimensions. */
export function groupOf(row: Record<string, string | number | null>): Group {
  const shape = Number(row['shape'])
  const dimension =
    DIMENSIONS.find((_, index) => (shape & (1 << (DIMENSIONS.length - 1 - index))) === 0) ?? null
  const group = dimension === null ? null : row[dimension]
  return { dimension, group: group === null || group === undefined ? null : String(group) }
}

/** Names of columns, with commas. */
export function namesOf(names: readonly string[]): SQL {
  return list(names, (each) => sql.identifier(each))
}

function list<T>(items: readonly T[], written: (item: T, index: number) => unknown): SQL {
  return sql.join(
    items.map((item, index) => sql`${written(item, index)}`),
    sql`, `,
  )
}

/** The aggregates of a question, in the order in which tallyOf reads them. */
function countsOf({ of, parts }: LinesIndicator, question: Question): SQL[] {
  const { asked, known, counted, weights, euros } = question
  const told = sql`(${asked}) and (${known})`
  const hit = sql`${told} and (${counted ?? sql`false`})`
  const cases = (condition: SQL) =>
    of === 'holders' ? added(sql`cases`, condition) : sql`count(*) filter (where ${condition})`
  const weighed = (weight: SQL | undefined, condition: SQL) =>
    weight === undefined ? cases(condition) : added(weight, condition)
  return [
    cases(asked),
    cases(told),
    ...(counted === null ? [] : [weighed(weights?.counted, hit)]),
    ...(weights === null ? [] : [weighed(weights.of, told)]),
    ...(euros
      ? [
          added(sql`cents`, hit),
          added(sql`cents`, told),
          added(sql`priced`, told),
          added(sql`over`, told),
        ]
      : []),
    ...(parts?.groups ?? []).flatMap(({ is }) => [
      cases(sql`${told} and (${is})`),
      ...(euros ? [added(sql`cents`, sql`${told} and (${is})`)] : []),
    ]),
  ]
}

function added(weight: SQL, condition: SQL): SQL {
  return sql`sum(${weight}) filter (where ${condition})`
}

function tallyOf(
  { parts }: LinesIndicator,
  { counted, weights, euros }: Question,
  next: () => number,
): Tally {
  const n = next()
  const known = next()
  return {
    n,
    known,
    numerator: counted === null ? 0 : next(),
    denominator: weights === null ? known : next(),
    euros: euros
      ? { numerator: next(), denominator: next(), known: next(), capped: next() }
      : { numerator: 0, denominator: 0, known: 0, capped: 0 },
    parts: (parts?.groups ?? []).map(() => ({ numerator: next(), cents: euros ? next() : 0 })),
  }
}
