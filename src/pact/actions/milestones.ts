import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockAction, ofAction, touchAction } from './lock-action.ts'
import { milestones } from './schema.ts'

/** Adds a milestone to an action. */
export async function addMilestone(
  tx: Tx,
  author: Author,
  actionId: number,
  values: { title: string; dueOn: string },
): Promise<Written<{ id: number }>> {
  const locked = await lockAction(tx, actionId)
  if (!locked) throw new Error(`no action ${actionId}`)
  if (locked.row.startsOn !== null && values.dueOn < locked.row.startsOn)
    return refused('dates-reversed', 'dueOn')
  const [added] = await tx
    .insert(milestones)
    .values({ actionId, ...values })
    .returning({ id: milestones.id })
  if (!added) throw new Error('the milestone was not stored')
  await keepVersion(tx, author, ofAction(locked.row, 'milestone', added.id), {
    before: null,
    after: { ...values, reachedOn: null },
  })
  await touchAction(tx, actionId, author.now)
  await bumpVersions(tx, ['pact'])
  return { ok: true, id: added.id }
}

/**
 * Says on which day a milestone was reached; null: it was not after all. Null where the action has no such milestone.
 * `version` is the one that was being edited: where another hand came first, `stale`.
 */
export async function reachMilestone(
  tx: Tx,
  author: Author,
  { actionId, milestoneId, version }: { actionId: number; milestoneId: number; version?: number },
  reachedOn: string | null,
): Promise<Written | null> {
  const locked = await lockAction(tx, actionId)
  const own = and(eq(milestones.id, milestoneId), eq(milestones.actionId, actionId))
  const [milestone] = await tx.select().from(milestones).where(own)
  if (!locked || !milestone) return null
  if (version !== undefined && milestone.version !== version) return refused('stale')
  if (reachedOn !== null && reachedOn > parisDay(author.now)) return refused('future', 'reachedOn')
  const kept = await keepVersion(tx, author, ofAction(locked.row, 'milestone', milestoneId), {
    before: { reachedOn: milestone.reachedOn },
    after: { reachedOn },
  })
  if (!kept) return { ok: true }
  await tx
    .update(milestones)
    .set({ reachedOn, version: sql`${milestones.version} + 1` })
    .where(own)
  await touchAction(tx, actionId, author.now)
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}
