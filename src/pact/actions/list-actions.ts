import { and, asc, eq, inArray, isNotNull, lt, type SQL } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import { groups } from '../groups/schema.ts'
import { axes } from '../schema.ts'
import { beyond } from '../../db/beyond.ts'
import { type InstantCursor, pageOf } from '../../http/instant-cursor.ts'
import type { ActionFilter } from './filter.ts'
import { REMINDER_DAYS } from './late.ts'
import { actions } from './schema.ts'

const PAGE_SIZE = 25
const MOST_IN_A_FILE = 20_000

const LISTED = {
  id: actions.id,
  slug: actions.slug,
  externalId: actions.externalId,
  title: actions.title,
  status: actions.status,
  startsOn: actions.startsOn,
  dueOn: actions.dueOn,
  remindedAt: actions.remindedAt,
  movedAt: actions.movedAt,
  budget: actions.budget,
  indicator: actions.indicator,
  axis: { slug: axes.slug, title: axes.title },
  pilot: { slug: partners.slug, name: partners.shortName },
  group: { slug: groups.slug, title: groups.title },
}

function listed(reader: Reader) {
  return reader
    .select(LISTED)
    .from(actions)
    .innerJoin(axes, eq(axes.id, actions.axisId))
    .innerJoin(partners, eq(partners.id, actions.pilotId))
    .leftJoin(groups, eq(groups.id, actions.groupId))
}

export type ListedAction = Awaited<ReturnType<typeof listed>>[number]

/** A page of the actions that a filter asks for, those that moved last first, with the places of its neighbours. */
export async function listActions(
  reader: Reader,
  filter: ActionFilter,
  cursor: InstantCursor | null,
  now: Date,
): Promise<{
  actions: ListedAction[]
  next: InstantCursor | null
  previous: InstantCursor | null
}> {
  const place = { at: actions.movedAt, id: actions.id, ascending: false }
  const { where, orderBy } = beyond(cursor, place)
  const found = await listed(reader)
    .where(and(...conditionsOf(filter, now), where))
    .orderBy(...orderBy)
    .limit(PAGE_SIZE + 1)
  const { rows, ...neighbours } = pageOf(found, PAGE_SIZE, cursor, ({ movedAt }) => movedAt)
  return { actions: rows, ...neighbours }
}

/** All the actions that a filter asks for, by key, for a file. */
export async function actionsForFile(
  reader: Reader,
  filter: ActionFilter,
  now: Date,
): Promise<ListedAction[]> {
  return listed(reader)
    .where(and(...conditionsOf(filter, now)))
    .orderBy(asc(actions.id))
    .limit(MOST_IN_A_FILE)
}

/** What is late for all to see (see isPubliclyLate), in SQL. */
export function publiclyLate(now: Date): SQL | undefined {
  const today = parisDay(now)
  const cutoff = Temporal.PlainDate.from(today)
    .subtract({ days: REMINDER_DAYS - 1 })
    .toZonedDateTime('Europe/Paris')
  return and(
    inArray(actions.status, ['to-launch', 'launched', 'partly-done']),
    isNotNull(actions.remindedAt),
    lt(actions.remindedAt, new Date(cutoff.epochMilliseconds)),
    lt(actions.dueOn, today),
  )
}

/** Those that are late for all to see, the longest first. */
export async function lateActions(
  reader: Reader,
  now: Date,
  most: number,
): Promise<ListedAction[]> {
  return listed(reader)
    .where(publiclyLate(now))
    .orderBy(asc(actions.dueOn), asc(actions.id))
    .limit(most)
}

/** Those of a group, the nearest due date first. */
export async function actionsOfGroup(reader: Reader, groupId: number): Promise<ListedAction[]> {
  return listed(reader)
    .where(eq(actions.groupId, groupId))
    .orderBy(asc(actions.dueOn), asc(actions.id))
    .limit(200)
}

/** Those that a partner pilots and that are not over, the nearest due date first. */
export async function ownActions(reader: Reader, partnerId: number): Promise<ListedAction[]> {
  return listed(reader)
    .where(
      and(
        eq(actions.pilotId, partnerId),
        inArray(actions.status, ['to-launch', 'launched', 'partly-done']),
      ),
    )
    .orderBy(asc(actions.dueOn), asc(actions.id))
    .limit(200)
}

function conditionsOf(filter: ActionFilter, now: Date): (SQL | undefined)[] {
  return [
    filter.axis ? eq(actions.axisId, filter.axis.id) : undefined,
    filter.pilot ? eq(actions.pilotId, filter.pilot.id) : undefined,
    filter.group ? eq(actions.groupId, filter.group.id) : undefined,
    filter.status ? eq(actions.status, filter.status) : undefined,
    filter.late ? publiclyLate(now) : undefined,
  ]
}
