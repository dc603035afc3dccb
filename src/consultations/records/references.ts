import { sql } from 'drizzle-orm'
import { integer, pgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '../../db/db.ts'

/** The last public reference given in each year. A row, not a sequence: a rolled back transaction gives its number back. */
export const referenceCounters = pgTable('reference_counters', {
  year: integer('year').primaryKey(),
  last: integer('last').notNull(),
})

/**
 * The next `count` public references of a year, like `2026-0042`: at least four digits, without gaps.
 * Other transactions that ask for one of the same year wait until this one ends.
 */
export async function nextReferences(tx: Tx, year: number, count: number): Promise<string[]> {
  const [row] = await tx
    .insert(referenceCounters)
    .values({ year, last: count })
    .onConflictDoUpdate({
      target: referenceCounters.year,
      set: { last: sql`${referenceCounters.last} + ${count}` },
    })
    .returning({ last: referenceCounters.last })
  const first = (row?.last ?? count) - count + 1
  return Array.from(
    { length: count },
    (_, position) => `${year}-${String(first + position).padStart(4, '0')}`,
  )
}
