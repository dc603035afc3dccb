import { inArray } from 'drizzle-orm'
import { nextReferences } from './references.ts'
import type { Tx } from '../../db/db.ts'
import { parisYear } from '../../rules/calendar.ts'
import { firstNotices } from './changes.ts'
import { lotRows } from './columns.ts'
import type { RecordContext } from './draft.ts'
import { logNotices } from './log-notices.ts'
import { mainBuyer } from './main-buyer.ts'
import { project } from './projection.ts'
import { consultationRow, insertParts, linkRenewals } from './rows.ts'
import { consultations, sourceRecords } from '../schema.ts'

/** Makes a consultation of its own out of records that stood in another, under a new reference. At least one record. */
export async function addFromRecords(
  tx: Tx,
  records: (typeof sourceRecords.$inferSelect)[],
  context: RecordContext,
): Promise<typeof consultations.$inferSelect> {
  const [reference = ''] = await nextReferences(tx, parisYear(context.now), 1)
  const projection = project(records)
  const { facts } = projection
  const buyer = await mainBuyer(tx, facts)
  const rows = lotRows(facts, buyer, context)
  const publishedAt = new Date(
    Math.min(...records.map((record) => (record.publishedAt ?? record.firstSeenAt).getTime())),
  )
  const drafted = firstNotices(facts)
  const [added] = await tx
    .insert(consultations)
    .values({
      ...consultationRow(projection, publishedAt, reference, buyer, rows, context),
      reference,
      ocid: `${context.ocidPrefix}-${reference}`,
      lastChangeAt: publishedAt,
      lastNoticeKind: drafted.at(-1)?.kind ?? 'tender',
    })
    .returning()
  if (!added) throw new Error('no consultation was added')
  const recordIds = records.map((record) => record.id)
  await tx
    .update(sourceRecords)
    .set({ consultationId: added.id, joinedFromId: null })
    .where(inArray(sourceRecords.id, recordIds))
  const part = { id: added.id, projection, buyer, publishedAt, rows }
  await linkRenewals(tx, [part])
  await insertParts(tx, [part], context)
  await logNotices(
    tx,
    drafted.map((notice) => ({
      consultationId: added.id,
      recordId: recordIds[0] ?? null,
      said: publishedAt,
      notice,
      facts,
      reason: facts.statusReason ?? null,
      stoodOnBoard: false,
    })),
    context,
  )
  return added
}
