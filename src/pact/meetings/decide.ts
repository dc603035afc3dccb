import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { createAction } from '../actions/create-action.ts'
import { knownPartners } from '../actions/values.ts'
import { groups } from '../groups/schema.ts'
import { axes } from '../schema.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockMeeting, ofMeeting } from './lock-meeting.ts'
import { decisions } from './schema.ts'

/** A line of the « relevé de décisions »: what, who, by when. */
export interface DecisionValues {
  what: string
  partnerId: number | null
  dueOn: string | null
}

/** Adds a decision to a meeting that has begun. */
export async function recordDecision(
  tx: Tx,
  author: Author,
  meetingId: number,
  values: DecisionValues,
): Promise<Written<{ id: number }>> {
  const meeting = await lockMeeting(tx, meetingId)
  if (!meeting) throw new Error(`no meeting ${meetingId}`)
  if (meeting.row.state === 'cancelled') return refused('cancelled')
  if (meeting.row.startsAt > author.now) return refused('not-held')
  const { what, partnerId, dueOn } = values
  if (what === '') return refused('missing', 'what')
  if (partnerId !== null && !(await knownPartners(tx, [partnerId])).has(partnerId))
    return refused('unknown-partner', 'partner')
  if (dueOn !== null && dueOn < meeting.row.startsWall.slice(0, 10))
    return refused('dates-reversed', 'dueOn')
  const [added] = await tx
    .insert(decisions)
    .values({ meetingId, ...values })
    .returning({ id: decisions.id })
  if (!added) throw new Error('the decision was not stored')
  await keepVersion(tx, author, ofMeeting(meeting, 'decision', added.id), {
    before: null,
    after: { meetingId, ...values, actionId: null },
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true, id: added.id }
}

/**
 * Makes a decision an action, in one step: its words, its organisation as pilot (else the group's), its date. Null where
 * there is no such decision of this meeting; `already-action` where it became one before.
 */
export async function decisionToAction(
  tx: Tx,
  author: Author,
  { meetingId, decisionId }: { meetingId: number; decisionId: number },
): Promise<Written<{ slug: string }> | null> {
  const meeting = await lockMeeting(tx, meetingId)
  const [decision] = await tx
    .select()
    .from(decisions)
    .where(and(eq(decisions.id, decisionId), eq(decisions.meetingId, meetingId)))
  if (!meeting || !decision) return null
  if (decision.actionId !== null) return refused('already-action')
  const { groupId } = meeting.row
  const [group] =
    groupId === null ? [] : await tx.select().from(groups).where(eq(groups.id, groupId))
  const [firstAxis] = await tx.select({ id: axes.id }).from(axes).orderBy(axes.position).limit(1)
  const axisId = group?.axisId ?? firstAxis?.id
  const pilotId = decision.partnerId ?? group?.pilotId
  if (axisId === undefined) return refused('unknown-axis')
  if (pilotId === undefined) return refused('missing', 'partner')
  const startsOn = meeting.row.startsWall.slice(0, 10)
  const created = await createAction(tx, author, {
    title: titleOf(decision.what),
    description: decision.what,
    axisId,
    groupId,
    pilotId,
    partnerIds: [],
    startsOn,
    dueOn: decision.dueOn,
    budget: null,
    indicator: '',
    indicatorUnit: '',
    indicatorTarget: null,
  })
  if (!created.ok) return created
  await tx
    .update(decisions)
    .set({ actionId: created.id, version: sql`${decisions.version} + 1` })
    .where(and(eq(decisions.id, decisionId), isNull(decisions.actionId)))
  await keepVersion(tx, author, ofMeeting(meeting, 'decision', decisionId), {
    before: { actionId: null },
    after: { actionId: created.id },
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true, slug: created.slug }
}

const LONGEST_TITLE = 150

/** The decision's first sentence, cut at a word. */
function titleOf(what: string): string {
  const [first = what] = what.split(/(?<=[.!?])\s|\n/)
  if (first.length <= LONGEST_TITLE) return first.replace(/\.$/, '')
  return `${first.slice(0, LONGEST_TITLE).replace(/\s+\S*$/, '')}…`
}
