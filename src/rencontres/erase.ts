import { and, eq, inArray, isNotNull, isNull, lte, ne, or } from 'drizzle-orm'
import type { Db, Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { monthsBefore } from '../rules/calendar.ts'
import { figuresOf } from './figures.ts'
import { attendingBuyers, bookingLinks, bookings, firms, interests, rencontres } from './schema.ts'

/** How long what people leave for buyers' meetings is kept; views/words/rencontres.ts tells it too. */
export const KEPT = {
  /** Months after a meeting at which nobody is known any more who came. */
  personsMonths: 12,
  /** Months after which firms are not known either: until then they tell a later meeting who is new. */
  firmsMonths: 36,
  /** Months after which an appointment that was given back is forgotten. */
  givenBackMonths: 1,
  /** Months that somebody is told of new meetings. */
  interestMonths: 24,
  /** Days that a wish waits for its link to be opened. */
  unconfirmedDays: 7,
} as const
const BATCH = 500

/**
 * Erases persons a year after their meeting (a month after they gave their appointment back) and firms after three
 * years; each buyer's figures are kept. Wishes to know of the next meetings go after two years, or after a week where
 * they were never confirmed.
 */
export async function eraseBookings(db: Db, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const old = await tx
      .select({ id: bookings.id })
      .from(bookings)
      .innerJoin(rencontres, eq(rencontres.id, bookings.rencontreId))
      .where(
        and(
          isNull(rencontres.erasedAt),
          lte(rencontres.endsAt, monthsBefore(now, KEPT.personsMonths)),
          isNull(bookings.erasedAt),
        ),
      )
      .limit(BATCH)
    const givenBack = await tx
      .select({ id: bookings.id })
      .from(bookings)
      .where(
        and(
          inArray(bookings.status, ['cancelled', 'lapsed']),
          isNull(bookings.erasedAt),
          lte(bookings.cancelledAt, monthsBefore(now, KEPT.givenBackMonths)),
        ),
      )
      .limit(BATCH)
    await forget(tx, [...old, ...givenBack], now)
    await tx
      .delete(interests)
      .where(
        or(
          lte(interests.askedAt, monthsBefore(now, KEPT.interestMonths)),
          and(
            isNull(interests.confirmedAt),
            lte(interests.askedAt, new Date(now.getTime() - KEPT.unconfirmedDays * 86_400_000)),
          ),
        ),
      )
  })
  const over = await db
    .select({ id: rencontres.id })
    .from(rencontres)
    .where(
      and(isNull(rencontres.erasedAt), lte(rencontres.endsAt, monthsBefore(now, KEPT.firmsMonths))),
    )
    .limit(BATCH)
  for (const { id } of over) await db.transaction((tx) => eraseFirms(tx, id, now))
}

async function eraseFirms(tx: Tx, id: number, now: Date): Promise<void> {
  const [rencontre] = await tx
    .select()
    .from(rencontres)
    .where(and(eq(rencontres.id, id), isNull(rencontres.erasedAt)))
    .for('update')
  if (!rencontre) return
  const attending = await tx
    .select()
    .from(attendingBuyers)
    .where(eq(attendingBuyers.rencontreId, id))
  for (const each of attending)
    await tx
      .update(attendingBuyers)
      .set({ figures: await figuresOf(tx, rencontre, each) })
      .where(eq(attendingBuyers.id, each.id))
  await tx
    .update(firms)
    .set({ name: null, nameKey: null, siret: null, siren: null, erasedAt: now })
    .where(eq(firms.rencontreId, id))
  const left = await tx
    .select({ id: bookings.id })
    .from(bookings)
    .where(and(eq(bookings.rencontreId, id), isNull(bookings.erasedAt)))
  await forget(tx, left, now)
  await tx.update(rencontres).set({ erasedAt: now }).where(eq(rencontres.id, id))
  await bumpVersions(tx, ['rencontres'])
}

async function forget(tx: Tx, people: { id: number }[], now: Date): Promise<void> {
  if (people.length === 0) return
  const ids = people.map(({ id }) => id)
  const erased = await tx
    .update(bookings)
    .set({ person: null, email: null, emailKey: null, phone: null, sells: '', erasedAt: now })
    .where(inArray(bookings.id, ids))
    .returning({ firmId: bookings.firmId })
  await tx.delete(bookingLinks).where(inArray(bookingLinks.bookingId, ids))
  await forgetIdleFirms(
    tx,
    erased.map(({ firmId }) => firmId),
    now,
  )
}

/** A firm that has nothing but what it gave back is forgotten with it. */
async function forgetIdleFirms(tx: Tx, firmIds: number[], now: Date): Promise<void> {
  const kept = tx
    .select({ id: bookings.firmId })
    .from(bookings)
    .where(
      and(
        inArray(bookings.firmId, firmIds),
        or(
          isNull(bookings.erasedAt),
          and(ne(bookings.status, 'cancelled'), ne(bookings.status, 'lapsed')),
        ),
      ),
    )
  const busy = new Set((await kept).map(({ id }) => id))
  const idle = [...new Set(firmIds)].filter((id) => !busy.has(id))
  if (idle.length > 0)
    await tx
      .update(firms)
      .set({ name: null, nameKey: null, siret: null, siren: null, erasedAt: now })
      .where(and(inArray(firms.id, idle), isNotNull(firms.nameKey)))
}
