import { and, asc, eq, gt, inArray, isNull, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { buyers } from '../../partners/schema.ts'
import { statedRest } from '../decp/stated-rest.ts'
import type { ContractFacts, ContractNature } from '../facts.ts'
import { mergeContract, type StatedContract } from '../precedence.ts'
import { contractRecords, contracts } from '../schema.ts'

/** Contracts read at a time: what an export holds in memory. */
const PAGE_SIZE = 500

/** A contract as all its records say it together. */
export interface Stated {
  id: number
  /** Of the notification. */
  year: number | null
  facts: ContractFacts
  /** Whether somebody else than the board tells of it. */
  beyondBoard: boolean
}

export interface Asked {
  /** Of the notification; null: all years, and contracts without one. */
  year: number | null
  natures?: readonly ContractNature[]
}

/**
 * Every contract that counts, in pages that are read one after the other, in the order of their numbers here. A page is one
 * look at the database: what changes meanwhile may or may not be in it. A buyer's number comes from the directory
 * where the records do not know it.
 */
export async function* statedPages(reader: Reader, asked: Asked): AsyncGenerator<Stated[]> {
  let last = 0
  for (;;) {
    const page = await reader
      .select({ id: contracts.id, year: contracts.year, siret: buyers.siret, name: buyers.name })
      .from(contracts)
      .leftJoin(buyers, eq(buyers.id, contracts.buyerId))
      .where(and(eq(contracts.counted, true), gt(contracts.id, last), ...narrowed(asked)))
      .orderBy(asc(contracts.id))
      .limit(PAGE_SIZE)
    if (page.length === 0) return
    const recordsOf = await recordsByContract(
      reader,
      page.map(({ id }) => id),
    )
    yield page.flatMap(({ id, year, siret, name }) => {
      const records = recordsOf.get(id) ?? []
      const facts = statedFacts(records)
      if (facts === null) return []
      const buyerSiret = facts.buyerSiret ?? siret
      return [
        {
          id,
          year,
          facts: { ...facts, buyerSiret, buyerName: facts.buyerName ?? name },
          beyondBoard: records.some(({ origin }) => origin !== 'board'),
        },
      ]
    })
    last = page.at(-1)?.id ?? last
    if (page.length < PAGE_SIZE) return
  }
}

function narrowed({ year, natures }: Asked): SQL[] {
  return [
    ...(year === null ? [] : [eq(contracts.year, year)]),
    ...(natures === undefined ? [] : [inArray(contracts.nature, [...natures])]),
  ]
}

async function recordsByContract(
  reader: Reader,
  ids: number[],
): Promise<Map<number, StatedContract[]>> {
  const rows = await reader
    .select({
      id: contractRecords.id,
      contractId: contractRecords.contractId,
      origin: contractRecords.origin,
      facts: contractRecords.facts,
      changedAt: contractRecords.changedAt,
    })
    .from(contractRecords)
    .where(and(inArray(contractRecords.contractId, ids), isNull(contractRecords.withdrawnAt)))
    .orderBy(asc(contractRecords.id))
  return Map.groupBy(rows, ({ contractId }) => contractId)
}

function statedFacts(records: StatedContract[]): ContractFacts | null {
  const merged = mergeContract(records)
  if (merged === null || records.length === 1) return merged?.facts ?? null
  return { ...merged.facts, rest: statedRest(records, merged.from) }
}
