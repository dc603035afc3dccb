import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { analysisYears } from './schema.ts'

export type YearRow = typeof analysisYears.$inferSelect

/** A year's analysis as it stands, held until the transaction ends; null where there is none. */
export async function lockYear(tx: Tx, year: number): Promise<YearRow | null> {
  const [row] = await tx
    .select()
    .from(analysisYears)
    .where(eq(analysisYears.year, year))
    .for('update')
  return row ?? null
}
