import { and, asc, desc, eq, gte, inArray, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../db/db.ts'
import { publiclyLate } from '../pact/actions/list-actions.ts'
import { actions, milestones } from '../pact/actions/schema.ts'
import { groups } from '../pact/groups/schema.ts'
import { meetings } from '../pact/meetings/schema.ts'
import { pactVersions } from '../pact/schema.ts'
import { partners } from '../partners/schema.ts'
import { beginningOf, parisDay } from '../rules/calendar.ts'
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

/** Days that are asked for; at most so many dates, those nearest to the first day asked. */
export interface DateSpan {
  /** First day in Paris. */
  from: string
  /** The day after the last one; null: all that is to come. */
  to: string | null
  /** The latest dates first, and those that are kept where there are too many. */
  latestFirst: boolean
  most: number
}

/** How far back calendars go. */
const BACK_DAYS = 92

/** What programs subscribe to: three months back and all that is to come. */
export function wholeCalendar(now: Date): DateSpan {
  return { from: daysBefore(parisDay(now), BACK_DAYS), to: null, latestFirst: false, most: 2_000 }
}

/** What a page shows first: from today on. */
export function datesAhead(now: Date, most: number): DateSpan {
  return { from: parisDay(now), to: null, latestFirst: false, most }
}

/** The last three months before today. */
export function datesPast(now: Date, most: number): DateSpan {
  const to = parisDay(now)
  return { from: daysBefore(to, BACK_DAYS), to, latestFirst: true, most }
}

/** Dates of these days in their order: meetings, sessions, due dates, milestones. */
export async function datesMatching(
  reader: Reader,
  filter: NewsFilter,
  now: Date,
  span: DateSpan,
): Promise<PactDate[]> {
  const { subject, status, late, action } = filter
  const isOfActions = status !== null || late
  const wants = (kind: NewsFilter['subject']) => subject === null || subject === kind
  const all: PactDate[] = [
    ...(wants('meetings') && !isOfActions && action === null
      ? await meetingDates(reader, filter, span)
      : []),
    ...(wants('trainings') && !isOfActions ? await sessionDates(reader, filter, span) : []),
    ...(wants('actions') ? await actionDates(reader, filter, span, now) : []),
  ]
  const sign = span.latestFirst ? -1 : 1
  return all
    .toSorted((one, other) => (one.day < other.day ? -sign : one.day > other.day ? sign : 0))
    .slice(0, span.most)
}

async function meetingDates(
  reader: Reader,
  { axis, group, pilot }: NewsFilter,
  span: DateSpan,
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
        ...instantsIn(meetings.startsAt, span),
        axis ? eq(groups.axisId, axis.id) : undefined,
        group ? eq(meetings.groupId, group.id) : undefined,
        pilot ? or(eq(groups.pilotId, pilot.id), eq(groups.coPilotId, pilot.id)) : undefined,
      ),
    )
    .orderBy(...ordered(span, meetings.startsAt, meetings.id))
    .limit(span.most)
  return rows.map((row) => ({ kind: 'meeting', day: row.meeting.startsWall.slice(0, 10), ...row }))
}

async function sessionDates(
  reader: Reader,
  { axis, group, pilot, action }: NewsFilter,
  span: DateSpan,
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
        ...instantsIn(sessions.startsAt, span),
        axis ? eq(trainings.axisId, axis.id) : undefined,
        group ? eq(trainings.groupId, group.id) : undefined,
        action ? eq(trainings.actionId, action.id) : undefined,
        pilot ? eq(trainings.organiserId, pilot.id) : undefined,
      ),
    )
    .orderBy(...ordered(span, sessions.startsAt, sessions.id))
    .limit(span.most)
  return rows.map((row) => ({ kind: 'session', day: row.session.startsWall.slice(0, 10), ...row }))
}

async function actionDates(
  reader: Reader,
  filter: NewsFilter,
  span: DateSpan,
  now: Date,
): Promise<PactDate[]> {
  const asked = actionConditions(filter, now)
  const due = await reader
    .select({ action: DATED, dueOn: actions.dueOn, pilot: partners.shortName })
    .from(actions)
    .innerJoin(partners, eq(partners.id, actions.pilotId))
    .where(and(isNotNull(actions.dueOn), ...daysIn(actions.dueOn, span), ...asked))
    .orderBy(...ordered(span, actions.dueOn, actions.id))
    .limit(span.most)
  const reached = await reader
    .select({ milestone: milestones, action: DATED, pilot: partners.shortName })
    .from(milestones)
    .innerJoin(actions, eq(actions.id, milestones.actionId))
    .innerJoin(partners, eq(partners.id, actions.pilotId))
    .where(and(...daysIn(milestones.dueOn, span), await ofFew(reader, filter), ...asked))
    .orderBy(...ordered(span, milestones.dueOn, milestones.id))
    .limit(span.most)
  return [
    ...due.flatMap(({ dueOn, ...row }) =>
      dueOn === null ? [] : [{ kind: 'due' as const, day: dueOn, ...row }],
    ),
    ...reached.map((row) => ({ kind: 'milestone' as const, day: row.milestone.dueOn, ...row })),
  ]
}

/** Actions of a group at most, of which the milestones are looked for one by one. */
const FEW = 2_000

/** Keys of a group's or the one action that is asked for: milestones are then read by them, not by their days. */
async function ofFew(reader: Reader, { group, action }: NewsFilter): Promise<SQL | undefined> {
  if (action) return eq(milestones.actionId, action.id)
  if (!group) return undefined
  const rows = await reader
    .select({ id: actions.id })
    .from(actions)
    .where(eq(actions.groupId, group.id))
    .limit(FEW)
  return inArray(milestones.actionId, [0, ...rows.map(({ id }) => id)])
}

function daysIn(column: AnyPgColumn, { from, to }: DateSpan): SQL[] {
  return [gte(column, from), ...(to === null ? [] : [lt(column, to)])]
}

function instantsIn(column: AnyPgColumn, { from, to }: DateSpan): SQL[] {
  return [gte(column, beginningOf(from)), ...(to === null ? [] : [lt(column, beginningOf(to))])]
}

function ordered({ latestFirst }: DateSpan, ...columns: AnyPgColumn[]): SQL[] {
  return columns.map((column) => (latestFirst ? desc(column) : asc(column)))
}

function daysBefore(day: string, days: number): string {
  return Temporal.PlainDate.from(day).subtract({ days }).toString()
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
