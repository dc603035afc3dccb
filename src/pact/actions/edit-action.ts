import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { type PactProblem, refused, type Written } from '../problem.ts'
import { type Author, changesBetween, keepVersion } from '../versions.ts'
import { lockAction, ofAction, touchAction } from './lock-action.ts'
import { actionPartners, actions } from './schema.ts'
import { type ActionValues, checkAction, followedOfAction } from './values.ts'

/**
 * Changes what is typed of an action, for a reason. `version` is the one that was being edited: where another hand came
 * first, `stale`, and nothing is written. A new due date begins its reminders anew.
 */
export async function editAction(
  tx: Tx,
  author: Author,
  { id, version }: { id: number; version: number | null },
  values: ActionValues,
  reason: string,
): Promise<Written> {
  const locked = await lockAction(tx, id)
  if (!locked) throw new Error(`no action ${id}`)
  const { row } = locked
  if (version !== null && row.version !== version) return refused('stale')
  const problems: PactProblem[] = await checkAction(tx, values)
  const { partnerIds, ...typed } = values
  const before = followedOfAction(row, locked.partnerIds)
  const after = followedOfAction({ ...typed, status: row.status }, partnerIds)
  const isChanged = Object.keys(changesBetween(before, after)).length > 0
  if (isChanged && reason.trim() === '') problems.push({ field: 'reason', code: 'reason-missing' })
  if (problems.length > 0) return { ok: false, problems }
  if (!isChanged) return { ok: true }
  await tx
    .update(actions)
    .set({ ...typed, remindedAt: typed.dueOn === row.dueOn ? row.remindedAt : null })
    .where(eq(actions.id, id))
  await tx.delete(actionPartners).where(eq(actionPartners.actionId, id))
  if (partnerIds.length > 0)
    await tx
      .insert(actionPartners)
      .values(partnerIds.map((partnerId) => ({ actionId: id, partnerId })))
  await touchAction(tx, id, author.now)
  await keepVersion(tx, author, ofAction({ ...row, ...typed }, 'action', id), {
    before,
    after,
    reason,
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}
