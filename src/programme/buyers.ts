import { asc, eq, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { buyers, partners } from '../partners/schema.ts'
import type { PurchaseBuyer } from './columns.ts'
import { plannedPurchases } from './schema.ts'

/** Buyers with a programme, in alphabetical order. */
export async function buyersWithProgramme(
  reader: Reader,
): Promise<{ slug: string; name: string }[]> {
  const rows = await reader
    .select({ slug: buyers.slug, name: buyers.name })
    .from(buyers)
    // Ordered so that each buyer is asked for by the index: one of its lines will do.
    .where(
      sql`(select 1 from ${plannedPurchases} where ${plannedPurchases.buyerId} = ${buyers.id}
        order by ${plannedPurchases.status} limit 1) is not null`,
    )
    .orderBy(asc(buyers.name))
  return rows.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}

/** What a partner buys as. */
export interface OwnBuyer extends PurchaseBuyer {
  slug: string
  demonstration: boolean
}

/** The buyer that a partner is; null where it buys nothing. */
export async function buyerOfPartner(reader: Reader, partnerId: number): Promise<OwnBuyer | null> {
  const [row] = await reader
    .select({
      id: buyers.id,
      slug: buyers.slug,
      name: buyers.name,
      territoryKind: buyers.territoryKind,
      territoryCode: buyers.territoryCode,
      demonstration: partners.demonstration,
    })
    .from(buyers)
    .innerJoin(partners, eq(partners.id, buyers.partnerId))
    .where(eq(buyers.partnerId, partnerId))
  return row ?? null
}
