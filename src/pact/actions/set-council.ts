import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { partners, type PartnerKind } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import { evidence } from '../evidence/schema.ts'
import { type PactProblem, refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockAction, ofAction, touchAction } from './lock-action.ts'
import { actionCouncils } from './schema.ts'

/** Where a council says that it stands with an action. */
export interface CouncilStanding {
  state: 'taken-up' | 'in-force' | 'not-concerned'
  decidedOn: string | null
  inForceSince: string | null
  /** Why it is not concerned. */
  reason: string
}

/** Chambers and professional bodies carry actions, but do not put them in force. */
export const COUNCIL_KINDS: readonly PartnerKind[] = [
  'departement',
  'intercommunality',
  'commune',
  'public-body',
]

/**
 * Says where a council stands with an action. « In force » needs its evidence, « not concerned » a reason, taking up the
 * day of the decision; what is « réalisée » already is taken up with evidence only. `version` is the one that was being
 * edited, 0 where nothing stood: where another hand came first, `stale`.
 */
export async function setCouncil(
  tx: Tx,
  author: Author,
  { actionId, councilId, version }: { actionId: number; councilId: number; version?: number },
  standing: CouncilStanding,
): Promise<Written> {
  const locked = await lockAction(tx, actionId)
  if (!locked) throw new Error(`no action ${actionId}`)
  const key = and(eq(actionCouncils.actionId, actionId), eq(actionCouncils.partnerId, councilId))
  const [before] = await tx.select().from(actionCouncils).where(key)
  if (version !== undefined && (before?.version ?? 0) !== version) return refused('stale')
  const [council] = await tx.select().from(partners).where(eq(partners.id, councilId))
  const [own] = await tx
    .select({ id: evidence.id })
    .from(evidence)
    .where(
      and(
        eq(evidence.actionId, actionId),
        eq(evidence.councilId, councilId),
        isNull(evidence.withdrawnAt),
      ),
    )
    .limit(1)
  const problems: PactProblem[] = [
    ...(council && COUNCIL_KINDS.includes(council.kind)
      ? []
      : [{ field: 'council', code: 'not-a-council' as const }]),
    ...checkStanding(standing, {
      hasEvidence: own !== undefined,
      isDone: locked.row.status === 'done',
      today: parisDay(author.now),
    }),
  ]
  if (problems.length > 0) return { ok: false, problems }
  const after = {
    state: standing.state,
    decidedOn: standing.decidedOn,
    inForceSince: standing.state === 'in-force' ? standing.inForceSince : null,
    reason: standing.state === 'not-concerned' ? standing.reason : '',
  }
  await tx
    .insert(actionCouncils)
    .values({ actionId, partnerId: councilId, ...after })
    .onConflictDoUpdate({
      target: [actionCouncils.actionId, actionCouncils.partnerId],
      set: { ...after, version: (before?.version ?? 0) + 1 },
    })
  const of = ofAction(locked.row, 'council', `${actionId}:${councilId}`)
  const kept = await keepVersion(tx, author, of, {
    before: before ? followedOf(before) : null,
    after: { partnerId: councilId, ...after },
    reason: after.reason,
  })
  if (kept) await touchAction(tx, actionId, author.now)
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/** What is wrong with what a council says of itself. */
export function checkStanding(
  { state, decidedOn, inForceSince, reason }: CouncilStanding,
  { hasEvidence, isDone, today }: { hasEvidence: boolean; isDone: boolean; today: string },
): PactProblem[] {
  if (state === 'not-concerned')
    return reason.trim() === '' ? [{ field: 'reason', code: 'reason-missing' }] : []
  const problems: PactProblem[] = []
  if (decidedOn === null) problems.push({ field: 'decidedOn', code: 'missing' })
  else if (decidedOn > today) problems.push({ field: 'decidedOn', code: 'future' })
  if ((isDone || state === 'in-force') && !hasEvidence)
    problems.push({ field: 'state', code: 'evidence-missing' })
  if (state === 'taken-up') return problems
  if (inForceSince === null) problems.push({ field: 'inForceSince', code: 'missing' })
  else if (inForceSince > today) problems.push({ field: 'inForceSince', code: 'future' })
  else if (decidedOn !== null && inForceSince < decidedOn)
    problems.push({ field: 'inForceSince', code: 'dates-reversed' })
  return problems
}

function followedOf(row: typeof actionCouncils.$inferSelect) {
  const { partnerId, state, decidedOn, inForceSince, reason } = row
  return { partnerId, state, decidedOn, inForceSince, reason }
}
