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

/** A combination of dimensions, with the values that percentiles are of. */
export interface ValuesCell extends Record<Dimension, string | null> {
  /** Of each question that has a spread, in their order. */
  spreads: number[][]
  /** Capped amounts in cents, each times four for each question that has medians, and flags: see flagOf. */
  amounts: number[]
}

/** Whether an amount is in a question's denominator, and in its numerator. */
export function flagOf(flags: number, question: number): { known: boolean; counted: boolean } {
  const own = Math.floor(flags / 4 ** question) % 4
  return { known: own > 0, counted: own > 1 }
}

/**
 * Answers share questions in one pass over the lines: they are counted for each combination that occurs of the
 * dimensions, in parallel where the server can, and these few rows are then added up for each dimension by itself. The
 * same pass hands over the values that percentiles are picked of, as long arrays: sorting them for every group would
 * take the server longer than all the rest.
 */
export async function tally(
  reader: Reader,
  base: SQL,
  indicators: { indicator: LinesIndicator; question: Question }[],
): Promise<{ tallies: Tallies; values: ValuesCell[] }> {
  const counts = indicators.flatMap(({ indicator, question }) => countsOf(indicator, question))
  const arrays = arraysOf(indicators.map(({ question }) => question))
  const count = (index: number) => sql.identifier(`a${index}`)
  const array = (index: number) => sql.identifier(`v${index}`)
  const dimensions = namesOf(DIMENSIONS)
  const rows = await reader.execute<Record<string, string | number | null>>(sql`
    with cells as (
      select ${list(
        [
          ...DIMENSIONS.map((each) => sql.identifier(each)),
          ...counts.map((each, index) => sql`${each} as ${count(index)}`),
          ...arrays.map((each, index) => sql`${each} as ${array(index)}`),
        ],
        (each) => each,
      )}
      from ${base} base group by ${dimensions}
    )
    select ${list(
      [
        sql`grouping(${dimensions})::int as shape`,
        ...DIMENSIONS.map((each) => sql.identifier(each)),
        ...counts.map(
          (_, index) => sql`coalesce(sum(${count(index)}), 0)::float8 as ${count(index)}`,
        ),
        ...arrays.map((_, index) => sql`null::text as ${array(index)}`),
      ],
      (each) => each,
    )}
    from cells
    group by grouping sets ((), ${list(DIMENSIONS, (each) => sql`(${sql.identifier(each)})`)})
    union all
    select ${list(
      [
        sql`-1`,
        ...DIMENSIONS.map((each) => sql.identifier(each)),
        ...counts.map(() => sql`null`),
        ...arrays.map((_, index) => sql`${array(index)}::text`),
      ],
      (each) => each,
    )}
    from cells where ${arrays.length > 0}::boolean`)
  return {
    tallies: rows
      .filter(({ shape }) => shape !== -1)
      .map((row) => {
        let index = 0
        const next = () => Number(row[`a${index++}`])
        return {
          ...groupOf(row),
          tallies: indicators.map(({ indicator, question }) => tallyOf(indicator, question, next)),
        }
      }),
    values: rows.filter(({ shape }) => shape === -1).map((row) => valuesOf(row, indicators)),
  }
}

/** Which group a row of a query over grouping sets is of, by `shape` and the columns of the dimensions. */
function groupOf(row: Record<string, string | number | null>): Group {
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

function list<T>(items: readonly T[], written: (item: T) => unknown): SQL {
  return sql.join(
    items.map((item) => sql`${written(item)}`),
    sql`, `,
  )
}

/** The aggregates of a question, in the order in which tallyOf reads them. */
function countsOf({ parts }: LinesIndicator, question: Question): SQL[] {
  const { asked, known, counted, weights, euros } = question
  const told = sql`(${asked}) and (${known})`
  const hit = sql`${told} and (${counted ?? sql`false`})`
  const cases = (condition: SQL) => sql`count(*) filter (where ${condition})`
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
          sql`count(cents) filter (where ${told})`,
          sql`count(cents) filter (where ${told} and over)`,
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

/** One array for each spread, then one of amounts where there are medians. */
function arraysOf(questions: Question[]): SQL[] {
  const spreads = questions.flatMap(({ asked, known, spread }) =>
    spread === null
      ? []
      : [
          sql`array_agg(${spread.value}) filter (where (${asked}) and (${known}) and (${spread.value}) is not null)`,
        ],
  )
  const flags = questions
    .filter(({ medians }) => medians !== null)
    .map(({ asked, known, counted }, index) => {
      const told = sql`(${asked}) and (${known})`
      const weight = 4 ** index
      return sql`case when ${told} and (${counted ?? sql`false`}) then ${2 * weight}::int when ${told} then ${weight}::int else 0 end`
    })
  return flags.length === 0
    ? spreads
    : [
        ...spreads,
        sql`array_agg(cents::bigint * ${4 ** flags.length}::int + ${sql.join(flags, sql` + `)}) filter (where cents is not null)`,
      ]
}

function valuesOf(
  row: Record<string, string | number | null>,
  indicators: { question: Question }[],
): ValuesCell {
  const text = (name: string) => {
    const value = row[name]
    return value === null || value === undefined ? null : String(value)
  }
  const spreads = indicators.filter(({ question }) => question.spread !== null)
  return {
    category: text('category'),
    buyer: text('buyer'),
    band: text('band'),
    procedure: text('procedure'),
    division: text('division'),
    spreads: spreads.map((_, index) => readArray(text(`v${index}`))),
    amounts: readArray(text(`v${spreads.length}`)),
  }
}

/** `{1,2,3}` */
function readArray(written: string | null): number[] {
  return written === null ? [] : written.slice(1, -1).split(',').map(Number)
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
