import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { wellFormed } from '../db/insert-rows.ts'
import { addContracts, contractKeyOf } from './add-contracts.ts'
import type { BuyerDirectory } from './buyer-directory.ts'
import type { ContractFacts, Trouble } from './facts.ts'
import type { Import, ReadRow } from './import-state.ts'
import { reproject } from './reproject.ts'
import { contractRecords, contracts } from './schema.ts'
import { type Settled, settleRows, type StoredRecord } from './settle-rows.ts'

const PAGE = 1000

/** Where the rows wait that say something else than what is stored, and the records that a file says nothing new of. */
export async function prepareWaiting({ tx }: Pick<Import, 'tx'>): Promise<void> {
  // Of an earlier import inside the same transaction.
  await tx.execute(sql`drop table if exists pg_temp.contract_told, pg_temp.contract_waiting`)
  await tx.execute(sql`
    create temporary table contract_told (record_id bigint primary key) on commit drop`)
  await tx.execute(sql`
    create temporary table contract_waiting (
      row int, base text collate "C", part text, buyer_id int, facts jsonb, troubles jsonb
    ) on commit drop`)
}

/** Settles the rows that wait, some buyers' numbers at a time, once the whole file has been read. */
export async function settleWaiting(importing: Import, directory: BuyerDirectory): Promise<void> {
  const { tx } = importing
  await tx.execute(sql`create index on contract_waiting (base, row)`)
  let after = ''
  for (;;) {
    const rows = await waitingAfter(importing, after, directory)
    const last = rows.at(-1)
    if (!last) return
    after = last.base
    await settle(importing, rows, directory)
  }
}

/** Rows of the next numbers, all of each. */
async function waitingAfter(
  { tx }: Import,
  after: string,
  directory: BuyerDirectory,
): Promise<ReadRow[]> {
  const rows = await tx.execute<{
    row: number
    base: string
    part: string
    buyer_id: number | null
    facts: ContractFacts
    troubles: Trouble[] | null
  }>(sql`
    with last as (
      select max(base) as base from (
        select base from contract_waiting where base > ${after}
        order by base, row limit ${PAGE}
      ) as page
    )
    select row, base, part, buyer_id, facts, troubles
    from contract_waiting
    where base > ${after} and base <= (select base from last)
    order by base, row`)
  return rows.map(({ buyer_id: buyerId, ...row }) => ({
    ...row,
    buyerId,
    concerned: directory.concerns(row.facts),
  }))
}

async function settle(
  importing: Import,
  rows: ReadRow[],
  directory: BuyerDirectory,
): Promise<void> {
  const { counts, firstRecordId } = importing
  const stored = await recordsBeside(importing, rows)
  const settled: Settled<ReadRow>[] = []
  for (const [base, some] of Map.groupBy(rows, (row) => row.base))
    settled.push(...settleRows(some, stored.get(base) ?? []))
  const added = settled.flatMap(({ kind, row }) => (kind === 'added' ? row : []))
  const changed = settled.flatMap((each) => (each.kind === 'changed' ? each : []))
  await addContracts(importing, added, await takenKeys(importing, added))
  await changeRecords(importing, changed, directory)
  counts.added += added.length
  for (const each of settled) {
    if (each.kind === 'outdated') counts.unchanged += 1
    if (each.kind === 'repeated') counts.repeated += 1
    // What this import has added itself is no change.
    if (each.kind === 'changed')
      counts[each.recordId >= firstRecordId ? 'repeated' : 'changed'] += 1
  }
}

async function recordsBeside(
  { tx, firstRecordId }: Import,
  rows: ReadRow[],
): Promise<Map<string, StoredRecord[]>> {
  const bases = [...new Set(rows.map(({ base }) => base))]
  const records = await tx
    .select({
      id: contractRecords.id,
      base: contractRecords.externalKey,
      part: contractRecords.part,
      facts: contractRecords.facts,
      told: sql<boolean>`${contractRecords.id} >= ${firstRecordId}
        or exists (select from contract_told where record_id = ${contractRecords.id})`,
    })
    .from(contractRecords)
    .where(and(eq(contractRecords.origin, 'decp'), inArray(contractRecords.externalKey, bases)))
    .orderBy(asc(contractRecords.id))
  return Map.groupBy(records, ({ base }) => base)
}

/** Keys that contracts under these numbers have had since they were first told of. */
async function takenKeys({ tx }: Import, rows: ReadRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const wanted = rows.flatMap((row) => [contractKeyOf(row), `${contractKeyOf(row)}~2`])
  const found = await tx
    .select({ key: contracts.key })
    .from(contracts)
    .where(inArray(contracts.key, wanted))
  return new Set(found.map(({ key }) => key))
}

async function changeRecords(
  { tx, id: importId, firstRecordId, now }: Import,
  changed: { row: ReadRow; recordId: number }[],
  directory: BuyerDirectory,
): Promise<void> {
  if (changed.length === 0) return
  const ids = changed.map(({ recordId }) => recordId)
  await tx.execute(sql`
    insert into contract_record_versions (record_id, import_id, facts, troubles, replaced_at)
    select id, import_id, facts, troubles, ${now.toISOString()}
    from contract_records where ${inArray(contractRecords.id, ids)} and id < ${firstRecordId}
    order by id`)
  const given = changed.map(({ recordId, row: { row, part, facts, troubles } }) => ({
    id: recordId,
    row,
    part,
    facts,
    troubles,
  }))
  const told = sql`json_populate_recordset(null::contract_records, ${wellFormed(JSON.stringify(given))}::json)`
  const rows = await tx.execute<{ contract_id: string }>(sql`
    update contract_records set
      row = told.row, part = told.part, facts = told.facts, troubles = told.troubles,
      import_id = ${importId}, changed_at = ${now.toISOString()}
    from ${told} as told
    where contract_records.id = told.id
    returning contract_records.contract_id`)
  await reproject(tx, [...new Set(rows.map((row) => Number(row.contract_id)))], directory, now)
}
