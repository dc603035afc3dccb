import { and, asc, eq, gt, gte, inArray, or, sql } from 'drizzle-orm'
import { consultations } from '../consultations/schema.ts'
import type { Reader, Tx } from '../db/db.ts'
import { insertRows } from '../db/insert-rows.ts'
import { bumpVersions } from '../db/versions.ts'
import { buyers } from '../partners/schema.ts'
import { reserve } from './add-contracts.ts'
import {
  type AwardingConsultation,
  type BoardContract,
  boardContracts,
  type PlainAnswer,
} from './board-contracts.ts'
import { readBuyerDirectory } from './buyer-directory.ts'
import { canonical } from './canonical.ts'
import { contractColumns } from './columns.ts'
import { holdContracts, planFreely } from './lock.ts'
import { matchContracts } from './match-contracts.ts'
import { reproject } from './reproject.ts'
import { contractRecords, contractRecordVersions, contracts } from './schema.ts'

export interface BoardCounts {
  added: number
  changed: number
  withdrawn: number
}

export interface BoardOptions {
  /** Only consultations that have changed since; null: all. */
  since: Date | null
  now: Date
  plainAnswer: PlainAnswer
}

/** Few enough that whoever asks for a page meanwhile does not wait long. */
const PAGE = 100

/**
 * Records the awards that the board knows as contracts, and what has become of those recorded before: an award that is
 * put right changes its record, one that is taken back is kept, marked, and counts no more. Then finds which of them the
 * essential data tell of too. In pages, each its own transaction: run again, it goes on.
 */
export async function recordBoardContracts(
  db: Reader,
  options: BoardOptions,
): Promise<BoardCounts> {
  const counts: BoardCounts = { added: 0, changed: 0, withdrawn: 0 }
  let after = 0
  for (;;) {
    const page = await db.transaction((tx) => recordPage(tx, after, options))
    counts.added += page.added
    counts.changed += page.changed
    counts.withdrawn += page.withdrawn
    if (page.last === null) break
    after = page.last
  }
  if (counts.added + counts.changed + counts.withdrawn > 0)
    await db.transaction(async (tx) => {
      await holdContracts(tx)
      await planFreely(tx)
      await matchContracts(tx, await readBuyerDirectory(tx), options.now)
      await bumpVersions(tx, ['contracts'])
    })
  return counts
}

type StoredRecord = typeof contractRecords.$inferSelect

async function recordPage(
  tx: Tx,
  after: number,
  { since, now, plainAnswer }: BoardOptions,
): Promise<BoardCounts & { last: number | null }> {
  await holdContracts(tx)
  await planFreely(tx)
  const page = await awardingAfter(tx, after, since)
  const last = page.at(-1)?.id ?? null
  if (last === null) return { added: 0, changed: 0, withdrawn: 0, last }
  const stored = await tx
    .select()
    .from(contractRecords)
    .where(
      inArray(
        contractRecords.consultationId,
        page.map(({ id }) => id),
      ),
    )
  const byKey = new Map(stored.map((record) => [record.externalKey, record]))
  const added: (BoardContract & { consultation: Consultation })[] = []
  const changed: (BoardContract & { record: StoredRecord })[] = []
  for (const consultation of page) {
    const told = consultation.joined ? [] : boardContracts(consultation, plainAnswer)
    for (const contract of told) {
      const record = byKey.get(contract.externalKey)
      byKey.delete(contract.externalKey)
      if (!record) added.push({ ...contract, consultation })
      else if (record.withdrawnAt !== null || !isSame(contract, record))
        changed.push({ ...contract, record })
    }
  }
  const withdrawn = [...byKey.values()].filter((record) => record.withdrawnAt === null)

  const touched = [
    ...(await addRecords(tx, added, now)),
    ...(await changeRecords(tx, changed, now)),
    ...(await withdrawRecords(tx, withdrawn, now)),
  ]
  if (touched.length > 0)
    await reproject(tx, [...new Set(touched)], await readBuyerDirectory(tx), now)
  return {
    added: added.length,
    changed: changed.length,
    withdrawn: withdrawn.length,
    last: page.length < PAGE ? null : last,
  }
}

interface Consultation extends AwardingConsultation {
  demonstration: boolean
  /** It turned out to be another: that one tells what became of it. */
  joined: boolean
}

/** The next consultations that tell of an award, or have told of one. */
async function awardingAfter(tx: Tx, after: number, since: Date | null): Promise<Consultation[]> {
  const isAwarded = sql`${consultations.facts} @? '$.outcome.kind ? (@ == "awarded")'
    or ${consultations.facts} @? '$.lots[*].outcome.kind ? (@ == "awarded")'`
  const wasAwarded = sql`exists (
    select from contract_records where contract_records.consultation_id = ${consultations.id})`
  return tx
    .select({
      id: consultations.id,
      reference: consultations.reference,
      title: consultations.title,
      buyerName: buyers.name,
      buyerSiret: buyers.siret,
      facts: consultations.facts,
      demonstration: consultations.demonstration,
      joined: sql<boolean>`${consultations.joinedIntoId} is not null`,
    })
    .from(consultations)
    .leftJoin(buyers, eq(buyers.id, consultations.buyerId))
    .where(
      and(
        gt(consultations.id, after),
        since ? gte(consultations.lastChangeAt, since) : undefined,
        or(isAwarded, wasAwarded),
      ),
    )
    .orderBy(asc(consultations.id))
    .limit(PAGE)
}

function isSame({ facts, lotNumber }: BoardContract, record: StoredRecord): boolean {
  return record.lotNumber === lotNumber && canonical(record.facts) === canonical(facts)
}

async function addRecords(
  tx: Tx,
  added: (BoardContract & { consultation: Consultation })[],
  now: Date,
): Promise<number[]> {
  if (added.length === 0) return []
  const ids = await reserve(tx, 'contracts_id_seq', added.length)
  const rows = added.map((each, at) => ({ ...each, contractId: ids[at] ?? 0 }))
  await insertRows(
    tx,
    contracts,
    rows.map(({ contractId, externalKey, lotNumber, facts, consultation }) => ({
      id: contractId,
      key: `board.${externalKey}`,
      ...contractColumns(facts),
      consultationId: consultation.id,
      lotNumber,
      demonstration: consultation.demonstration,
      changedAt: now,
    })),
  )
  // Ids of records are given by the database.
  await tx.insert(contractRecords).values(
    rows.map(({ contractId, externalKey, lotNumber, facts, consultation }) => ({
      origin: 'board' as const,
      externalKey,
      consultationId: consultation.id,
      lotNumber,
      contractId,
      facts,
      changedAt: now,
    })),
  )
  return ids
}

async function changeRecords(
  tx: Tx,
  changed: (BoardContract & { record: StoredRecord })[],
  now: Date,
): Promise<number[]> {
  await keepVersions(
    tx,
    changed.map(({ record }) => record),
    now,
  )
  for (const { record, facts, lotNumber } of changed)
    await tx
      .update(contractRecords)
      .set({ facts, lotNumber, withdrawnAt: null, changedAt: now })
      .where(eq(contractRecords.id, record.id))
  return changed.map(({ record }) => record.contractId)
}

async function withdrawRecords(tx: Tx, records: StoredRecord[], now: Date): Promise<number[]> {
  for (const { id } of records)
    await tx
      .update(contractRecords)
      .set({ withdrawnAt: now, changedAt: now })
      .where(eq(contractRecords.id, id))
  return records.map(({ contractId }) => contractId)
}

async function keepVersions(tx: Tx, records: StoredRecord[], now: Date): Promise<void> {
  if (records.length === 0) return
  await tx.insert(contractRecordVersions).values(
    records.map(({ id, facts, troubles }) => ({
      recordId: id,
      facts,
      troubles,
      replacedAt: now,
    })),
  )
}
