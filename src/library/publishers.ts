import { asc, eq, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { libraryItems } from './schema.ts'

/** Partners that have published something, by name: whose documents may be asked for. */
export async function publishers(reader: Reader) {
  return reader
    .select({ id: partners.id, slug: partners.slug, name: partners.name })
    .from(partners)
    .where(
      sql`exists (select 1 from ${libraryItems} where ${eq(libraryItems.partnerId, partners.id)})`,
    )
    .orderBy(asc(partners.name))
}
