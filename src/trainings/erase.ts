import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Db, Tx } from '../db/db.ts'
import { monthsBefore } from '../rules/calendar.ts'
import { figuresOf } from './figures.ts'
import { interests, registrationLinks, registrations, sessions } from './schema.ts'

/** How long what people leave for trainings is kept. */
export const KEPT = {
  /** Months after a session's end at which nobody is known any more who had registered. */
  personsMonths: 12,
  /** Months after which a registration that was cancelled is forgotten. */
  cancelledMonths: 1,
} as const

/**
 * Erases who registered, twelve months after the end of their session: names, firms, addresses, what they wrote, and
 * their private links; the session's figures are kept. Cancelled registrations go after one month, wishes to know of
 * the next session after twelve.
 */
export async function erasePeople(db: Db, now: Date): Promise<void> {
  const old = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(isNull(sessions.figures), lte(sessions.endsAt, monthsBefore(now, KEPT.personsMonths))),
    )
  for (const { id } of old)
    await db.transaction(async (tx) => {
      await tx.select().from(sessions).where(eq(sessions.id, id)).for('update')
      await tx
        .update(sessions)
        .set({ figures: await figuresOf(tx, id) })
        .where(eq(sessions.id, id))
      const people = await tx
        .select({ id: registrations.id })
        .from(registrations)
        .where(eq(registrations.sessionId, id))
      await forget(tx, people, now)
    })
  await db.transaction(async (tx) => {
    const cancelled = await tx
      .select({ id: registrations.id })
      .from(registrations)
      .where(
        and(
          eq(registrations.status, 'cancelled'),
          isNull(registrations.erasedAt),
          lte(registrations.cancelledAt, monthsBefore(now, KEPT.cancelledMonths)),
        ),
      )
      .limit(1_000)
    await forget(tx, cancelled, now)
    await tx
      .delete(interests)
      .where(lte(interests.consentAt, monthsBefore(now, KEPT.personsMonths)))
  })
}

async function forget(tx: Tx, people: { id: number }[], now: Date): Promise<void> {
  if (people.length === 0) return
  const ids = people.map(({ id }) => id)
  const wordless = (answer: typeof registrations.hot | typeof registrations.cold) =>
    sql`case when ${answer} is null then null else jsonb_set(${answer}, '{words}', '""') end`
  await tx
    .update(registrations)
    .set({
      firm: null,
      siret: null,
      person: null,
      email: null,
      emailKey: null,
      commune: null,
      hot: wordless(registrations.hot),
      cold: wordless(registrations.cold),
      erasedAt: now,
    })
    .where(inArray(registrations.id, ids))
  await tx.delete(registrationLinks).where(inArray(registrationLinks.registrationId, ids))
}
