import { sql } from 'drizzle-orm'
import { makePgArray } from 'drizzle-orm/pg-core'
import { wellFormed } from '../db/insert-rows.ts'
import { addContracts } from './add-contracts.ts'
import type { Import, ReadRow } from './import-state.ts'

/**
 * Records what is plain of a batch: contracts under a number that nobody knew, and those that say what is stored. The
 * others wait for the end of the file, where all rows under their number are known.
 */
export async function takeBatch(importing: Import, rows: ReadRow[]): Promise<void> {
  if (rows.length === 0) return
  const stored = await recordsUnder(importing, [...new Set(rows.map(({ base }) => base))])
  const fresh = new Map<string, ReadRow>()
  const known: { id: number; row: ReadRow }[] = []
  const waiting: ReadRow[] = []
  for (const row of rows) {
    const parts = stored.get(row.base)
    const id = parts?.get(row.part)
    if (id !== undefined) known.push({ id, row })
    else if (parts || fresh.has(row.base)) waiting.push(row)
    else fresh.set(row.base, row)
  }
  await addContracts(importing, [...fresh.values()])
  importing.counts.added += fresh.size
  waiting.push(...(await noteTold(importing, known)))
  await wait(importing, waiting)
}

/**
 * Keeps the planner from joining with the whole table: it fills while this runs, and what is known of it is from before.
 */
const ONE_BY_ONE = sql.raw('offset 0')

/** Stored records by key and part. */
async function recordsUnder(
  { tx }: Import,
  bases: string[],
): Promise<Map<string, Map<string, number>>> {
  const found = await tx.execute<{ base: string; part: string; id: string }>(sql`
    select given.base, stored.part, stored.id
    from unnest(${makePgArray(bases)}::text[]) as given(base)
    cross join lateral (
      select part, id from contract_records
      where origin = 'decp' and external_key = given.base ${ONE_BY_ONE}
    ) as stored`)
  const stored = new Map<string, Map<string, number>>()
  for (const { base, part, id } of found) {
    const parts = stored.get(base) ?? new Map<string, number>()
    stored.set(base, parts.set(part, Number(id)))
  }
  return stored
}

/** Notes which records say just what a row says, and answers the rows that say something else. */
async function noteTold(
  { tx, firstRecordId, counts }: Import,
  known: { id: number; row: ReadRow }[],
): Promise<ReadRow[]> {
  if (known.length === 0) return []
  const given = known.map(({ id, row: { facts, troubles } }, at) => ({ at, id, facts, troubles }))
  const same = await tx.execute<{ at: number; id: string }>(sql`
    select given.at, given.id
    from json_to_recordset(${wellFormed(JSON.stringify(given))}::json)
      as given(at int, id bigint, facts jsonb, troubles jsonb)
    cross join lateral (
      select facts, troubles from contract_records where id = given.id ${ONE_BY_ONE}
    ) as stored
    where stored.facts = given.facts and stored.troubles is not distinct from given.troubles`)
  const ids = [...new Set(same.map(({ id }) => Number(id)))]
  const noted = await tx.execute<{ record_id: string }>(sql`
    insert into contract_told select unnest(${makePgArray(ids)}::bigint[])
    on conflict do nothing returning record_id`)
  // What this import has added, or has met before, is told again.
  const fresh = noted.filter(({ record_id: id }) => Number(id) < firstRecordId).length
  counts.unchanged += fresh
  counts.repeated += same.length - fresh
  const rows = new Set(same.map(({ at }) => at))
  return known.filter((_, at) => !rows.has(at)).map(({ row }) => row)
}

async function wait({ tx }: Import, rows: ReadRow[]): Promise<void> {
  if (rows.length === 0) return
  const given = rows.map(({ row, base, part, buyerId, facts, troubles }) => ({
    row,
    base,
    part,
    buyer_id: buyerId,
    facts,
    troubles,
  }))
  await tx.execute(sql`
    insert into contract_waiting
    select * from json_populate_recordset(null::contract_waiting, ${wellFormed(JSON.stringify(given))}::json)`)
}
