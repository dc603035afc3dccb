import { eq, sql } from 'drizzle-orm'
import { recordAudit } from '../../audit/record.ts'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { addConsultations } from './add-consultations.ts'
import { askOfLinked } from './ask-of-linked.ts'
import { askOfNear } from './ask-of-near.ts'
import type { RecordContext, RecordDraft } from './draft.ts'
import { joinOthers } from './join-others.ts'
import {
  type Matched,
  matchRecords,
  type RecordRow,
  saySame,
  saySameOutcome,
} from './match-records.ts'
import { projectAgain } from './project-again.ts'
import { draftColumns } from './rows.ts'
import { sourceRecords, sourceRecordVersions } from '../schema.ts'

/** What recording a batch did. */
export interface RecordCounts {
  added: number
  changed: number
  unchanged: number
}

/**
 * Records what a source says: new items become consultations (or join the one another source already told of),
 * changed ones are projected again and make notices, unchanged ones leave no trace. Runs in the caller's
 * transaction and bumps the board's version when anything changed.
 */
export async function recordDrafts(
  tx: Tx,
  sourceId: number,
  drafts: RecordDraft[],
  context: RecordContext,
): Promise<RecordCounts> {
  const matched = await matchRecords(tx, sourceId, drafts, context.now)
  const same = matched.filter(({ draft, record }) => record && saySame(record.facts, draft.facts))
  const counts: RecordCounts = { added: 0, changed: 0, unchanged: same.length }
  const renamed = same.filter(({ draft, record }) => record && bearsNewNames(record, draft))
  for (const { draft, record } of renamed) if (record) await rename(tx, record, draft)
  if (same.length === matched.length && renamed.length === 0) return counts
  await tellNewIdentifiers(tx, sourceId, matched, context.now)

  await waitForOtherWriters(tx)
  const fresh: RecordDraft[] = []
  const changed: number[] = []
  for (const each of matched) {
    if (same.includes(each)) continue
    if (each.record) {
      await changeRecord(tx, each.record, each.draft, context)
      changed.push(each.record.consultationId)
    } else fresh.push(each.draft)
  }
  const joined = await joinOthers(tx, sourceId, fresh, context)
  const added = await addConsultations(
    tx,
    sourceId,
    fresh.filter((draft) => !joined.has(draft)),
    context,
  )
  await askOfNear(tx, [...added, ...changed], context.now)
  const told = matched.filter((each) => !same.includes(each) || renamed.includes(each))
  const names = told.map(({ draft }) => draft.externalId)
  await askOfLinked(tx, sourceId, names, context.now)
  if (same.length < matched.length)
    await bumpVersions(tx, ['board'], [...added, ...changed, ...joined.values()])
  return { ...counts, added: fresh.length, changed: matched.length - same.length - fresh.length }
}

/**
 * Lets one transaction at a time write consultations: two sources that tell of the same new one would not see each
 * other, and two that change the same ones would wait for each other.
 */
export async function waitForOtherWriters(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${WRITERS})`)
}

/** « fich » in bytes. */
const WRITERS = 0x66696368

/** The audit log takes so many of those that one look brings: some publishers number everything anew each time. */
const TOLD = 10

async function tellNewIdentifiers(
  tx: Tx,
  sourceId: number,
  matched: Matched[],
  now: Date,
): Promise<void> {
  const pairs = matched.flatMap(({ draft, record }) =>
    record && record.externalId !== draft.externalId ? [[record.externalId, draft.externalId]] : [],
  )
  if (pairs.length === 0) return
  const told = pairs.slice(0, TOLD)
  await recordAudit(tx, {
    at: now,
    actor: 'releveur',
    action: 'source-identifiers-changed',
    subject: `source/${sourceId}`,
    before: { identifiers: told.map(([before]) => before) },
    after: { identifiers: told.map(([, after]) => after), of: pairs.length },
  })
}

/** A notice that changes nothing may still name others of its procedure. */
function bearsNewNames(record: RecordRow, { externalId, alternateIds }: RecordDraft): boolean {
  const known = new Set([record.externalId, ...record.alternateIds])
  return externalId !== record.externalId || alternateIds.some((name) => !known.has(name))
}

async function rename(tx: Tx, record: RecordRow, draft: RecordDraft): Promise<void> {
  const isSame = record.externalId === draft.externalId
  const names = [...(isSame ? record.alternateIds : []), ...draft.alternateIds]
  await tx
    .update(sourceRecords)
    .set({ externalId: draft.externalId, alternateIds: [...new Set(names)], raw: draft.raw })
    .where(eq(sourceRecords.id, record.id))
}

async function changeRecord(
  tx: Tx,
  record: RecordRow,
  draft: RecordDraft,
  context: RecordContext,
): Promise<void> {
  await tx.insert(sourceRecordVersions).values({
    recordId: record.id,
    raw: record.raw,
    facts: record.facts,
    replacedAt: context.now,
  })
  const sameDeadline = record.facts.deadline?.value.instant === draft.facts.deadline?.value.instant
  await tx
    .update(sourceRecords)
    .set({
      ...draftColumns(draft),
      publishedAt: draft.publishedAt ?? record.publishedAt,
      changedAt: context.now,
      deadlineSaidAt: sameDeadline ? record.deadlineSaidAt : context.now,
      outcomeSaidAt: saySameOutcome(record.facts, draft.facts) ? record.outcomeSaidAt : context.now,
    })
    .where(eq(sourceRecords.id, record.id))
  await projectAgain(tx, record.consultationId, { id: record.id, ...draft }, 'changed', context)
}
