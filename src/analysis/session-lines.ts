import { and, asc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { figuresOf } from '../trainings/figures.ts'
import { sessions, trainings } from '../trainings/schema.ts'

/** The training sessions held or cancelled that began in a year, with their figures: some dozens. */
export async function sessionsOf(reader: Reader, year: number): Promise<SQL> {
  const rows = await reader
    .select({
      id: sessions.id,
      slug: trainings.slug,
      title: trainings.title,
      wall: sessions.startsWall,
      state: sessions.state,
    })
    .from(sessions)
    .innerJoin(trainings, eq(trainings.id, sessions.trainingId))
    .where(
      and(
        gte(sessions.startsWall, `${year}-01-01`),
        lt(sessions.startsWall, `${year + 1}-01-01`),
        inArray(sessions.state, ['held', 'cancelled']),
      ),
    )
    .orderBy(asc(sessions.id))
  const lines = []
  for (const { id, slug, title, wall, state } of rows) {
    const figures = await figuresOf(reader, id)
    lines.push({
      line: `${slug} ${wall} ${id}`,
      title,
      starts_on: wall.slice(0, 10),
      state,
      people: figures.present ?? figures.registered,
      firms: figures.firms,
      newcomers: figures.newcomers,
      cold: figures.cold,
      answered_since: figures.since.people,
      won_since: figures.since.won,
    })
  }
  return sql`(
    select * from json_to_recordset(${JSON.stringify(lines)}::json) as session(
      line text, title text, starts_on date, state text, people int, firms int, newcomers int,
      cold int, answered_since int, won_since int)
  )`
}
