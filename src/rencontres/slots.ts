import { and, asc, eq, gt, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { BookingRow } from './links.ts'
import type { RencontreRow } from './lock.ts'
import { bookings, firms, rencontres, slots } from './schema.ts'

export type SlotRow = typeof slots.$inferSelect

/** A slot by its key; null where there is none. */
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

const DAY_MS = 86_400_000

/** What a firm has, or is offered, at other meetings of that day: known by its SIREN, or by the address of who comes. */
export async function bookingsElsewhere(
  reader: Reader,
  { id, startsAt, startsWall }: Pick<RencontreRow, 'id' | 'startsAt' | 'startsWall'>,
  { firmId, emailKey }: { firmId: number; emailKey: string | null },
): Promise<Pick<BookingRow, 'slotId' | 'fromMinute' | 'toMinute'>[]> {
  const siren = reader.select({ siren: firms.siren }).from(firms).where(eq(firms.id, firmId))
  return reader
    .select({
      slotId: bookings.slotId,
      fromMinute: bookings.fromMinute,
      toMinute: bookings.toMinute,
    })
    .from(rencontres)
    .innerJoin(bookings, eq(bookings.rencontreId, rencontres.id))
    .innerJoin(firms, eq(firms.id, bookings.firmId))
    .where(
      and(
        // As the index says it.
        sql`${rencontres.state} <> 'draft'`,
        eq(rencontres.state, 'published'),
        ne(rencontres.id, id),
        gt(rencontres.startsAt, new Date(startsAt.getTime() - DAY_MS)),
        lt(rencontres.startsAt, new Date(startsAt.getTime() + DAY_MS)),
        sql`left(${rencontres.startsWall}, 10) = ${startsWall.slice(0, 10)}`,
        inArray(bookings.status, ['booked', 'offered']),
        or(emailKey === null ? undefined : eq(bookings.emailKey, emailKey), eq(firms.siren, siren)),
      ),
    )
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
