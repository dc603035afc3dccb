import { and, asc, eq, isNull, or } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { actions } from '../actions/schema.ts'
import type { ActionRow } from '../actions/values.ts'
import { groups } from '../groups/schema.ts'
import type { GroupRow } from '../groups/values.ts'
import { decisions, meetings } from '../meetings/schema.ts'
import type { MeetingRow } from '../meetings/values.ts'

/** How the steering committee is called where groups are. */
export const COMMITTEE = 'comite'

/**
 * The identifier that a row is exported by: its own, or else its address word. (In a join that may find nothing, ask for
 * the address word first: drizzle takes a row whose first column is null for none.)
 */
export function keyOf(row: { externalId: string | null; slug: string }): string {
  return row.externalId ?? row.slug
}

/** The identifier of what has no address word: its own, or else its rank among those of what it belongs to. */
export function rankedKey(
  row: { id: number; externalId: string | null },
  of: string,
  siblings: readonly { id: number }[],
): string {
  return row.externalId ?? `${of}/${siblings.findIndex(({ id }) => id === row.id) + 1}`
}

/** The group that has this identifier; where there is none, the one with this address word or title. */
export async function groupKeyed(reader: Reader, key: string): Promise<GroupRow | null> {
  const [row] = await reader
    .select()
    .from(groups)
    .where(
      or(
        eq(groups.externalId, key),
        and(isNull(groups.externalId), eq(groups.slug, key)),
        eq(groups.title, key),
      ),
    )
    .orderBy(asc(eq(groups.title, key)), asc(groups.externalId), asc(groups.id))
    .limit(1)
  return row ?? null
}

/** The action that has this identifier, or this address word where it has none. */
export async function actionKeyed(reader: Reader, key: string): Promise<ActionRow | null> {
  const [row] = await reader
    .select()
    .from(actions)
    .where(or(eq(actions.externalId, key), and(isNull(actions.externalId), eq(actions.slug, key))))
    .orderBy(asc(actions.externalId))
    .limit(1)
  return row ?? null
}

/** The meeting that has this identifier, or without one this rank in its group. */
export async function meetingKeyed(reader: Reader, key: string): Promise<MeetingRow | null> {
  const [own] = await reader.select().from(meetings).where(eq(meetings.externalId, key))
  if (own) return own
  const { of, rank } = splitKey(key)
  const group = of === COMMITTEE || rank === 0 ? null : await groupKeyed(reader, of)
  if (rank === 0 || (of !== COMMITTEE && group === null)) return null
  const [row] = await reader
    .select()
    .from(meetings)
    .where(group === null ? isNull(meetings.groupId) : eq(meetings.groupId, group.id))
    .orderBy(asc(meetings.id))
    .offset(rank - 1)
    .limit(1)
  return row?.externalId === null ? row : null
}

/** The decision that has this identifier, or without one this rank in its meeting. */
export async function decisionKeyed(reader: Reader, key: string) {
  const [own] = await reader.select().from(decisions).where(eq(decisions.externalId, key))
  if (own) return own
  const { of, rank } = splitKey(key)
  const meeting = rank === 0 ? null : await meetingKeyed(reader, of)
  if (meeting === null) return null
  const [row] = await reader
    .select()
    .from(decisions)
    .where(eq(decisions.meetingId, meeting.id))
    .orderBy(asc(decisions.id))
    .offset(rank - 1)
    .limit(1)
  return row?.externalId === null ? row : null
}

/** What a ranked identifier belongs to, and its rank; 0 where it is none. */
export function splitKey(key: string): { of: string; rank: number } {
  const [, of = '', rank = '0'] = /^(.+)\/([1-9]\d{0,5})$/.exec(key) ?? []
  return { of, rank: Number(rank) }
}
