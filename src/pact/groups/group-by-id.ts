import { eq } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { groups } from './schema.ts'
import type { GroupRow } from './values.ts'

/** A group by its key. */
export async function groupById(reader: Reader, id: number): Promise<GroupRow | null> {
  const [row] = await reader.select().from(groups).where(eq(groups.id, id))
  return row ?? null
}
