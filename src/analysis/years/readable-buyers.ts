import { eq } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { buyers } from '../../partners/schema.ts'
import { checkingBuyers } from './standing.ts'

/**
 * Buyers whose own figures of a year a partner's agents may read: its own, and those that agreed; of no partner (null: an
 * administrator of the instance), these only. By their slugs in figures.
 */
export async function readableBuyers(
  reader: Reader,
  year: number,
  partnerId: number | null,
): Promise<ReadonlySet<string>> {
  const own =
    partnerId === null
      ? []
      : await reader
          .select({ buyer: buyers.slug })
          .from(buyers)
          .where(eq(buyers.partnerId, partnerId))
  const agreed = (await checkingBuyers(reader, { year })).filter(
    ({ sheetPublicSince }) => sheetPublicSince !== null,
  )
  return new Set([...own, ...agreed].map(({ buyer }) => buyer))
}
