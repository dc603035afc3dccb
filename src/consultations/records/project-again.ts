import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { lotRows } from './columns.ts'
import { changesBetween, noticesOf } from './changes.ts'
import type { RecordContext, RecordDraft } from './draft.ts'
import type { RecordFacts } from '../facts.ts'
import type { Change } from '../shown.ts'
import { logNotices } from './log-notices.ts'
import { mainBuyer } from './main-buyer.ts'
import { keepOverriddenDeadline } from './overridden-deadline.ts'
import { project } from './projection.ts'
import { consultationRow, insertParts, linkRenewals } from './rows.ts'
import {
  awards,
  consultationBuyers,
  consultations,
  lots,
  notices,
  sourceRecords,
} from '../schema.ts'

/**
 * Computes a consultation anew from all its records and logs what that changed. What a source adds by joining the
 * others corrects nothing: it only was not known here before.
 */
export async function projectAgain(
  tx: Tx,
  consultationId: number,
  cause: RecordDraft & { id: number },
  how: 'changed' | 'joined',
  context: RecordContext,
): Promise<void> {
  const [before] = await tx
    .select()
    .from(consultations)
    .where(eq(consultations.id, consultationId))
    .for('update')
  if (!before) return
  const records = await tx
    .select({
      id: sourceRecords.id,
      facts: sourceRecords.facts,
      changedAt: sourceRecords.changedAt,
      deadlineSaidAt: sourceRecords.deadlineSaidAt,
      outcomeSaidAt: sourceRecords.outcomeSaidAt,
      publishedAt: sourceRecords.publishedAt,
    })
    .from(sourceRecords)
    .where(eq(sourceRecords.consultationId, consultationId))
  const projection = project(records)
  const changes = changesBetween(before.facts, projection.facts).filter(
    (change) => how === 'changed' || isNews(change, cause.facts),
  )
  const publishedAt = earliest(before.publishedAt, ...records.map((record) => record.publishedAt))
  const buyer = await mainBuyer(tx, projection.facts)
  const rows = lotRows(projection.facts, buyer, context)
  const row = consultationRow(projection, publishedAt, before.reference, buyer, rows, context)
  const drafted = noticesOf(changes)
  await tx
    .update(consultations)
    .set({
      ...row,
      ...(projection.facts.renews === undefined ? { renewsId: null } : {}),
      deadlineMoves: before.deadlineMoves + (changes.some(isMove) ? 1 : 0),
      lastChangeAt: drafted.length > 0 ? context.now : before.lastChangeAt,
      lastNoticeKind: drafted.at(-1)?.kind ?? before.lastNoticeKind,
    })
    .where(eq(consultations.id, consultationId))
  await keepOverriddenDeadline(tx, before, projection, records, context.now)
  await linkRenewals(tx, [{ id: consultationId, projection, buyer }])
  await tx.delete(lots).where(eq(lots.consultationId, consultationId))
  await tx.delete(awards).where(eq(awards.consultationId, consultationId))
  await tx.delete(consultationBuyers).where(eq(consultationBuyers.consultationId, consultationId))
  await insertParts(tx, [{ id: consultationId, projection, buyer, publishedAt, rows }], context)
  // A changed item that keeps its old date of publication was published anew when it was found.
  const dated = cause.publishedAt && cause.publishedAt > before.lastChangeAt
  const said = dated ? earliest(context.now, cause.publishedAt) : context.now
  const stoodOnBoard = await stoodOnTheBoard(tx, consultationId)
  await logNotices(
    tx,
    drafted.map((notice) => ({
      consultationId,
      recordId: cause.id,
      said,
      notice,
      facts: projection.facts,
      // The ground of a notice is what those who cause it give, not what others gave for an earlier one.
      reason: cause.facts.statusReason?.value ?? null,
      stoodOnBoard,
    })),
    context,
  )
}

/** Whether anything but its outcome was ever told of a consultation. */
async function stoodOnTheBoard(tx: Tx, consultationId: number): Promise<boolean> {
  const [first] = await tx
    .select({ id: notices.id })
    .from(notices)
    .where(
      and(eq(notices.consultationId, consultationId), inArray(notices.kind, ['planned', 'tender'])),
    )
    .limit(1)
  return first !== undefined
}

/**
 * Whether what a source says in joining the others is news: another deadline, an outcome, or what an agent corrects. The
 * rest is the same notice in other words, or was only not known here before.
 */
function isNews({ field, before, after }: Change, facts: RecordFacts): boolean {
  if (field === 'status') return before !== null || after !== 'active'
  if (ALWAYS_NEWS.has(field)) return true
  const isTyped = Object.values(facts).some((reading) => reading?.basis === 'typed')
  return before !== null && (field === 'deadline' || isTyped)
}

const ALWAYS_NEWS = new Set<Change['field']>([
  'statusReason',
  'outcome',
  'lot.outcome',
  'documents',
  'answers',
])

function isMove(change: { field: string; before: unknown }): boolean {
  return change.field === 'deadline' && change.before !== null
}

function earliest(first: Date, ...others: (Date | null)[]): Date {
  return others.reduce<Date>((found, other) => (other && other < found ? other : found), first)
}
