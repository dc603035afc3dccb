import { asc, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { insertRows, wellFormed } from '../db/insert-rows.ts'
import { wantFirms } from '../firms/want.ts'
import type { BuyerDirectory } from './buyer-directory.ts'
import { type ContractColumns, contractColumns, supplierRows } from './columns.ts'
import { mergeContract } from './precedence.ts'
import { contractRecords, contracts, contractSuppliers } from './schema.ts'

const PAGE = 1000

/**
 * Computes contracts anew from all their records. One whose records have all been taken back keeps what it was, marked as
 * withdrawn; one that another has taken the records of stays as it is.
 */
export async function reproject(
  tx: Tx,
  contractIds: number[],
  directory: BuyerDirectory,
  now: Date,
): Promise<void> {
  for (let from = 0; from < contractIds.length; from += PAGE)
    await reprojectPage(tx, contractIds.slice(from, from + PAGE), directory, now)
}

type Columns = ContractColumns &
  Pick<typeof contracts.$inferInsert, 'buyerId' | 'consultationId' | 'lotNumber' | 'withdrawnAt'>

async function reprojectPage(
  tx: Tx,
  ids: number[],
  directory: BuyerDirectory,
  now: Date,
): Promise<void> {
  const records = await tx
    .select()
    .from(contractRecords)
    .where(inArray(contractRecords.contractId, ids))
    .orderBy(asc(contractRecords.id))
  const suppliers: (typeof contractSuppliers.$inferInsert)[] = []
  const wanted: string[] = []
  const rows: ({ id: number; changedAt: Date } & Columns)[] = []
  for (const [id, all] of Map.groupBy(records, ({ contractId }) => contractId)) {
    const standing = all.filter(({ withdrawnAt }) => withdrawnAt === null)
    // A correction tells of a contract that somebody else tells of.
    const isTold = standing.some(({ origin }) => origin !== 'correction')
    const merged = mergeContract(isTold ? standing : all)
    if (!merged) continue
    const ofBoard = all.find(({ consultationId }) => consultationId !== null)
    rows.push({
      id,
      ...contractColumns(merged.facts),
      buyerId: directory.buyerOf(merged.facts),
      consultationId: ofBoard?.consultationId ?? null,
      lotNumber: ofBoard?.lotNumber ?? null,
      withdrawnAt: isTold ? null : (all.find((each) => each.withdrawnAt)?.withdrawnAt ?? now),
      changedAt: now,
    })
    const held = supplierRows(id, merged.facts)
    suppliers.push(...held)
    if (directory.concerns(merged.facts)) wanted.push(...held.flatMap(({ siret }) => siret ?? []))
  }
  await updateContracts(tx, rows)
  const changed = rows.map(({ id }) => id)
  if (changed.length === 0) return
  await tx.delete(contractSuppliers).where(inArray(contractSuppliers.contractId, changed))
  await insertRows(tx, contractSuppliers, suppliers)
  if (wanted.length > 0) await wantFirms(tx, wanted, now)
}

async function updateContracts(tx: Tx, rows: ({ id: number } & Partial<Columns>)[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.entries(getTableColumns(contracts)).filter(
    ([field]) => field !== 'id' && Object.hasOwn(first, field),
  )
  const given = rows.map((row: Record<string, unknown>) => ({
    id: row['id'],
    ...Object.fromEntries(columns.map(([field, column]) => [column.name, row[field]])),
  }))
  const set = sql.join(
    columns.map(([, { name }]) => sql`${sql.identifier(name)} = given.${sql.identifier(name)}`),
    sql`, `,
  )
  await tx.execute(sql`
    update contracts set ${set}
    from json_populate_recordset(null::contracts, ${wellFormed(JSON.stringify(given))}::json) as given
    where contracts.id = given.id`)
}
