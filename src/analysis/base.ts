import { type SQL, sql } from 'drizzle-orm'
import type { LinesIndicator } from './indicators/indicator.ts'
import type { Lines } from './lines.ts'
import { bandsOf, type Method } from './method.ts'

/**
 * The lines that questions are asked of, with what the method makes of them: `band` and, of holders, the capped amount
 * of leads in `cents` and whether it is `over` the cap.
 */
export function baseOf(of: LinesIndicator['of'], lines: Lines, method: Method): SQL {
  switch (of) {
    case 'holders':
      return sql`(
        select line.*, band.band,
          case when line.position = 0 and line.amount is not null
            then (least(line.amount, ${method.cap}::numeric) * 100)::int end as cents,
          line.amount > ${method.cap}::numeric as over
        from ${lines.holders} line ${bandsBeside(method)})`
    case 'contracts':
      return sql`(select line.*, band.band from ${lines.contracts} line ${bandsBeside(method)})`
    case 'consultations':
      return sql`(
        select line.*, ${bandOfEstimate(method)} as band, null::text as division
        from ${lines.consultations} line)`
    case 'sessions':
      return sql`(
        select line.*, null::text as category, null::text as buyer, null::text as band,
          null::text as procedure, null::text as division
        from ${lines.sessions} line)`
  }
}

/** A join and no expression: PostgreSQL then knows how few bands there are, and counts each group in parallel. */
function bandsBeside(method: Method): SQL {
  const bands = bandsOf(method).map(
    ({ key, from, below }) =>
      sql`(${key}::text, ${from === 0 ? null : from}::numeric, ${below}::numeric)`,
  )
  return sql`
    left join (values ${sql.join(bands, sql`, `)}) band(band, lowest, below)
      on (line.amount >= band.lowest or (band.lowest is null and line.amount is not null))
      and (line.amount < band.below or band.below is null)`
}

/** The band that an estimate is in with both its ends, its upper end out of it where it has two; null: it cannot be told. */
function bandOfEstimate(method: Method): SQL {
  const low = sql`coalesce(line.amount_min, 0)`
  const bands = bandsOf(method).map(({ key, from, below }) =>
    below === null
      ? sql`when ${low} >= ${from}::numeric and (line.amount_min is not null or line.amount_max is not null) then ${key}::text`
      : sql`when ${low} >= ${from}::numeric and (line.amount_max < ${below}::numeric
          or (line.amount_max = ${below}::numeric and ${low} < ${below}::numeric)) then ${key}::text`,
  )
  return sql`case ${sql.join(bands, sql` `)} end`
}
