import { and, asc, count, desc, eq, gt, isNull, ne, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { parisDay } from '../rules/calendar.ts'
import { publiclyLate } from './actions/list-actions.ts'
import { actions, type ActionStatus } from './actions/schema.ts'
import { groupSteps, groups, type Step } from './groups/schema.ts'
import { type Lapse, rhythmLapse } from './groups/rhythm.ts'
import { meetings } from './meetings/schema.ts'
import { axes, pact, pactTexts, pactUses, problems } from './schema.ts'

export type AxisRow = typeof axes.$inferSelect
export type ProblemRow = typeof problems.$inferSelect

/** An axis with its problems, its groups and how many actions stand where. */
export interface AxisAtAGlance {
  axis: AxisRow
  problems: ProblemRow[]
  groups: GroupAtAGlance[]
  counts: Record<ActionStatus, number>
  /** Actions that are late for all to see. */
  late: number
}

export interface GroupAtAGlance {
  id: number
  slug: string
  title: string
  purpose: string
  pilot: string
  coPilotId: number | null
  closedOn: string | null
  steps: Step[]
  lapse: Lapse | null
}

/** The pact itself, and when its text was adopted last; null before the database is prepared. */
export async function readPact(reader: Reader) {
  const [row] = await reader.select().from(pact)
  const [text] = await reader
    .select({ number: pactTexts.number, adoptedOn: pactTexts.adoptedOn })
    .from(pactTexts)
    .orderBy(desc(pactTexts.number))
    .limit(1)
  return row ? { ...row, text: text ?? null } : null
}

export type PactRead = NonNullable<Awaited<ReturnType<typeof readPact>>>

/** All versions of the pact's text, the last one first. */
export async function pactTextVersions(reader: Reader) {
  return reader.select().from(pactTexts).orderBy(desc(pactTexts.number))
}

/** The axes in their order, each at a glance. */
export async function axesAtAGlance(reader: Reader, now: Date): Promise<AxisAtAGlance[]> {
  const [rows, shared, inGroups, counts, late] = [
    await reader.select().from(axes).orderBy(asc(axes.position), asc(axes.id)),
    await reader.select().from(problems).orderBy(asc(problems.id)),
    await groupsAtAGlance(reader, now),
    await countsByAxis(reader),
    await reader
      .select({ axisId: actions.axisId, count: count() })
      .from(actions)
      .where(publiclyLate(now))
      .groupBy(actions.axisId),
  ]
  return rows.map((axis) => {
    const [counted] = counts.filter(({ axisId }) => axisId === axis.id)
    if (!counted) throw new Error(`axis ${axis.id} came meanwhile`)
    const { axisId: _, ...standing } = counted
    return {
      axis,
      problems: shared.filter(({ axisId }) => axisId === axis.id),
      groups: inGroups.filter(({ axisId }) => axisId === axis.id),
      counts: standing,
      late: late.find(({ axisId }) => axisId === axis.id)?.count ?? 0,
    }
  })
}

/** How many actions stand where, by axis: each count is read from the index of axes and statuses alone. */
async function countsByAxis(reader: Reader) {
  const of = (status: ActionStatus) =>
    sql<number>`(select count(*)::int from "pact_actions" where "pact_actions"."axis_id" = "pact_axes"."id" and "pact_actions"."status" = ${status})`
  return reader
    .select({
      axisId: axes.id,
      'to-launch': of('to-launch'),
      launched: of('launched'),
      'partly-done': of('partly-done'),
      done: of('done'),
      abandoned: of('abandoned'),
    })
    .from(axes)
}

/** Working groups by title, those that go on first, each with its steps and whether it keeps its rhythm. */
export async function groupsAtAGlance(reader: Reader, now: Date) {
  const rows = await reader
    .select({ group: groups, pilot: partners.shortName })
    .from(groups)
    .innerJoin(partners, eq(partners.id, groups.pilotId))
    .orderBy(asc(groups.title), asc(groups.id))
  const steps = await reader
    .select({ groupId: groupSteps.groupId, step: groupSteps.step })
    .from(groupSteps)
  const stepsOf = Map.groupBy(steps, ({ groupId }) => groupId)
  const heldOf = await heldDays(reader, now)
  return rows
    .map(({ group, pilot }) => ({
      id: group.id,
      axisId: group.axisId,
      slug: group.slug,
      title: group.title,
      purpose: group.purpose,
      pilotId: group.pilotId,
      pilot,
      coPilotId: group.coPilotId,
      closedOn: group.closedOn,
      steps: (stepsOf.get(group.id) ?? []).map(({ step }) => step),
      lapse: rhythmLapse(rhythmOf(group), heldOf.get(group.id) ?? [], group, parisDay(now)),
    }))
    .toSorted((one, other) => Number(one.closedOn !== null) - Number(other.closedOn !== null))
}

/** How often a group must meet; null where nothing is required. */
export function rhythmOf(
  group: Pick<typeof groups.$inferSelect, 'rhythmMeetings' | 'rhythmPeriod'>,
) {
  const { rhythmMeetings, rhythmPeriod } = group
  return rhythmMeetings === null || rhythmPeriod === null
    ? null
    : { meetings: rhythmMeetings, period: rhythmPeriod }
}

const LONGEST_PERIODS_MS = 2 * 366 * 86_400_000

/** Days of the meetings that each group held in the last two years. */
async function heldDays(reader: Reader, now: Date): Promise<Map<number, string[]>> {
  const rows = await reader
    .select({ groupId: meetings.groupId, wall: meetings.startsWall })
    .from(meetings)
    .where(
      and(
        eq(meetings.state, 'held'),
        gt(meetings.startsAt, new Date(now.getTime() - LONGEST_PERIODS_MS)),
      ),
    )
  const days = new Map<number, string[]>()
  for (const { groupId, wall } of rows)
    if (groupId !== null) days.set(groupId, [...(days.get(groupId) ?? []), wall.slice(0, 10)])
  return days
}

/** Meetings that are still to come, of groups and of the steering committee. */
export async function nextMeetings(reader: Reader, now: Date, most: number) {
  return reader
    .select({
      id: meetings.id,
      startsAt: meetings.startsAt,
      startsWall: meetings.startsWall,
      place: meetings.place,
      group: { slug: groups.slug, title: groups.title },
    })
    .from(meetings)
    .leftJoin(groups, eq(groups.id, meetings.groupId))
    .where(and(gt(meetings.startsAt, now), ne(meetings.state, 'cancelled')))
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
    .limit(most)
}

/** Signatories, and the chambers and professional bodies beside them, in alphabetical order. */
export async function pactPartners(reader: Reader) {
  const rows = await reader
    .select({
      id: partners.id,
      slug: partners.slug,
      name: partners.name,
      shortName: partners.shortName,
      kind: partners.kind,
      signatorySince: partners.signatorySince,
      signatoryUntil: partners.signatoryUntil,
    })
    .from(partners)
  return rows.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}

export type PactPartner = Awaited<ReturnType<typeof pactPartners>>[number]

/** Other buyers whose use of a tool, or whose joining, was confirmed. */
export async function confirmedUses(reader: Reader) {
  const rows = await reader
    .select({
      organisation: pactUses.organisation,
      tool: pactUses.tool,
      confirmedAt: pactUses.confirmedAt,
    })
    .from(pactUses)
    .where(and(isNull(pactUses.declinedAt), gt(pactUses.confirmedAt, new Date(0))))
  return rows.toSorted((one, other) => one.organisation.localeCompare(other.organisation, 'fr'))
}

/** Every shared problem, by key. */
export async function sharedProblems(reader: Reader): Promise<ProblemRow[]> {
  return reader.select().from(problems).orderBy(asc(problems.id))
}
