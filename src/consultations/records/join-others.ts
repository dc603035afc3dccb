import { and, eq, ne, or } from 'drizzle-orm'
import { anyOf } from '../../db/any-of.ts'
import type { Tx } from '../../db/db.ts'
import { type RecordContext, type RecordDraft, referenceKey } from './draft.ts'
import { mainBuyers } from './main-buyer.ts'
import { projectAgain } from './project-again.ts'
import { recordRow } from './rows.ts'
import { consultations, sourceRecords } from '../schema.ts'

/**
 * Attaches drafts to consultations that other sources already tell of: same BOAMP id, or same reference of the same
 * buyer. Returns which draft joined which consultation (its id).
 */
export async function joinOthers(
  tx: Tx,
  sourceId: number,
  drafts: RecordDraft[],
  context: RecordContext,
): Promise<Map<RecordDraft, number>> {
  const joined = new Map<RecordDraft, number>()
  const boampIds = drafts.flatMap((draft) => draft.facts.boampId?.value ?? [])
  const references = drafts.flatMap((draft) => referenceKey(draft.facts) ?? [])
  if (boampIds.length + references.length === 0) return joined
  const others = await tx
    .select({
      consultationId: sourceRecords.consultationId,
      boampId: sourceRecords.boampId,
      referenceKey: sourceRecords.referenceKey,
      buyerId: consultations.buyerId,
    })
    .from(sourceRecords)
    .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    .where(
      and(
        ne(sourceRecords.sourceId, sourceId),
        or(
          boampIds.length > 0 ? anyOf(sourceRecords.boampId, boampIds) : undefined,
          references.length > 0 ? anyOf(sourceRecords.referenceKey, references) : undefined,
        ),
      ),
    )
  if (others.length === 0) return joined
  const mains = await mainBuyers(
    tx,
    drafts.map((draft) => draft.facts),
  )
  for (const [position, draft] of drafts.entries()) {
    const boampId = draft.facts.boampId?.value
    const key = referenceKey(draft.facts)
    const buyer = mains[position]
    const twins = new Set(
      others
        .filter(
          (other) =>
            (boampId !== undefined && other.boampId === boampId) ||
            (key !== null && other.referenceKey === key && other.buyerId === buyer?.id),
        )
        .map((other) => other.consultationId),
    )
    const [consultationId] = twins
    if (consultationId === undefined || twins.size > 1) continue
    const [row] = await tx
      .insert(sourceRecords)
      .values(recordRow(sourceId, consultationId, draft, context.now))
      .returning({ id: sourceRecords.id })
    if (!row) continue
    await projectAgain(tx, consultationId, { id: row.id, ...draft }, 'joined', context)
    joined.set(draft, consultationId)
  }
  return joined
}
