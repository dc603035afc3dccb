import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { release, withoutEntry } from './book.ts'
import { minuteOf } from './clock.ts'
import { type Author, changed, done } from './edit-rencontre.ts'
import { type Span, slotsOf } from './grid.ts'
import { attendingBuyer, lockRencontre, type ToldBuyer, type ToldRencontre } from './lock.ts'
import { offerSlot } from './offers.ts'
import { type Outcome, refused } from './problem.ts'
import type { TypedAttending } from './read-attending.ts'
import { attendingBuyers, bookings, type Grid, shownPurchases, slots } from './schema.ts'
import { type Telling, tellBooking } from './tell.ts'

/** Adds a buyer to a meeting, with its slots. One that had left comes back. */
export async function addBuyer(
  tx: Tx,
  rencontreId: number,
  { buyerId, typed }: { buyerId: number; typed: TypedAttending },
  author: Author,
  telling: Telling,
): Promise<Outcome<{ id: number }>> {
  const rencontre = await lockRencontre(tx, rencontreId)
  if (!rencontre || isOver(rencontre, author.now)) return refused('not-now')
  const [known] = await tx
    .select()
    .from(attendingBuyers)
    .where(and(eq(attendingBuyers.rencontreId, rencontreId), eq(attendingBuyers.buyerId, buyerId)))
  if (known && known.withdrawnAt === null) return refused('already-attending', 'acheteur')
  const [row] = known
    ? await tx
        .update(attendingBuyers)
        .set({ withdrawnAt: null })
        .where(eq(attendingBuyers.id, known.id))
        .returning({ id: attendingBuyers.id })
    : await tx
        .insert(attendingBuyers)
        .values({ rencontreId, buyerId, seeks: '', spot: '' })
        .returning({ id: attendingBuyers.id })
  if (!row) throw new Error('a buyer was not added')
  return write(tx, { rencontre, id: row.id, typed }, author, telling)
}

/** Changes what a buyer comes for and when it receives firms; refuses to take a slot away that somebody has. */
export async function editBuyer(
  tx: Tx,
  rencontreId: number,
  { id, typed }: { id: number; typed: TypedAttending },
  author: Author,
  telling: Telling,
): Promise<Outcome<{ id: number }>> {
  const rencontre = await lockRencontre(tx, rencontreId)
  if (!rencontre || isOver(rencontre, author.now)) return refused('not-now')
  return write(tx, { rencontre, id, typed }, author, telling)
}

/** Takes a buyer out of a meeting: its appointments are given back, and everyone who had one is told. */
export async function removeBuyer(
  tx: Tx,
  rencontreId: number,
  id: number,
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const rencontre = await lockRencontre(tx, rencontreId)
  const buyer = await attendingBuyer(tx, rencontreId, id)
  if (!rencontre || !buyer || buyer.withdrawnAt || isOver(rencontre, author.now))
    return refused('not-now')
  const active = await tx
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.attendingBuyerId, id),
        inArray(bookings.status, ['booked', 'offered', 'waiting']),
      ),
    )
  for (const before of active) {
    const given = await release(tx, before, author.now)
    const booking = withoutEntry(given, before)
    await tellBooking(tx, { booking, rencontre, buyer, news: 'buyer-withdrew' }, telling)
  }
  await tx.delete(slots).where(eq(slots.attendingBuyerId, id))
  await tx.delete(shownPurchases).where(eq(shownPurchases.attendingBuyerId, id))
  await tx
    .update(attendingBuyers)
    .set({ withdrawnAt: author.now, grid: null })
    .where(eq(attendingBuyers.id, id))
  const after = await changed(tx, rencontre, { movedAt: author.now })
  await done(tx, 'rencontre.change', after, author)
  return { ok: true }
}

function isOver({ state, startsAt }: ToldRencontre, now: Date): boolean {
  return state === 'called-off' || startsAt <= now
}

async function write(
  tx: Tx,
  { rencontre, id, typed }: { rencontre: ToldRencontre; id: number; typed: TypedAttending },
  author: Author,
  telling: Telling,
): Promise<Outcome<{ id: number }>> {
  const { seeks, spot, grid, purchaseIds } = typed
  const buyer = await attendingBuyer(tx, rencontre.id, id)
  if (!buyer || buyer.withdrawnAt) return refused('not-now')
  if (grid && slotsOf(grid).some((slot) => !isWithin(rencontre, slot)))
    return refused('slots-outside', 'de')
  const added = await setSlots(tx, id, grid)
  if (added === null) return refused('slots-booked', 'de')
  await tx.update(attendingBuyers).set({ seeks, spot, grid }).where(eq(attendingBuyers.id, id))
  await tx.delete(shownPurchases).where(eq(shownPurchases.attendingBuyerId, id))
  if (purchaseIds.length > 0)
    await tx
      .insert(shownPurchases)
      .values(purchaseIds.map((plannedPurchaseId) => ({ attendingBuyerId: id, plannedPurchaseId })))
  await offerAll(tx, rencontre, buyer, added, telling)
  const after = await changed(tx, rencontre, { movedAt: author.now })
  await done(tx, 'rencontre.change', after, author)
  return { ok: true, id }
}

function isWithin({ startsWall, endsWall }: ToldRencontre, { from, to }: Span): boolean {
  return minuteOf(startsWall) <= from && to <= minuteOf(endsWall)
}

/** Makes a buyer's slots those of the grid; answers those that are new, or null where one to go is somebody's. */
async function setSlots(tx: Tx, id: number, grid: Grid | null): Promise<number[] | null> {
  const wanted = grid === null ? [] : slotsOf(grid)
  const standing = await tx
    .select({ slot: slots, bookingId: bookings.id })
    .from(slots)
    .leftJoin(bookings, eq(bookings.slotId, slots.id))
    .where(eq(slots.attendingBuyerId, id))
  const isWanted = ({ fromMinute, toMinute }: typeof slots.$inferSelect) =>
    wanted.some(({ from, to }) => from === fromMinute && to === toMinute)
  const going = standing.filter(({ slot }) => !isWanted(slot))
  if (going.some(({ bookingId }) => bookingId !== null)) return null
  if (going.length > 0)
    await tx.delete(slots).where(
      inArray(
        slots.id,
        going.map(({ slot }) => slot.id),
      ),
    )
  const coming = wanted.filter(
    ({ from, to }) =>
      !standing.some(({ slot }) => slot.fromMinute === from && slot.toMinute === to),
  )
  if (coming.length === 0) return []
  const added = await tx
    .insert(slots)
    .values(
      coming.map(({ from, to }) => ({ attendingBuyerId: id, fromMinute: from, toMinute: to })),
    )
    .returning({ id: slots.id })
  return added.map((slot) => slot.id)
}

async function offerAll(
  tx: Tx,
  rencontre: ToldRencontre,
  buyer: ToldBuyer,
  slotIds: number[],
  telling: Telling,
): Promise<void> {
  for (const slotId of slotIds) await offerSlot(tx, { rencontre, buyer, slotId }, telling)
}

/** What a buyer says of an appointment afterwards. */
export interface Attendance {
  bookingId: number
  attendance: 'present' | 'absent' | null
  toldNew: boolean | null
  hasBid: boolean | null
}

/** What a buyer says of its appointments as a whole. */
export interface TurnOut {
  rows: Attendance[]
  toldMet: number | null
  toldNew: number | null
  words: string
}

/** Writes down who came to a buyer's table and what came of it; written again, the last word counts. */
export async function writeTurnOut(
  tx: Tx,
  rencontreId: number,
  id: number,
  { rows, toldMet, toldNew, words }: TurnOut,
  author: Author,
): Promise<Outcome> {
  const rencontre = await lockRencontre(tx, rencontreId)
  const buyer = await attendingBuyer(tx, rencontreId, id)
  if (rencontre?.state !== 'published' || !buyer || rencontre.startsAt > author.now)
    return refused('not-now')
  if (rencontre.erasedAt) return refused('not-now')
  for (const { bookingId, ...said } of rows)
    await tx
      .update(bookings)
      .set(said)
      .where(
        and(
          eq(bookings.id, bookingId),
          eq(bookings.attendingBuyerId, id),
          eq(bookings.status, 'booked'),
          isNotNull(bookings.slotId),
          isNull(bookings.erasedAt),
        ),
      )
  await tx
    .update(attendingBuyers)
    .set({ toldMet, toldNew, outcomeWords: words })
    .where(eq(attendingBuyers.id, id))
  const after = await changed(tx, rencontre, { movedAt: author.now })
  await done(tx, 'rencontre.attendance', after, author)
  return { ok: true }
}
