import { and, asc, desc, eq, inArray, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { parisDay } from '../../posting/typing-context.ts'
import { groups } from '../groups/schema.ts'
import { axes } from '../schema.ts'
import type { ActionCursor, ActionFilter } from './filter.ts'
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
  cursor: ActionCursor | null,
  now: Date,
): Promise<{ actions: ListedAction[]; next: ActionCursor | null; previous: ActionCursor | null }> {
  const backwards = cursor?.direction === 'before'
  const at =
    cursor &&
    sql`(${actions.movedAt}, ${actions.id}) ${sql.raw(backwards ? '>' : '<')} (${cursor.movedAt.toISOString()}::timestamptz, ${cursor.id}::int)`
  const rows = await listed(reader)
    .where(and(...conditionsOf(filter, now), at ?? undefined))
    .orderBy(
      ...(backwards
        ? [asc(actions.movedAt), asc(actions.id)]
        : [desc(actions.movedAt), desc(actions.id)]),
    )
    .limit(PAGE_SIZE + 1)
  const more = rows.length > PAGE_SIZE
  const shown = backwards ? rows.slice(0, PAGE_SIZE).toReversed() : rows.slice(0, PAGE_SIZE)
  const place = (
    direction: ActionCursor['direction'],
    row: ListedAction | undefined,
  ): ActionCursor | null => (row ? { direction, movedAt: row.movedAt, id: row.id } : null)
  return {
    actions: shown,
    next: backwards || more ? place('after', shown.at(-1)) : null,
    previous: (backwards ? more : cursor !== null) ? place('before', shown[0]) : null,
  }
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
