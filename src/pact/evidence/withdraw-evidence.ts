import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { groundsOf } from '../actions/change-status.ts'
import { lockAction, ofAction, touchAction } from '../actions/lock-action.ts'
import { actionCouncils } from '../actions/schema.ts'
import { checkStatus } from '../actions/status.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { evidence } from './schema.ts'

/**
 * Takes an action's evidence back, for a reason; what it says stays in the history. Refused while the action's status,
 * or that of a council, rests on it. Null where the action has no such evidence standing.
 */
export async function withdrawEvidence(
  tx: Tx,
  author: Author,
  { actionId, evidenceId }: { actionId: number; evidenceId: number },
  reason: string,
): Promise<Written | null> {
  const locked = await lockAction(tx, actionId)
  const own = and(
    eq(evidence.id, evidenceId),
    eq(evidence.actionId, actionId),
    isNull(evidence.withdrawnAt),
  )
  const [row] = await tx.select().from(evidence).where(own)
  if (!locked || !row) return null
  if (reason.trim() === '') return refused('reason-missing', 'reason')
  await tx.update(evidence).set({ withdrawnAt: author.now }).where(own)
  const grounds = { ...(await groundsOf(tx, actionId)), reason, today: parisDay(author.now) }
  const isShaken = checkStatus('to-launch', locked.row.status, grounds).some(
    ({ code }) => code === 'evidence-missing' || code === 'councils-without-evidence',
  )
  const leavesCouncil =
    row.councilId !== null &&
    !grounds.evidence.some(({ councilId }) => councilId === row.councilId) &&
    (await isInForce(tx, actionId, row.councilId))
  if (isShaken || leavesCouncil) {
    await tx.update(evidence).set({ withdrawnAt: null }).where(eq(evidence.id, evidenceId))
    return refused('still-needed', 'reason')
  }
  await keepVersion(tx, author, ofAction(locked.row, 'evidence', evidenceId), {
    before: { withdrawnAt: null },
    after: { withdrawnAt: author.now },
    reason,
  })
  await touchAction(tx, actionId, author.now)
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

async function isInForce(tx: Tx, actionId: number, councilId: number): Promise<boolean> {
  const [council] = await tx
    .select({ state: actionCouncils.state })
    .from(actionCouncils)
    .where(and(eq(actionCouncils.actionId, actionId), eq(actionCouncils.partnerId, councilId)))
  return council?.state === 'in-force'
}
