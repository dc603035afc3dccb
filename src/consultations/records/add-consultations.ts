import type { Tx } from '../../db/db.ts'
import { insertRows } from '../../db/insert-rows.ts'
import { parisYear } from '../../rules/calendar.ts'
import { firstNotices } from './changes.ts'
import { lotRows } from './columns.ts'
import type { RecordContext, RecordDraft } from './draft.ts'
import { logNotices } from './log-notices.ts'
import { mainBuyers } from './main-buyer.ts'
import { project } from './projection.ts'
import { nextReferences } from './references.ts'
import { consultationRow, insertParts, linkRenewals, recordRow, reserveIds } from './rows.ts'
import { consultations, sourceRecords } from '../schema.ts'

/** Adds consultations nobody told of yet, in a handful of statements for the whole batch, and returns their ids. */
export async function addConsultations(
  tx: Tx,
  sourceId: number,
  drafts: RecordDraft[],
  context: RecordContext,
): Promise<number[]> {
  if (drafts.length === 0) return []
  const references = await nextReferences(tx, parisYear(context.now), drafts.length)
  const ids = await reserveIds(tx, consultations, drafts.length)
  const recordIds = await reserveIds(tx, sourceRecords, drafts.length)
  const mains = await mainBuyers(
    tx,
    drafts.map((draft) => draft.facts),
  )
  const prepared = []
  for (const [position, draft] of drafts.entries()) {
    const buyer = mains[position] ?? null
    const now = context.now
    const publishedAt = draft.publishedAt && draft.publishedAt < now ? draft.publishedAt : now
    const recordId = recordIds[position] ?? 0
    const projection = project([
      { id: recordId, facts: draft.facts, changedAt: now, deadlineSaidAt: now, outcomeSaidAt: now },
    ])
    prepared.push({
      draft,
      recordId,
      buyer,
      publishedAt,
      projection,
      rows: lotRows(projection.facts, buyer, context),
      reference: references[position] ?? '',
    })
  }
  const added = prepared.map((each, position) => ({ ...each, id: ids[position] ?? 0 }))
  await insertRows(
    tx,
    consultations,
    added.map(({ id, projection, publishedAt, reference, buyer, rows }) => ({
      id,
      ...consultationRow(projection, publishedAt, reference, buyer, rows, context),
      reference,
      ocid: `${context.ocidPrefix}-${reference}`,
      lastChangeAt: publishedAt,
      lastNoticeKind: firstNotices(projection.facts).at(-1)?.kind ?? 'tender',
    })),
  )
  await insertRows(
    tx,
    sourceRecords,
    added.map(({ recordId, draft, id }) => ({
      id: recordId,
      ...recordRow(sourceId, id, draft, context.now),
    })),
  )
  await linkRenewals(tx, added)
  await insertParts(tx, added, context)
  await logNotices(
    tx,
    added.flatMap(({ id, recordId, projection, publishedAt }) =>
      firstNotices(projection.facts).map((notice) => ({
        consultationId: id,
        recordId,
        said: publishedAt,
        notice,
        facts: projection.facts,
        reason: projection.facts.statusReason ?? null,
        stoodOnBoard: false,
      })),
    ),
    context,
  )
  return ids
}
