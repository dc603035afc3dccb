import { eq, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { buyers, partners } from '../partners/schema.ts'
import { attendingBuyers, rencontres } from './schema.ts'

export type RencontreRow = typeof rencontres.$inferSelect
export type AttendingRow = typeof attendingBuyers.$inferSelect

/** A meeting with the name of who organises it, as messages tell of it. */
export type ToldRencontre = RencontreRow & { organiser: string }

/** A buyer that takes part, with its name. */
export type ToldBuyer = AttendingRow & { name: string }

/**
 * A meeting, its row locked until the transaction ends: whoever gives or takes a slot, or decides about the meeting,
 * does it one after the other. So do those of other meetings of the same day: a firm is at one of them at a time.
 */
export async function lockRencontre(tx: Tx, id: number): Promise<ToldRencontre | null> {
  const [row] = await tx.select().from(rencontres).where(eq(rencontres.id, id)).for('update')
  if (!row) return null
  const day = `rencontres ${row.startsWall.slice(0, 10)}`
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${day}, 0))`)
  const [organiser] = await tx
    .select({ name: partners.name })
    .from(partners)
    .where(eq(partners.id, row.organiserId))
  if (!organiser) throw new Error(`meeting ${id} has no organiser`)
  return { ...row, organiser: organiser.name }
}

/** A buyer that takes part in this meeting, by the number of its place there. */
export async function attendingBuyer(
  tx: Tx,
  rencontreId: number,
  id: number,
): Promise<ToldBuyer | null> {
  const [row] = await tx
    .select({ attending: attendingBuyers, name: buyers.name })
    .from(attendingBuyers)
    .innerJoin(buyers, eq(buyers.id, attendingBuyers.buyerId))
    .where(eq(attendingBuyers.id, id))
  return row?.attending.rencontreId === rencontreId ? { ...row.attending, name: row.name } : null
}
