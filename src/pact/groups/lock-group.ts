import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { groups } from './schema.ts'
import type { GroupRow } from './values.ts'

/** A group as it stands, held until the transaction ends. */
export async function lockGroup(tx: Tx, id: number): Promise<GroupRow | null> {
  const [row] = await tx.select().from(groups).where(eq(groups.id, id)).for('update')
  return row ?? null
}
