import { sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { BuyerDirectory } from './buyer-directory.ts'
import { reproject } from './reproject.ts'

/** Days between notifications that may be one: essential data come up to two months later. */
const DAYS = 62

/**
 * Finds anew which awards of the board are contracts of the essential data, whatever was found before: of one buyer
 * (SIREN), first held by one firm (SIREN), for one amount to the euro, notified within 62 days of each other or on a day
 * that one of them does not tell. Each is one other at most, the nearest in time first. What is one has one contract,
 * that of the essential data; the board's own is kept, and leads there.
 */
export async function matchContracts(tx: Tx, directory: BuyerDirectory, now: Date): Promise<void> {
  const pairs = oneToOne(await candidates(tx))
  const given = JSON.stringify(pairs.map(({ recordId, contractId }) => ({ recordId, contractId })))
  const moved = await tx.execute<{ before: string; after: string }>(sql`
    with pairs as (
      select * from json_to_recordset(${given}::json) as pairs("recordId" bigint, "contractId" bigint)
    ), wanted as (
      select record.id, record.contract_id as before, own.id as own,
        coalesce(pairs."contractId", own.id) as after
      from contract_records record
      join contracts own on own.key = 'board.' || record.external_key
      left join pairs on pairs."recordId" = record.id
      where record.origin = 'board'
    ), changed as (
      select * from wanted where before <> after
    ), led as (
      update contracts set joined_into_id = nullif(changed.after, changed.own), changed_at = ${now.toISOString()}
      from changed where contracts.id = changed.own
    )
    update contract_records set contract_id = changed.after
    from changed where contract_records.id = changed.id
    returning changed.before, changed.after`)
  if (moved.length === 0) return
  // What an agent corrected follows the contract that he corrected.
  await tx.execute(sql`
    update contract_records set contract_id = coalesce(contracts.joined_into_id, contracts.id)
    from contracts
    where origin = 'correction' and contracts.id = external_key::bigint
      and contract_id <> coalesce(contracts.joined_into_id, contracts.id)`)
  const touched = moved.flatMap(({ before, after }) => [Number(before), Number(after)])
  await reproject(tx, [...new Set(touched)], directory, now)
}

/** An award of the board and a contract of the essential data that may be one. */
interface Candidate {
  recordId: number
  contractId: number
  /** Days between them; null where one is unknown. */
  gap: number | null
}

async function candidates(tx: Tx): Promise<Candidate[]> {
  const rows = await tx.execute<{ record_id: string; contract_id: string; gap: number | null }>(sql`
    select board.id as record_id, decp.id as contract_id,
      abs((board.facts->>'notifiedOn')::date - decp.notified_on) as gap
    from contract_records board
    join contract_suppliers lead on lead.position = 0
      and lead.siren = left(board.facts#>>'{suppliers,0,siret}', 9)::char(9)
    join contracts decp on decp.id = lead.contract_id
      and left(decp.buyer_siret, 9) = left(board.facts->>'buyerSiret', 9)
      and round(decp.amount) = round((board.facts->>'amount')::numeric)
    where board.origin = 'board' and board.withdrawn_at is null
      and coalesce(abs((board.facts->>'notifiedOn')::date - decp.notified_on), 0) <= ${DAYS}
      and exists (
        select from contract_records
        where contract_records.contract_id = decp.id and contract_records.origin = 'decp'
      )`)
  return rows.map((row) => ({
    recordId: Number(row.record_id),
    contractId: Number(row.contract_id),
    gap: row.gap,
  }))
}

/** Pairs the nearest first; of equally near ones the oldest. */
function oneToOne(all: Candidate[]): Candidate[] {
  const records = new Set<number>()
  const contracts = new Set<number>()
  return all
    .toSorted(
      (one, other) =>
        (one.gap ?? DAYS) - (other.gap ?? DAYS) ||
        one.recordId - other.recordId ||
        one.contractId - other.contractId,
    )
    .filter(({ recordId, contractId }) => {
      if (records.has(recordId) || contracts.has(contractId)) return false
      records.add(recordId)
      contracts.add(contractId)
      return true
    })
}
