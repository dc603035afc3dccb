import { desc, eq } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { groups } from '../groups/schema.ts'
import { meetings } from './schema.ts'

/** Meetings whose minutes are validated, the last one first: they may be evidence. */
export async function validatedMinutes(reader: Reader) {
  return reader
    .select({ id: meetings.id, startsAt: meetings.startsAt, group: groups.title })
    .from(meetings)
    .leftJoin(groups, eq(groups.id, meetings.groupId))
    .where(eq(meetings.minutesState, 'validated'))
    .orderBy(desc(meetings.startsAt))
    .limit(100)
}
