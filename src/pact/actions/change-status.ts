import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { partners } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import { evidence } from '../evidence/schema.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockAction, ofAction, touchAction } from './lock-action.ts'
import { actionCouncils, actions, type ActionStatus } from './schema.ts'
import { checkStatus, type StatusGrounds } from './status.ts'

/** Moves an action to another status, where its evidence allows that; see checkStatus. */
export async function changeStatus(
  tx: Tx,
  author: Author,
  { id, version }: { id: number; version: number | null },
  to: ActionStatus,
  reason: string,
): Promise<Written> {
  const locked = await lockAction(tx, id)
  if (!locked) throw new Error(`no action ${id}`)
  const { row } = locked
  if (version !== null && row.version !== version) return refused('stale')
  const grounds = { ...(await groundsOf(tx, id)), reason, today: parisDay(author.now) }
  const problems = checkStatus(row.status, to, grounds)
  if (problems.length > 0) return { ok: false, problems }
  await tx.update(actions).set({ status: to }).where(eq(actions.id, id))
  await touchAction(tx, id, author.now)
  await keepVersion(tx, author, ofAction(row, 'action', id), {
    before: { status: row.status },
    after: { status: to },
    reason,
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/** The evidence that stands for an action, and the councils that took it up. */
export async function groundsOf(
  reader: Reader,
  actionId: number,
): Promise<Pick<StatusGrounds, 'evidence' | 'councils'>> {
  const standing = await reader
    .select({ id: evidence.id, datedOn: evidence.datedOn, councilId: evidence.councilId })
    .from(evidence)
    .where(and(eq(evidence.actionId, actionId), isNull(evidence.withdrawnAt)))
  const councils = await reader
    .select({ id: partners.id, name: partners.shortName })
    .from(actionCouncils)
    .innerJoin(partners, eq(partners.id, actionCouncils.partnerId))
    .where(
      and(
        eq(actionCouncils.actionId, actionId),
        inArray(actionCouncils.state, ['taken-up', 'in-force']),
      ),
    )
    .orderBy(partners.shortName)
  return { evidence: standing, councils }
}
