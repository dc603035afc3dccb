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

type Dimensions = Record<Dimension, string | null>

/** The values that spreads are of, of each combination of dimensions: a list for each question that has a spread. */
export interface Values extends Dimensions {
  spreads: number[][]
}

/** Capped amounts in cents of lines that the same questions count: for each question that has medians, as what. */
export interface Amounts extends Dimensions {
  as: ('numerator' | 'denominator' | 'nothing')[]
  amounts: number[]
}

interface AskedOf {
  indicator: LinesIndicator
  question: Question
}

/**
 * Answers share questions in one pass over the lines: they are counted for each combination that occurs of the
 * dimensions, and these few rows are then added up for each dimension by itself. The same pass hands over the values
 * that percentiles are picked of, as long arrays: sorting them for every group would take the server longer than all
 * the rest. Of holders, the base is that of rolledHolders.
 */
export async function tally(
  reader: Reader,
  base: SQL,
  asked: AskedOf[],
): Promise<{ tallies: Tallies; values: Values[]; amounts: Amounts[] }> {
  const counts = asked.flatMap(({ indicator, question }) => countsOf(indicator, question))
  const spreads = asked.flatMap(({ question }) => spreadArray(question))
  const medians = asked.flatMap(({ question }) => (question.medians === null ? [] : [question]))
  const count = (index: number) => sql.identifier(`a${index}`)
  const spread = (index: number) => sql.identifier(`v${index}`)
  const dimensions = namesOf(DIMENSIONS)
  const rows = await reader.execute<Row>(sql`
    with lines as (select * from ${base} base offset 0), cells as (
      select ${list([
        dimensions,
        ...counts.map((each, index) => sql`${each} as ${count(index)}`),
        ...spreads.map((each, index) => sql`${each} as ${spread(index)}`),
      ])}
      from lines group by ${dimensions}
    )
    select ${list([
      sql`'tally' as kind`,
      sql`grouping(${dimensions})::int as shape`,
      dimensions,
      ...counts.map(
        (_, index) => sql`coalesce(sum(${count(index)}), 0)::float8 as ${count(index)}`,
      ),
      ...spreads.map((_, index) => sql`null::text as ${spread(index)}`),
      sql`null::text as amounts`,
    ])}
    from cells
    group by grouping sets ((), ${list(DIMENSIONS.map((each) => sql`(${sql.identifier(each)})`))})
    ${
      spreads.length === 0
        ? sql``
        : sql`
      union all
      select ${list([
        sql`'values', 0`,
        dimensions,
        ...counts.map(() => sql`null`),
        ...spreads.map((_, index) => sql`${spread(index)}::text`),
        sql`null`,
      ])}
      from cells`
    }
    ${
      medians.length === 0
        ? sql``
        : sql`
      union all
      select ${list([
        sql`${sql.join(medians.map(letterOf), sql` || `)}, 0`,
        dimensions,
        ...counts.map(() => sql`null`),
        ...spreads.map(() => sql`null`),
        sql`amounts::text`,
      ])}
      from lines where amounts is not null`
    }`)
  const byKind = Map.groupBy(rows, ({ kind }) =>
    kind === 'tally' || kind === 'values' ? kind : 'amounts',
  )
  return {
    tallies: (byKind.get('tally') ?? []).map((row) => {
      let index = 0
      const next = () => Number(row[`a${index++}`])
      return {
        ...groupOf(row),
        tallies: asked.map(({ indicator, question }) => tallyOf(indicator, question, next)),
      }
    }),
    values: (byKind.get('values') ?? []).map((row) => ({
      ...dimensionsOf(row),
      spreads: spreads.map((_, index) => readArray(row[`v${index}`])),
    })),
    amounts: (byKind.get('amounts') ?? []).map((row) => ({
      ...dimensionsOf(row),
      as: [...String(row['kind'])].map((letter) => LETTERS[letter] ?? 'nothing'),
      amounts: readArray(row['amounts']),
    })),
  }
}

type Row = Record<string, string | number | null>

const LETTERS: Record<string, Amounts['as'][number]> = {
  N: 'numerator',
  D: 'denominator',
  '-': 'nothing',
}

/** Which group a row of a query over grouping sets is of, by `shape` and the columns of the dimensions. */
function groupOf(row: Row): Group {
  const shape = Number(row['shape'])
  const dimension =
    DIMENSIONS.find((_, index) => (shape & (1 << (DIMENSIONS.length - 1 - index))) === 0) ?? null
  const group = dimension === null ? null : row[dimension]
  return { dimension, group: group === null || group === undefined ? null : String(group) }
}

/** Names of columns, with commas. */
export function namesOf(names: readonly string[]): SQL {
  return sql.join(
    names.map((each) => sql.identifier(each)),
    sql`, `,
  )
}

function list(items: SQL[]): SQL {
  return sql.join(items, sql`, `)
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

function spreadArray({ asked, known, spread }: Question): SQL[] {
  return spread === null
    ? []
    : [
        sql`array_agg(${spread.value}) filter (where (${asked}) and (${known}) and (${spread.value}) is not null)`,
      ]
}

/** What a line is to a question: N in the numerator (and the denominator), D in the denominator only. */
function letterOf({ asked, known, counted }: Question): SQL {
  const told = sql`(${asked}) and (${known})`
  return sql`case when ${told} and (${counted ?? sql`false`}) then 'N' when ${told} then 'D' else '-' end`
}

function dimensionsOf(row: Row): Dimensions {
  const text = (name: Dimension) => {
    const value = row[name]
    return value === null || value === undefined ? null : String(value)
  }
  return {
    category: text('category'),
    buyer: text('buyer'),
    band: text('band'),
    procedure: text('procedure'),
    division: text('division'),
  }
}

/** `{1,2,3}` */
function readArray(written: string | number | null | undefined): number[] {
  return typeof written === 'string' ? written.slice(1, -1).split(',').map(Number) : []
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
