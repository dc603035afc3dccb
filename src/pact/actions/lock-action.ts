import { asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import type { VersionOf } from '../versions.ts'
import type { VersionedKind } from '../schema.ts'
import { actionPartners, actions } from './schema.ts'
import type { ActionRow } from './values.ts'

/** An action as it stands, held until the transaction ends, so that two hands change it one after the other. */
export async function lockAction(
  tx: Tx,
  id: number,
): Promise<{ row: ActionRow; partnerIds: number[] } | null> {
  const [row] = await tx.select().from(actions).where(eq(actions.id, id)).for('update')
  if (!row) return null
  const others = await tx
    .select({ id: actionPartners.partnerId })
    .from(actionPartners)
    .where(eq(actionPartners.actionId, id))
    .orderBy(asc(actionPartners.partnerId))
  return { row, partnerIds: others.map((each) => each.id) }
}

/** Says that something of an action moved. */
export async function touchAction(tx: Tx, id: number, now: Date): Promise<void> {
  await tx
    .update(actions)
    .set({ movedAt: now, version: sql`${actions.version} + 1` })
    .where(eq(actions.id, id))
}

/** What a version of something of this action is of. */
export function ofAction(
  action: Pick<ActionRow, 'id' | 'groupId' | 'axisId'>,
  kind: VersionedKind,
  subject: string | number,
): VersionOf {
  return { kind, subject, actionId: action.id, groupId: action.groupId, axisId: action.axisId }
}
