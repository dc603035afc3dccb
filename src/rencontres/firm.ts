import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { nameKey } from '../places/name-key.ts'
import type { TypedBooking } from './read-booking.ts'
import { bookings, firms } from './schema.ts'

/**
 * The firm at this meeting that somebody books for, added where it is new: the one that the same e-mail address booked
 * for already (nobody is in two places at once), or has the same SIREN, or the same name where only one of them gave a
 * SIRET. The meeting's row must be locked.
 */
export async function firmFor(
  tx: Tx,
  rencontreId: number,
  { firm, siret, email }: Pick<TypedBooking, 'firm' | 'siret' | 'email'>,
): Promise<number> {
  const siren = siret?.slice(0, 9) ?? null
  const key = nameKey(firm)
  const known =
    (await firmOfPerson(tx, rencontreId, email.toLowerCase())) ??
    (siren === null ? null : await bySiren(tx, rencontreId, siren)) ??
    (await byName(tx, rencontreId, key, siren !== null))
  if (known) {
    if (known.siren === null && siren !== null && !(await bySiren(tx, rencontreId, siren)))
      await tx.update(firms).set({ siret, siren }).where(eq(firms.id, known.id))
    return known.id
  }
  const [added] = await tx
    .insert(firms)
    .values({ rencontreId, name: firm, nameKey: key, siret, siren })
    .returning({ id: firms.id })
  if (!added) throw new Error('a firm was not added')
  return added.id
}

type Known = Pick<typeof firms.$inferSelect, 'id' | 'siren'>

const KNOWN = { id: firms.id, siren: firms.siren }

async function firmOfPerson(tx: Tx, rencontreId: number, emailKey: string): Promise<Known | null> {
  const [found] = await tx
    .select(KNOWN)
    .from(bookings)
    .innerJoin(firms, eq(firms.id, bookings.firmId))
    .where(
      and(
        eq(bookings.rencontreId, rencontreId),
        eq(bookings.emailKey, emailKey),
        inArray(bookings.status, ['booked', 'offered', 'waiting']),
      ),
    )
    .limit(1)
  return found ?? null
}

async function bySiren(tx: Tx, rencontreId: number, siren: string): Promise<Known | null> {
  const [found] = await tx
    .select(KNOWN)
    .from(firms)
    .where(and(eq(firms.rencontreId, rencontreId), eq(firms.siren, siren)))
  return found ?? null
}

/** Two firms of one name with a SIREN each are two. */
async function byName(
  tx: Tx,
  rencontreId: number,
  key: string,
  hasSiren: boolean,
): Promise<Known | null> {
  if (key === '') return null
  const [found] = await tx
    .select(KNOWN)
    .from(firms)
    .where(
      and(
        eq(firms.rencontreId, rencontreId),
        eq(firms.nameKey, key),
        hasSiren ? isNull(firms.siren) : undefined,
      ),
    )
    .orderBy(asc(firms.id))
    .limit(1)
  return found ?? null
}
