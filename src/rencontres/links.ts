import { eq } from 'drizzle-orm'
import { hashOfSecret, isSecret, newSecret } from '../auth/secret.ts'
import type { Reader, Tx } from '../db/db.ts'
import { bookingLinks, bookings } from './schema.ts'

export type BookingRow = typeof bookings.$inferSelect

/** Where an appointment is seen, moved and given back. */
export function bookingPath(secret: string): string {
  return `/rencontres/rendez-vous/${secret}`
}

/** One more private link to a booking: by the form's own secret, unless it is none of ours or leads elsewhere already. */
export async function linkFrom(tx: Tx, formSecret: string, bookingId: number): Promise<string> {
  if (isSecret(formSecret)) {
    const [own] = await tx
      .insert(bookingLinks)
      .values({ tokenHash: await hashOfSecret(formSecret), bookingId })
      .onConflictDoNothing()
      .returning()
    if (own) return formSecret
  }
  const secret = newSecret()
  await tx.insert(bookingLinks).values({ tokenHash: await hashOfSecret(secret), bookingId })
  return secret
}

/** The booking that this secret leads to; null where there is none, or none any more. */
export async function bookingBy(reader: Reader, secret: string): Promise<BookingRow | null> {
  if (!isSecret(secret)) return null
  const [row] = await reader
    .select({ booking: bookings })
    .from(bookingLinks)
    .innerJoin(bookings, eq(bookings.id, bookingLinks.bookingId))
    .where(eq(bookingLinks.tokenHash, await hashOfSecret(secret)))
  return row?.booking ?? null
}
