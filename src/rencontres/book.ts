import { eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { instantAt } from './clock.ts'
import { firmFor } from './firm.ts'
import { type BookingRow, bookingBy, linkFrom } from './links.ts'
import { attendingBuyer, lockRencontre, type ToldBuyer, type ToldRencontre } from './lock.ts'
import { lapseOffers, offerSlot } from './offers.ts'
import type { BookingRefusal } from './problem.ts'
import type { TypedBooking } from './read-booking.ts'
import { bookings } from './schema.ts'
import { activeBookings, bookingsElsewhere, clash, freeSlots, isTaken, slotById } from './slots.ts'
import { type Telling, tellBooking } from './tell.ts'

/** `secret` leads to the appointment: null where somebody else may be asking. */
export type Booking =
  | { ok: true; status: 'booked' | 'waiting'; secret: string | null }
  | { ok: false; problem: BookingRefusal | 'unknown' }

/** What a firm asks for: one slot, or a place in the waiting list of one buyer. */
export type Wanted = { slotId: number } | { attendingBuyerId: number }

interface Asked {
  typed: TypedBooking
  /** It came with the form: sent twice, the form leads to the same appointment. */
  formSecret: string
}

/**
 * Gives a firm the slot that it asks for, or, where its buyer has no free one, a place in the waiting list. Refuses what
 * another has, and a firm that has an appointment with this buyer already, or another at that hour, here or at another
 * meeting: who has it here is sent its private link again, once a day.
 */
export async function book(
  tx: Tx,
  rencontreId: number,
  wanted: Wanted,
  { typed, formSecret }: Asked,
  telling: Telling,
): Promise<Booking> {
  const rencontre = await lockRencontre(tx, rencontreId)
  if (!rencontre) return { ok: false, problem: 'unknown' }
  const own = await bookingBy(tx, formSecret)
  if (own?.rencontreId === rencontreId && (own.status === 'booked' || own.status === 'waiting'))
    return { ok: true, status: own.status, secret: formSecret }
  await lapseOffers(tx, rencontre, telling)
  const slot = 'slotId' in wanted ? await slotById(tx, wanted.slotId) : null
  const buyerId = 'slotId' in wanted ? slot?.attendingBuyerId : wanted.attendingBuyerId
  const buyer = buyerId === undefined ? null : await attendingBuyer(tx, rencontreId, buyerId)
  if (!buyer || buyer.withdrawnAt || rencontre.state === 'draft')
    return { ok: false, problem: 'unknown' }
  const closed = bookingsRefusal(rencontre, telling.now)
  if (closed) return { ok: false, problem: closed }
  if (slot && (await isTaken(tx, slot.id))) return { ok: false, problem: 'taken' }
  if (!slot && (await freeSlots(tx, buyer.id)).length > 0)
    return { ok: false, problem: 'slots-free' }

  const firmId = await firmFor(tx, rencontreId, typed)
  const active = await activeBookings(tx, rencontreId, firmId)
  const same = active.find(({ attendingBuyerId }) => attendingBuyerId === buyer.id)
  const mayChange = same?.status === 'waiting' && slot !== null
  if (same && !mayChange) {
    await tellAgain(tx, same, { rencontre, buyer }, telling)
    return { ok: false, problem: 'firm-has-buyer' }
  }
  const busy = slot && active.find((each) => clash(each, slot))
  if (busy) {
    const other = await attendingBuyer(tx, rencontreId, busy.attendingBuyerId)
    if (other) await tellAgain(tx, busy, { rencontre, buyer: other }, telling)
    return { ok: false, problem: 'firm-busy' }
  }
  const emailKey = typed.email.toLowerCase()
  const elsewhere = slot && (await bookingsElsewhere(tx, rencontre, { firmId, emailKey }))
  if (slot && elsewhere?.some((each) => clash(each, slot)))
    return { ok: false, problem: 'firm-elsewhere' }

  const { firm: _, siret: __, ...person } = typed
  const values = {
    ...person,
    emailKey,
    firmId,
    status: slot ? ('booked' as const) : ('waiting' as const),
    slotId: slot?.id ?? null,
    fromMinute: slot?.fromMinute ?? null,
    toMinute: slot?.toMinute ?? null,
    consentAt: telling.now,
    askedAt: telling.now,
  }
  const [booking] = same
    ? await tx.update(bookings).set(values).where(eq(bookings.id, same.id)).returning()
    : await tx
        .insert(bookings)
        .values({ ...values, rencontreId, attendingBuyerId: buyer.id })
        .returning()
  if (!booking) throw new Error('an appointment was not added')
  const secret = await linkFrom(tx, formSecret, booking.id)
  await tellBooking(tx, { booking, rencontre, buyer, news: values.status }, telling)
  await bumpVersions(tx, ['rencontres'])
  return { ok: true, status: values.status, secret }
}

export type Change = { ok: true } | { ok: false; problem: BookingRefusal | 'unknown' }

/** Moves an appointment to another free slot of the same buyer; the one that it leaves goes to who waits. */
export async function moveBooking(
  tx: Tx,
  bookingId: number,
  slotId: number,
  telling: Telling,
): Promise<Change> {
  const found = await lockBooking(tx, bookingId, telling)
  if (!found) return { ok: false, problem: 'unknown' }
  const { booking, rencontre, buyer } = found
  const slot = await slotById(tx, slotId)
  if (booking.status !== 'booked' || slot?.attendingBuyerId !== buyer.id)
    return { ok: false, problem: 'unknown' }
  const closed = bookingsRefusal(rencontre, telling.now)
  if (closed) return { ok: false, problem: closed }
  if (slot.id === booking.slotId) return { ok: true }
  if (await isTaken(tx, slot.id)) return { ok: false, problem: 'taken' }
  const others = await activeBookings(tx, rencontre.id, booking.firmId)
  if (others.some((each) => each.id !== booking.id && clash(each, slot)))
    return { ok: false, problem: 'firm-busy' }
  if ((await bookingsElsewhere(tx, rencontre, booking)).some((each) => clash(each, slot)))
    return { ok: false, problem: 'firm-elsewhere' }
  const { fromMinute, toMinute } = slot
  const [moved] = await tx
    .update(bookings)
    .set({ slotId, fromMinute, toMinute, sequence: booking.sequence + 1 })
    .where(eq(bookings.id, bookingId))
    .returning()
  if (!moved) throw new Error(`no appointment ${bookingId}`)
  await tellBooking(tx, { booking: moved, rencontre, buyer, news: 'moved' }, telling)
  await offerSlot(tx, { rencontre, buyer, slotId: booking.slotId }, telling)
  await bumpVersions(tx, ['rencontres'])
  return { ok: true }
}

/** Takes the slot that was offered, as long as it is held. */
export async function acceptOffer(tx: Tx, bookingId: number, telling: Telling): Promise<Change> {
  const found = await lockBooking(tx, bookingId, telling)
  if (!found) return { ok: false, problem: 'unknown' }
  const { booking, rencontre, buyer } = found
  if (booking.status === 'booked') return { ok: true }
  if (rencontre.state === 'called-off') return { ok: false, problem: 'called-off' }
  if (booking.status !== 'offered') return { ok: false, problem: 'offer-over' }
  if (instantAt(rencontre.startsWall, booking.fromMinute ?? 0) <= telling.now)
    return { ok: false, problem: 'begun' }
  const [taken] = await tx
    .update(bookings)
    .set({ status: 'booked', offerUntil: null })
    .where(eq(bookings.id, bookingId))
    .returning()
  if (!taken) throw new Error(`no appointment ${bookingId}`)
  await tellBooking(tx, { booking: taken, rencontre, buyer, news: 'booked' }, telling)
  await bumpVersions(tx, ['rencontres'])
  return { ok: true }
}

/**
 * Gives an appointment, an offer or a place in the waiting list back, and the slot to the first who waits. Refused once
 * its hour has come; what was given back already is no problem.
 */
export async function giveBack(
  tx: Tx,
  bookingId: number,
  by: 'themselves' | 'organiser',
  telling: Telling,
): Promise<Change> {
  const found = await lockBooking(tx, bookingId, telling)
  if (!found) return { ok: false, problem: 'unknown' }
  const { booking, rencontre, buyer } = found
  if (booking.status === 'cancelled' || booking.status === 'lapsed') return { ok: true }
  const begins = instantAt(rencontre.startsWall, booking.fromMinute ?? 0)
  if ((booking.fromMinute === null ? rencontre.startsAt : begins) <= telling.now)
    return { ok: false, problem: 'begun' }
  const given = await release(tx, booking, telling.now)
  const news = by === 'themselves' ? 'given-back' : 'given-back-by-organiser'
  await tellBooking(tx, { booking: withoutEntry(given, booking), rencontre, buyer, news }, telling)
  await offerSlot(tx, { rencontre, buyer, slotId: booking.slotId }, telling)
  await bumpVersions(tx, ['rencontres'])
  return { ok: true }
}

/** Marks a booking as given back: its slot is free. The meeting's row must be locked. */
export async function release(tx: Tx, booking: BookingRow, now: Date): Promise<BookingRow> {
  const [given] = await tx
    .update(bookings)
    .set({
      status: 'cancelled',
      slotId: null,
      offerUntil: null,
      cancelledAt: now,
      sequence: booking.sequence + 1,
    })
    .where(eq(bookings.id, booking.id))
    .returning()
  if (!given) throw new Error(`no appointment ${booking.id}`)
  return given
}

/** Only who had an appointment has something to take out of a calendar. */
export function withoutEntry(given: BookingRow, before: BookingRow): BookingRow {
  return before.status === 'booked' ? given : { ...given, status: before.status }
}

/** Why nobody can book at this meeting now; null where one can. */
export function bookingsRefusal(
  { state, bookableUntil }: Pick<ToldRencontre, 'state' | 'bookableUntil'>,
  now: Date,
): Extract<BookingRefusal, 'called-off' | 'bookings-closed'> | null {
  if (state === 'called-off') return 'called-off'
  return bookableUntil <= now || state === 'draft' ? 'bookings-closed' : null
}

interface Locked {
  booking: BookingRow
  rencontre: ToldRencontre
  buyer: ToldBuyer
}

/** A booking with its meeting, whose row is locked; offers that nobody took in time are over. */
async function lockBooking(tx: Tx, id: number, telling: Telling): Promise<Locked | null> {
  const [found] = await tx
    .select({ rencontreId: bookings.rencontreId })
    .from(bookings)
    .where(eq(bookings.id, id))
  const rencontre = found && (await lockRencontre(tx, found.rencontreId))
  if (!rencontre) return null
  await lapseOffers(tx, rencontre, telling)
  const [booking] = await tx.select().from(bookings).where(eq(bookings.id, id))
  const buyer = booking && (await attendingBuyer(tx, rencontre.id, booking.attendingBuyerId))
  return booking && buyer ? { booking, rencontre, buyer } : null
}

async function tellAgain(
  tx: Tx,
  booking: BookingRow,
  { rencontre, buyer }: { rencontre: ToldRencontre; buyer: ToldBuyer },
  telling: Telling,
): Promise<void> {
  const once = telling.now.toISOString().slice(0, 10)
  await tellBooking(tx, { booking, rencontre, buyer, news: 'again', once }, telling)
}
