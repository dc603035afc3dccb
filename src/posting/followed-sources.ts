import { and, eq, notInArray } from 'drizzle-orm'
import { sourceRecords, sources } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'

/** Names of the sources that tell of a consultation beside what agents type and programs push. */
export async function followedSources(reader: Reader, consultationId: number): Promise<string[]> {
  const rows = await reader
    .selectDistinct({ name: sources.name })
    .from(sourceRecords)
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .where(
      and(
        eq(sourceRecords.consultationId, consultationId),
        notInArray(sources.kind, ['typed', 'api']),
      ),
    )
    .orderBy(sources.name)
  return rows.map(({ name }) => name)
}
