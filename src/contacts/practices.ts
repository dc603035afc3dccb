import { eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { buyingPractices } from './schema.ts'

export type PracticeRow = typeof buyingPractices.$inferSelect

/** How a partner says that it buys; null where it has not said. */
export async function practicesOf(
  reader: Reader,
  partnerSlug: string,
): Promise<PracticeRow | null> {
  const [row] = await reader
    .select({ practice: buyingPractices })
    .from(buyingPractices)
    .innerJoin(partners, eq(partners.id, buyingPractices.partnerId))
    .where(eq(partners.slug, partnerSlug))
  return row?.practice ?? null
}
