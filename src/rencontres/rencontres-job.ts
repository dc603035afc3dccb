import { and, eq, gt, isNull, lte } from 'drizzle-orm'
import { rencontreMails } from '../../views/mail/rencontres.ts'
import type { Db } from '../db/db.ts'
import { readSettings } from '../db/settings.ts'
import { bumpVersions } from '../db/versions.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { eraseBookings } from './erase.ts'
import { attendingBuyer, lockRencontre } from './lock.ts'
import { lapseOffers } from './offers.ts'
import { bookings, rencontres } from './schema.ts'
import { type Telling, tellBooking } from './tell.ts'

/** The kind of job that watches over the dates of meetings. */
export const RENCONTRES_JOB = 'rencontres'
const EVERY_SECONDS = 5 * 60
const DAY_MS = 86_400_000

/**
 * What meetings ask for as time goes by: offers that nobody took go to the next who waits, firms are reminded the day
 * before, and what is told of persons and firms is erased. Each is done once.
 */
export function rencontresJob({
  db,
  now,
  config,
}: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async () => {
    const settings = await readSettings(db)
    if (settings) {
      const { tagAuthority } = settings
      const telling: Telling = { config, now: now(), tagAuthority, mails: rencontreMails }
      await endOffers(db, telling)
      await remind(db, telling)
    }
    await eraseBookings(db, now())
    return { againAfterSeconds: EVERY_SECONDS }
  }
}

async function endOffers(db: Db, telling: Telling): Promise<void> {
  const due = await db
    .selectDistinct({ id: bookings.rencontreId })
    .from(bookings)
    .where(and(eq(bookings.status, 'offered'), lte(bookings.offerUntil, telling.now)))
  for (const { id } of due)
    await db.transaction(async (tx) => {
      const rencontre = await lockRencontre(tx, id)
      if (!rencontre) return
      await lapseOffers(tx, rencontre, telling)
      await bumpVersions(tx, ['rencontres'])
    })
}

/** Who booked within the last day and a half has just been told when it is. */
async function remind(db: Db, telling: Telling): Promise<void> {
  const due = await db
    .select({ id: rencontres.id })
    .from(rencontres)
    .where(
      and(
        eq(rencontres.state, 'published'),
        isNull(rencontres.remindedAt),
        gt(rencontres.startsAt, telling.now),
        lte(rencontres.startsAt, new Date(telling.now.getTime() + DAY_MS)),
      ),
    )
  for (const { id } of due)
    await db.transaction(async (tx) => {
      const rencontre = await lockRencontre(tx, id)
      if (rencontre?.state !== 'published' || rencontre.remindedAt) return
      const people = await tx
        .select()
        .from(bookings)
        .where(
          and(
            eq(bookings.rencontreId, id),
            eq(bookings.status, 'booked'),
            lte(bookings.askedAt, new Date(rencontre.startsAt.getTime() - 1.5 * DAY_MS)),
          ),
        )
      for (const booking of people) {
        const buyer = await attendingBuyer(tx, id, booking.attendingBuyerId)
        if (buyer)
          await tellBooking(
            tx,
            { booking, rencontre, buyer, news: 'reminder', once: rencontre.sequence },
            telling,
          )
      }
      await tx.update(rencontres).set({ remindedAt: telling.now }).where(eq(rencontres.id, id))
    })
}
