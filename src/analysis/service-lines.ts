import { type SQL, sql } from 'drizzle-orm'

/**
 * The mediations that firms asked for in a year (Paris), with any buyer, as they stand: nothing tells whose they were.
 */
export function liveMediationLines(year: number): SQL {
  return sql`(
    select to_char(row_number() over (order by r.received_at, r.id), 'FM000000') as line,
      ${dayOf(sql`r.received_at`)} as asked_on,
      coalesce(r.outcome, 'open') as outcome,
      case when r.outcome <> 'withdrawn' then
        ${dayOf(sql`r.closed_at`)} - ${dayOf(sql`r.received_at`)}
      end as days
    from requests r
    where r.kind = 'mediation' and ${isWithin(sql`r.received_at`, year)}
  )`
}

/** The uses of the shared model by any buyer in a year (Paris): documents, and words that somebody vouches for. */
export function liveModelUseLines(year: number): SQL {
  return sql`(
    select to_char(u.id, 'FM0000000000') as line, ${dayOf(sql`u.at`)} as used_on, u.kind,
      u.template_number as version, p.name as partner
    from template_uses u left join partners p on p.id = u.partner_id
    where ${isWithin(sql`u.at`, year)} and (u.kind = 'documents' or u.confirmed_at is not null)
  )`
}

function dayOf(instant: SQL): SQL {
  return sql`(${instant} at time zone 'Europe/Paris')::date`
}

function isWithin(instant: SQL, year: number): SQL {
  return sql`(${instant} >= make_timestamptz(${year}::int, 1, 1, 0, 0, 0, 'Europe/Paris')
    and ${instant} < make_timestamptz(${year + 1}::int, 1, 1, 0, 0, 0, 'Europe/Paris'))`
}
