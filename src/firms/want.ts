import { type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db/db.ts'

/** What the register said is asked again after so many days. */
export const KNOWN_DAYS = 365
/** And what it did not know. */
export const UNKNOWN_DAYS = 90

/** Rows that one statement settles. */
const STEP = 50_000

/**
 * Has these firms and establishments asked for: a list of SIREN and SIRET, or a query of one column of them, as long as
 * it may be. Each is asked once; those that are known already are asked again when that has become old. What is
 * neither nine nor fourteen digits is passed over.
 */
export async function wantFirms(tx: Tx, numbers: SQL | string[], now: Date): Promise<void> {
  const asked = Array.isArray(numbers)
    ? sql`select json_array_elements_text(${JSON.stringify(numbers)}::json)`
    : numbers
  await tx.execute(sql`
    insert into firm_lookups (number, state, due_at, found)
    select asked.number,
      case when ${READ_AT} is null then 'wanted' else 'answered' end,
      coalesce(${READ_AT} + ${KNOWN}, ${now.toISOString()}::timestamptz),
      case when ${READ_AT} is null then null else true end
    from (
      select distinct number::text as number from (${asked}) as given(number)
      where number::text ~ '^([0-9]{9}|[0-9]{14})$'
    ) as asked ${KNOWN_THERE}
    on conflict (number) do nothing`)
}

/** Spares the register what has been learnt elsewhere, an extract of it read in: those numbers count as answered. */
export async function settleKnown(db: Db): Promise<void> {
  let after = ''
  for (;;) {
    const [step] = await db.execute<{ last: string | null }>(sql`
      with step as (
        select number from firm_lookups where number > ${after} order by number limit ${STEP}
      ), known as (
        select asked.number, ${READ_AT} as read_at from step as asked ${KNOWN_THERE}
      ), settled as (
        update firm_lookups set
          state = 'answered', found = true, attempts = 0, last_failure = null, due_at = known.read_at + ${KNOWN}
        from known
        where firm_lookups.number = known.number and known.read_at is not null
          and (firm_lookups.state <> 'answered' or firm_lookups.found is not true
            or firm_lookups.due_at < known.read_at + ${KNOWN})
      )
      select max(number) as last from step`)
    if (!step?.last) return
    after = step.last
  }
}

const KNOWN = sql.raw(`interval '${KNOWN_DAYS} days'`)

/** What is known of `asked.number`: of a SIREN the firm, of a SIRET the firm and the place. */
const KNOWN_THERE = sql`
  left join firms on firms.siren = left(asked.number, 9)::char(9)
  left join establishments on establishments.siret = asked.number::char(14)`

const READ_AT = sql`
  case
    when length(asked.number) = 9 then firms.read_at
    when firms.read_at is not null and establishments.read_at is not null
      then least(firms.read_at, establishments.read_at)
  end`
