import { and, asc, eq, lte } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { instantAt } from './clock.ts'
import { attendingBuyer, type ToldBuyer, type ToldRencontre } from './lock.ts'
import { bookings } from './schema.ts'
import { activeBookings, bookingsElsewhere, clash, isTaken, slotById } from './slots.ts'
import { type Telling, tellBooking } from './tell.ts'

const HOUR_MS = 3_600_000
/** How long a slot that fell free is held for the firm that it is offered to. */
const HELD_MS = 24 * HOUR_MS
/** A firm needs that long to come. */
const NOTICE_MS = 2 * HOUR_MS
/** Less is no time to answer in. */
const LEAST_MS = HOUR_MS / 2

/**
 * Offers a slot that fell free to the first who waits for its buyer and is free at that hour, for a day at most and
 * until two hours before it begins. Nothing where nobody waits: then everyone may book it. The meeting's row must be
 * locked.
 */
export async function offerSlot(
  tx: Tx,
  {
    rencontre,
    buyer,
    slotId,
  }: { rencontre: ToldRencontre; buyer: ToldBuyer; slotId: number | null },
  telling: Telling,
): Promise<void> {
  if (slotId === null || rencontre.state !== 'published' || buyer.withdrawnAt) return
  const slot = await slotById(tx, slotId)
  if (!slot || (await isTaken(tx, slotId))) return
  const begins = instantAt(rencontre.startsWall, slot.fromMinute).getTime()
  const offerUntil = new Date(Math.min(telling.now.getTime() + HELD_MS, begins - NOTICE_MS))
  if (offerUntil.getTime() - telling.now.getTime() < LEAST_MS) return
  const waiting = await tx
    .select()
    .from(bookings)
    .where(and(eq(bookings.attendingBuyerId, buyer.id), eq(bookings.status, 'waiting')))
    .orderBy(asc(bookings.id))
  for (const { id, firmId, emailKey } of waiting) {
    const own = [
      ...(await activeBookings(tx, rencontre.id, firmId)),
      ...(await bookingsElsewhere(tx, rencontre, { firmId, emailKey })),
    ]
    if (own.some((each) => clash(each, slot))) continue
    const { fromMinute, toMinute } = slot
    const [booking] = await tx
      .update(bookings)
      .set({ status: 'offered', slotId, fromMinute, toMinute, offerUntil })
      .where(eq(bookings.id, id))
      .returning()
    if (!booking) throw new Error(`no place ${id} in the waiting list`)
    await tellBooking(tx, { booking, rencontre, buyer, news: 'offered', once: slotId }, telling)
    return
  }
}

/** Ends the offers of a meeting that nobody took in time: each slot goes to the next. The meeting's row must be locked. */
export async function lapseOffers(
  tx: Tx,
  rencontre: ToldRencontre,
  telling: Telling,
): Promise<void> {
  const over = await tx
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.rencontreId, rencontre.id),
        eq(bookings.status, 'offered'),
        lte(bookings.offerUntil, telling.now),
      ),
    )
    .orderBy(asc(bookings.id))
  for (const before of over) {
    const [booking] = await tx
      .update(bookings)
      .set({ status: 'lapsed', slotId: null, offerUntil: null, cancelledAt: telling.now })
      .where(eq(bookings.id, before.id))
      .returning()
    const buyer = await attendingBuyer(tx, rencontre.id, before.attendingBuyerId)
    if (!booking || !buyer) throw new Error(`no place ${before.id} in the waiting list`)
    await tellBooking(tx, { booking, rencontre, buyer, news: 'lapsed' }, telling)
    await offerSlot(tx, { rencontre, buyer, slotId: before.slotId }, telling)
  }
}
