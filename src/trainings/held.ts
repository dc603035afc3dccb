import { and, countDistinct, eq, gte, lt } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { sessions, trainings } from './schema.ts'

/** How many trainings each partner held in a year (by their sessions' days in Paris), by the partner that organised. */
export async function trainingsHeld(reader: Reader, year: number): Promise<Map<number, number>> {
  const rows = await reader
    .select({ partnerId: trainings.organiserId, count: countDistinct(trainings.id) })
    .from(trainings)
    .innerJoin(sessions, eq(sessions.trainingId, trainings.id))
    .where(
      and(
        eq(sessions.state, 'held'),
        gte(sessions.startsWall, `${year}-`),
        lt(sessions.startsWall, `${year + 1}-`),
      ),
    )
    .groupBy(trainings.organiserId)
  return new Map(rows.map(({ partnerId, count }) => [partnerId, count]))
}
