import { and, eq, isNull } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { helpBodies } from './schema.ts'

/** Number of the body with this address word, unless it has left; null where there is none. */
export async function bodyNamed(reader: Reader, slug: string): Promise<number | null> {
  const [found] = await reader
    .select({ id: helpBodies.id })
    .from(helpBodies)
    .where(and(eq(helpBodies.slug, slug), isNull(helpBodies.removedAt)))
  return found?.id ?? null
}

/** Number and name of the partner with this address word; null where there is none. */
export async function partnerNamed(
  reader: Reader,
  slug: string,
): Promise<{ id: number; name: string } | null> {
  const [found] = await reader
    .select({ id: partners.id, name: partners.name })
    .from(partners)
    .where(eq(partners.slug, slug))
  return found ?? null
}
