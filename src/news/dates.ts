import { and, asc, desc, eq, gte, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { publiclyLate } from '../pact/actions/list-actions.ts'
import { actions, milestones } from '../pact/actions/schema.ts'
import { groups } from '../pact/groups/schema.ts'
import { meetings } from '../pact/meetings/schema.ts'
import { pactVersions } from '../pact/schema.ts'
import { partners } from '../partners/schema.ts'
import { parisDay } from '../posting/typing-context.ts'
import { sessions, trainings } from '../trainings/schema.ts'
import type { NewsFilter } from './filter.ts'

/** Something of the pact that has a day. */
export type PactDate =
  | {
      kind: 'meeting'
      /** The day in Paris that it stands under. */
      day: string
      meeting: typeof meetings.$inferSelect
      /** When it last changed. */
      changedAt: Date
      group: { slug: string; title: string } | null
    }
  | {
      kind: 'session'
      day: string
      session: typeof sessions.$inferSelect
      training: { slug: string; title: string }
      organiser: string
    }
  | { kind: 'due'; day: string; action: DatedAction; pilot: string }
  | {
      kind: 'milestone'
      day: string
      milestone: typeof milestones.$inferSelect
      action: DatedAction
      pilot: string
    }

export type DatedAction = Pick<
  typeof actions.$inferSelect,
  'id' | 'slug' | 'title' | 'status' | 'version' | 'movedAt'
>

/** How far back a calendar goes, and how many dates of a kind it holds at most. */
const BACK_MS = 92 * 86_400_000
const MOST = 2_000

/** Dates of the last three months and to come, the earliest first: meetings, sessions, due dates, milestones. */
export async function datesMatching(
  reader: Reader,
  filter: NewsFilter,
  now: Date,
): Promise<PactDate[]> {
  const since = new Date(now.getTime() - BACK_MS)
  const { subject, status, late, action } = filter
  const isOfActions = status !== null || late
  const wants = (kind: NewsFilter['subject']) => subject === null || subject === kind
  const all: PactDate[] = [
    ...(wants('meetings') && !isOfActions && action === null
      ? await meetingDates(reader, filter, since)
      : []),
    ...(wants('trainings') && !isOfActions ? await sessionDates(reader, filter, since) : []),
    ...(wants('actions') ? await actionDates(reader, filter, parisDay(since), now) : []),
  ]
  return all.toSorted((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
}

async function meetingDates(
  reader: Reader,
  { axis, group, pilot }: NewsFilter,
  since: Date,
): Promise<PactDate[]> {
  const rows = await reader
    .select({
      meeting: meetings,
      changedAt:
        sql`(select max(${pactVersions.at}) from ${pactVersions} where ${pactVersions.kind} = 'meeting' and ${pactVersions.subject} = ${meetings.id}::text)`.mapWith(
          pactVersions.at,
        ),
      group: { slug: groups.slug, title: groups.title },
    })
    .from(meetings)
    .leftJoin(groups, eq(groups.id, meetings.groupId))
    .where(
      and(
        gte(meetings.startsAt, since),
        axis ? eq(groups.axisId, axis.id) : undefined,
        group ? eq(meetings.groupId, group.id) : undefined,
        pilot ? or(eq(groups.pilotId, pilot.id), eq(groups.coPilotId, pilot.id)) : undefined,
      ),
    )
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
    .limit(MOST)
  return rows.map((row) => ({ kind: 'meeting', day: row.meeting.startsWall.slice(0, 10), ...row }))
}

async function sessionDates(
  reader: Reader,
  { axis, group, pilot, action }: NewsFilter,
  since: Date,
): Promise<PactDate[]> {
  const rows = await reader
    .select({
      session: sessions,
      training: { slug: trainings.slug, title: trainings.title },
      organiser: partners.shortName,
    })
    .from(sessions)
    .innerJoin(trainings, eq(trainings.id, sessions.trainingId))
    .innerJoin(partners, eq(partners.id, trainings.organiserId))
    .where(
      and(
        gte(sessions.startsAt, since),
        axis ? eq(trainings.axisId, axis.id) : undefined,
        group ? eq(trainings.groupId, group.id) : undefined,
        action ? eq(trainings.actionId, action.id) : undefined,
        pilot ? eq(trainings.organiserId, pilot.id) : undefined,
      ),
    )
    .orderBy(asc(sessions.startsAt), asc(sessions.id))
    .limit(MOST)
  return rows.map((row) => ({ kind: 'session', day: row.session.startsWall.slice(0, 10), ...row }))
}

async function actionDates(
  reader: Reader,
  filter: NewsFilter,
  since: string,
  now: Date,
): Promise<PactDate[]> {
  const asked = actionConditions(filter, now)
  const due = await reader
    .select({ action: DATED, dueOn: actions.dueOn, pilot: partners.shortName })
    .from(actions)
    .innerJoin(partners, eq(partners.id, actions.pilotId))
    .where(and(isNotNull(actions.dueOn), gte(actions.dueOn, since), ...asked))
    .orderBy(asc(actions.dueOn), desc(actions.id))
    .limit(MOST)
  const reached = await reader
    .select({ milestone: milestones, action: DATED, pilot: partners.shortName })
    .from(milestones)
    .innerJoin(actions, eq(actions.id, milestones.actionId))
    .innerJoin(partners, eq(partners.id, actions.pilotId))
    .where(and(gte(milestones.dueOn, since), ...asked))
    .orderBy(asc(milestones.dueOn), asc(milestones.id))
    .limit(MOST)
  return [
    ...due.flatMap(({ dueOn, ...row }) =>
      dueOn === null ? [] : [{ kind: 'due' as const, day: dueOn, ...row }],
    ),
    ...reached.map((row) => ({ kind: 'milestone' as const, day: row.milestone.dueOn, ...row })),
  ]
}

const DATED = {
  id: actions.id,
  slug: actions.slug,
  title: actions.title,
  status: actions.status,
  version: actions.version,
  movedAt: actions.movedAt,
}

function actionConditions(
  { axis, group, pilot, status, late, action }: NewsFilter,
  now: Date,
): (SQL | undefined)[] {
  return [
    axis ? eq(actions.axisId, axis.id) : undefined,
    group ? eq(actions.groupId, group.id) : undefined,
    pilot ? eq(actions.pilotId, pilot.id) : undefined,
    status ? eq(actions.status, status) : undefined,
    action ? eq(actions.id, action.id) : undefined,
    late ? publiclyLate(now) : undefined,
  ]
}
