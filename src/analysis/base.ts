import { type SQL, sql } from 'drizzle-orm'
import type { LinesIndicator } from './indicators/indicator.ts'
import type { Lines } from './lines.ts'
import { bandsOf, type Method } from './method.ts'

/** The lines that questions are asked of, with the `band` that the method puts each into. */
export function baseOf(of: LinesIndicator['of'], lines: Lines, method: Method): SQL {
  switch (of) {
    case 'holders':
      return pricedOf(lines.holders, method)
    case 'contracts':
    case 'everything':
      return sql`(select line.*, ${bandOf(method)} as band from ${lines.known} line)`
    case 'consultations':
      // The offset keeps PostgreSQL from working out a line's floor once for each question.
      return sql`(
        select line.*, ${bandOfEstimate(method)} as band, null::text as division
        from ${lines.consultations} line offset 0)`
    case 'sessions':
    case 'mediations':
    case 'modelUses':
      return sql`(
        select line.*, null::text as category, null::text as buyer, null::text as band,
          null::text as procedure, null::text as division
        from ${lines[of]} line)`
  }
}

/**
 * Holders rolled up by all that questions tell them apart by, so that what each is is found out once and not for every
 * question: `cases`, of which `priced` are leads with a known amount, these in cents and capped as `amounts`, `cents`
 * together, and how many are `over` the cap. The offset keeps PostgreSQL from working out an amount once for each use.
 */
export function rolledHolders(lines: Lines, method: Method): SQL {
  return sql`(
    select category, buyer, procedure, division, band, size, local, regional,
      count(*) as cases, count(cents) as priced, sum(cents) as cents,
      count(cents) filter (where over) as over,
      array_agg(cents) filter (where cents is not null) as amounts
    from (select * from ${baseOf('holders', lines, method)} line offset 0) holder
    group by category, buyer, procedure, division, band, size, local, regional)`
}

/** Contracts with their `band`, the capped amount of leads in `cents`, and whether it is `over` the cap. */
export function pricedOf(relation: SQL, method: Method): SQL {
  return sql`(
    select line.*, ${bandOf(method)} as band,
      case when line.position = 0 and line.amount is not null
        then (least(line.amount, ${method.cap}::numeric) * 100)::int end as cents,
      line.amount > ${method.cap}::numeric as over
    from ${relation} line)`
}

function bandOf(method: Method): SQL {
  const bands = bandsOf(method).map(({ key, below }) =>
    below === null
      ? sql`when line.amount is not null then ${key}::text`
      : sql`when line.amount < ${below}::numeric then ${key}::text`,
  )
  return sql`case ${sql.join(bands, sql` `)} end`
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
