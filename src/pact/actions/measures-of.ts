import { desc, eq } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { measures } from './schema.ts'

/** As many as a page shows. */
const MOST = 200

/** The latest measured values of an action's or a group's indicator, the earliest first. */
export async function measuresOf(reader: Reader, of: { actionId: number } | { groupId: number }) {
  const latest = await reader
    .select()
    .from(measures)
    .where('actionId' in of ? eq(measures.actionId, of.actionId) : eq(measures.groupId, of.groupId))
    .orderBy(desc(measures.measuredOn), desc(measures.id))
    .limit(MOST)
  return latest.toReversed()
}

export type Measure = Awaited<ReturnType<typeof measuresOf>>[number]
