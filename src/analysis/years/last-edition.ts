import { eq, max } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { analysisSnapshots } from './schema.ts'

/** Number of the snapshot that was taken last of a year; null where none was. */
export async function lastEdition(reader: Reader, year: number): Promise<number | null> {
  const [last] = await reader
    .select({ number: max(analysisSnapshots.number) })
    .from(analysisSnapshots)
    .where(eq(analysisSnapshots.year, year))
  return last?.number ?? null
}
