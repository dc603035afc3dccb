import { sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { wantFirms } from '../firms/want.ts'
import { contractColumns, supplierRows } from './columns.ts'
import type { Import, ReadRow } from './import-state.ts'
import { contractRecords, contracts, contractSuppliers } from './schema.ts'

/** The key that a contract is given when it is first told of, and keeps whatever is said of it later. */
export function contractKeyOf({ base, part }: Pick<ReadRow, 'base' | 'part'>): string {
  return `${base}.${part}`
}

/** Adds contracts that no record tells of yet, with their records and the firms that hold them. */
export async function addContracts(
  { tx, load, id: importId, now, demonstration }: Import,
  rows: ReadRow[],
  /** Keys that contracts have which are told of otherwise by now. */
  taken: Set<string> = new Set(),
): Promise<void> {
  if (rows.length === 0) return
  const ids = await reserve(tx, 'contracts_id_seq', rows.length)
  // In the order of their keys, the indexes' pages are each fetched once.
  const identified = rows
    .toSorted((one, other) => (one.base < other.base ? -1 : one.base > other.base ? 1 : 0))
    .map((row, at) => ({ row, id: ids[at] ?? 0 }))
  await load(
    tx,
    contracts,
    identified.map(({ id, row }) => ({
      id,
      key: freeKey(contractKeyOf(row), id, taken),
      ...contractColumns(row.facts),
      buyerId: row.buyerId,
      demonstration,
      changedAt: now,
    })),
  )
  await load(
    tx,
    contractRecords,
    identified.map(({ id, row: { row, base, part, facts, troubles } }) => ({
      origin: 'decp' as const,
      externalKey: base,
      part,
      contractId: id,
      importId,
      row,
      facts,
      troubles,
      changedAt: now,
    })),
  )
  const suppliers = identified.map(({ id, row }) => ({
    rows: supplierRows(id, row.facts),
    concerned: row.concerned,
  }))
  await load(
    tx,
    contractSuppliers,
    suppliers.flatMap((each) => each.rows),
  )
  const wanted = suppliers.flatMap((each) =>
    each.concerned ? each.rows.flatMap(({ siret }) => siret ?? []) : [],
  )
  if (wanted.length > 0) await wantFirms(tx, wanted, now)
}

function freeKey(key: string, id: number, taken: Set<string>): string {
  if (!taken.has(key)) return key
  return taken.has(`${key}~2`) ? `${key}~${id}` : `${key}~2`
}

/** So many new ids of a table, at once: whoever takes any holds contracts. */
export async function reserve(tx: Tx, sequence: string, count: number): Promise<number[]> {
  const [row] = await tx.execute<{ last: string }>(
    sql`select setval(${sequence}::regclass, nextval(${sequence}::regclass) + ${count - 1}) as last`,
  )
  const first = Number(row?.last ?? 0) - count + 1
  return Array.from({ length: count }, (_, at) => first + at)
}
