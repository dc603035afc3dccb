import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { LinesIndicator, Question } from './indicators/indicator.ts'
import { DIMENSIONS, type Group, groupOf, namesOf } from './tally.ts'

/** The spread of an indicator's values in one group, in its unit. */
export interface SpreadRow extends Group {
  slug: string
  median: number
  p10: number
  p90: number
}

/**
 * The median and the tenths of each question that has values, for each group. How many cases have each value is counted
 * in one pass over the lines; a percentile is the least value that enough cases do not exceed (percentile_disc), counted
 * in whole numbers.
 */
export async function spreadsOf(
  reader: Reader,
  base: SQL,
  indicators: { indicator: LinesIndicator; question: Question }[],
): Promise<SpreadRow[]> {
  const asked = indicators.flatMap(({ indicator, question }, index) =>
    question.spread === null ? [] : [{ indicator, question, spread: question.spread, index }],
  )
  if (asked.length === 0) return []
  const dimensions = namesOf(DIMENSIONS)
  const values = asked.map(
    ({ question, spread, index }) =>
      sql`(${index}::int, case when (${question.asked}) and (${question.known}) then ${spread.value} end)`,
  )
  const rows = await reader.execute<Record<string, string | number | null>>(sql`
    with cells as (
      select question, value, ${dimensions}, count(*) as cases
      from ${base} base cross join lateral (values ${sql.join(values, sql`, `)}) asked(question, value)
      where value is not null
      group by question, value, ${dimensions}
    ), told as (
      select question, value, grouping(${dimensions})::int as shape, ${dimensions}, sum(cases) as cases
      from cells
      group by grouping sets (
        (question, value), ${sql.join(
          DIMENSIONS.map((each) => sql`(question, value, ${sql.identifier(each)})`),
          sql`, `,
        )})
    ), ranked as (
      select *, sum(cases) over (partition by question, shape, ${dimensions} order by value) as upto,
        sum(cases) over (partition by question, shape, ${dimensions}) as total
      from told
    )
    select question, shape, ${dimensions},
      (min(value) filter (where upto * 2 >= total))::float8 as median,
      (min(value) filter (where upto * 10 >= total))::float8 as p10,
      (min(value) filter (where upto * 10 >= total * 9))::float8 as p90
    from ranked group by question, shape, ${dimensions}`)
  return rows.flatMap((row) => {
    const found = asked.find(({ index }) => index === Number(row['question']))
    if (!found) return []
    const inUnit = (value: string | number | null | undefined) => Number(value) / found.spread.parts
    return [
      {
        ...groupOf(row),
        slug: found.indicator.slug,
        median: inUnit(row['median']),
        p10: inUnit(row['p10']),
        p90: inUnit(row['p90']),
      },
    ]
  })
}
