import { and, asc, eq, isNull } from 'drizzle-orm'
import { readBuyerDirectory } from '../../contracts/buyer-directory.ts'
import { canonical } from '../../contracts/canonical.ts'
import type { ContractFacts } from '../../contracts/facts.ts'
import { holdContracts, planFreely } from '../../contracts/lock.ts'
import { provenanceOf } from '../../contracts/provenance-of.ts'
import { reproject } from '../../contracts/reproject.ts'
import { contractRecords, contractRecordVersions, contracts } from '../../contracts/schema.ts'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { FirmSize } from '../../firms/schema.ts'
import { contractLines } from '../schema.ts'
import { analysisCorrections } from './schema.ts'

/**
 * Makes what buyers corrected of a year known to the contracts themselves, each as a record of its own beside what
 * sources say, so that pages, exports and later years have it too; how many contracts changed. That goes for amount, day
 * and size: of a firm's place and of belonging a contract's facts say nothing by themselves, and these corrections stay
 * the analysis'. Where the register knows the size, it still wins in figures that are live.
 */
export async function recordCorrections(
  tx: Tx,
  { year, edition }: { year: number; edition: number },
  now: Date,
): Promise<number> {
  const standing = await standingCorrections(tx, year, edition)
  if (standing.length === 0) return 0
  await holdContracts(tx)
  await planFreely(tx)
  const touched: number[] = []
  for (const [key, corrections] of Map.groupBy(standing, ({ contract }) => contract)) {
    const contract = await recordOne(tx, key, corrections, now)
    if (contract !== null) touched.push(contract)
  }
  if (touched.length === 0) return 0
  await reproject(tx, touched, await readBuyerDirectory(tx), now)
  await bumpVersions(tx, ['contracts'])
  return touched.length
}

type Standing = Awaited<ReturnType<typeof standingCorrections>>[number]

async function standingCorrections(tx: Tx, year: number, edition: number) {
  return tx
    .select({
      contract: contractLines.contract,
      siret: contractLines.siret,
      supplier: contractLines.supplier,
      field: analysisCorrections.field,
      after: analysisCorrections.after,
    })
    .from(analysisCorrections)
    .innerJoin(
      contractLines,
      and(
        eq(contractLines.year, year),
        eq(contractLines.edition, edition),
        eq(contractLines.line, analysisCorrections.line),
      ),
    )
    .where(and(eq(analysisCorrections.year, year), isNull(analysisCorrections.withdrawnAt)))
    .orderBy(asc(analysisCorrections.id))
}

/** The contract that changed; null where it is gone, nothing is told of it, or it says so already. */
async function recordOne(
  tx: Tx,
  key: string,
  corrections: Standing[],
  now: Date,
): Promise<number | null> {
  const [own] = await tx
    .select({ id: contracts.id, joinedIntoId: contracts.joinedIntoId })
    .from(contracts)
    .where(and(eq(contracts.key, key), isNull(contracts.withdrawnAt)))
  if (!own) return null
  const contractId = own.joinedIntoId ?? own.id
  const told = await provenanceOf(tx, contractId)
  if (!told) return null
  const externalKey = String(own.id)
  const [record] = await tx
    .select()
    .from(contractRecords)
    .where(
      and(eq(contractRecords.origin, 'correction'), eq(contractRecords.externalKey, externalKey)),
    )
  const before = record?.facts ?? nothingBut(told.facts)
  const facts = corrected(before, told.facts, corrections)
  if (canonical(facts) === canonical(before)) return null
  if (!record) {
    await tx
      .insert(contractRecords)
      .values({ origin: 'correction', externalKey, contractId, facts, changedAt: now })
    return contractId
  }
  await tx.insert(contractRecordVersions).values({
    recordId: record.id,
    facts: record.facts,
    troubles: record.troubles,
    replacedAt: now,
  })
  await tx
    .update(contractRecords)
    .set({ facts, contractId, withdrawnAt: null, changedAt: now })
    .where(eq(contractRecords.id, record.id))
  return contractId
}

/** Facts that say only which contract they are of: null hides nothing that another source knows. */
function nothingBut({ number, nature }: ContractFacts): ContractFacts {
  return {
    number,
    nature,
    buyerSiret: null,
    buyerName: null,
    object: null,
    cpv: null,
    category: null,
    procedure: null,
    amount: null,
    notifiedOn: null,
    publishedOn: null,
    months: null,
    placeDepartement: null,
    bids: null,
    smeBids: null,
    irregularBids: null,
    advance: null,
    advanceRate: null,
    subcontracting: null,
    grouping: null,
    social: null,
    environmental: null,
    innovative: null,
    suppliers: [],
    modifications: [],
    subcontracts: [],
    rest: {},
  }
}

function corrected(
  before: ContractFacts,
  told: ContractFacts,
  corrections: Standing[],
): ContractFacts {
  const facts = { ...before }
  for (const { field, after, siret, supplier } of corrections) {
    if (after === null) continue
    if (field === 'amount') facts.amount = Number(after)
    if (field === 'notified') facts.notifiedOn = after
    if (field !== 'size') continue
    // Firms are taken whole from the strongest that names any: all of them go with the size of one.
    const firms = facts.suppliers.length > 0 ? facts.suppliers : told.suppliers
    const isIt = (firm: (typeof firms)[number]) =>
      siret === null ? firm.siret === null && firm.name === supplier : firm.siret === siret
    if (firms.some(isIt))
      facts.suppliers = firms.map((firm) =>
        isIt(firm) ? { ...firm, size: after as FirmSize } : firm,
      )
  }
  return facts
}
