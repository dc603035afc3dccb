import { asc, eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { ContractFacts, Trouble } from './facts.ts'
import { type ContractField, mergeContract, type Origin } from './precedence.ts'
import { contractImports, contractRecords } from './schema.ts'

/** One source's word on a contract. */
export interface ToldRecord {
  id: number
  origin: Origin
  facts: ContractFacts
  troubles: Trouble[]
  changedAt: Date
  /** When its source took it back. */
  withdrawnAt: Date | null
  /** The file or address that it was read in, and its place there. */
  file: string | null
  row: number | null
}

export interface Provenance {
  facts: ContractFacts
  /** Of each known field the record that it is taken from. */
  fields: Partial<Record<ContractField, ToldRecord>>
  records: ToldRecord[]
}

/** Everything that is told of a contract, and which record each field comes from; null where no record tells of it. */
export async function provenanceOf(reader: Reader, contractId: number): Promise<Provenance | null> {
  const rows = await reader
    .select({ record: contractRecords, file: contractImports.name })
    .from(contractRecords)
    .leftJoin(contractImports, eq(contractImports.id, contractRecords.importId))
    .where(eq(contractRecords.contractId, contractId))
    .orderBy(asc(contractRecords.id))
  const records = rows.map(({ record, file }) => ({
    id: record.id,
    origin: record.origin,
    facts: record.facts,
    troubles: record.troubles ?? [],
    changedAt: record.changedAt,
    withdrawnAt: record.withdrawnAt,
    file,
    row: record.row,
  }))
  const standing = records.filter(({ withdrawnAt }) => withdrawnAt === null)
  const merged = mergeContract(standing.length > 0 ? standing : records)
  if (!merged) return null
  const fields: Provenance['fields'] = {}
  for (const [field, id] of Object.entries(merged.from) as [ContractField, number][]) {
    const record = records.find((each) => each.id === id)
    if (record) fields[field] = record
  }
  return { facts: merged.facts, fields, records }
}
