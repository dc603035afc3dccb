import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { BookingRow } from './links.ts'
import { bookings, slots } from './schema.ts'

export type SlotRow = typeof slots.$inferSelect

export async function slotById(reader: Reader, id: number): Promise<SlotRow | null> {
  const [slot] = await reader.select().from(slots).where(eq(slots.id, id))
  return slot ?? null
}

/** Whether somebody has this slot, or is offered it. */
export async function isTaken(reader: Reader, slotId: number): Promise<boolean> {
  const [found] = await reader
    .select({ id: bookings.id })
    .from(bookings)
    .where(eq(bookings.slotId, slotId))
  return found !== undefined
}

/** A buyer's slots that nobody has or is offered, in their order. */
export async function freeSlots(reader: Reader, attendingBuyerId: number): Promise<SlotRow[]> {
  const rows = await reader
    .select({ slot: slots })
    .from(slots)
    .leftJoin(bookings, eq(bookings.slotId, slots.id))
    .where(and(eq(slots.attendingBuyerId, attendingBuyerId), isNull(bookings.id)))
    .orderBy(asc(slots.fromMinute))
  return rows.map(({ slot }) => slot)
}

/** What a firm has at a meeting, waits for or is offered. */
export async function activeBookings(
  reader: Reader,
  rencontreId: number,
  firmId: number,
): Promise<BookingRow[]> {
  return reader
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.firmId, firmId),
        eq(bookings.rencontreId, rencontreId),
        inArray(bookings.status, ['booked', 'offered', 'waiting']),
      ),
    )
    .orderBy(asc(bookings.id))
}

/** Whether a booking holds an hour that a slot needs. */
export function clash(
  booking: Pick<BookingRow, 'slotId' | 'fromMinute' | 'toMinute'>,
  slot: Pick<SlotRow, 'fromMinute' | 'toMinute'>,
): boolean {
  const { slotId, fromMinute, toMinute } = booking
  if (slotId === null || fromMinute === null || toMinute === null) return false
  return fromMinute < slot.toMinute && slot.fromMinute < toMinute
}
