import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import type { RegistrationRow, SessionRow } from './queries.ts'
import { registrations, sessions, trainings } from './schema.ts'
import { type Telling, type ToldTraining, tellRegistration } from './tell.ts'

/**
 * A session and its training, the session's row locked until the transaction ends: whoever gives or takes a seat, or
 * decides about the session, does it one after the other.
 */
export async function lockSession(
  tx: Tx,
  sessionId: number,
): Promise<{ session: SessionRow; training: ToldTraining } | null> {
  const [session] = await tx.select().from(sessions).where(eq(sessions.id, sessionId)).for('update')
  if (!session) return null
  const [training] = await tx
    .select({
      id: trainings.id,
      slug: trainings.slug,
      title: trainings.title,
      organiser: partners.name,
    })
    .from(trainings)
    .innerJoin(partners, eq(partners.id, trainings.organiserId))
    .where(eq(trainings.id, session.trainingId))
  if (!training) throw new Error(`session ${sessionId} has no training`)
  return { session, training }
}

/** Seats that are taken; the session's row must be locked. */
export async function countRegistered(tx: Tx, sessionId: number): Promise<number> {
  return tx.$count(
    registrations,
    and(eq(registrations.sessionId, sessionId), eq(registrations.status, 'registered')),
  )
}

/** Gives the seats that are free to those who wait, in their order, and tells them. The session's row must be locked. */
export async function promoteWaiting(
  tx: Tx,
  { session, training }: { session: SessionRow; training: ToldTraining },
  telling: Telling,
): Promise<RegistrationRow[]> {
  const free = session.seats - (await countRegistered(tx, session.id))
  if (free <= 0) return []
  const next = await tx
    .select({ id: registrations.id })
    .from(registrations)
    .where(and(eq(registrations.sessionId, session.id), eq(registrations.status, 'waiting')))
    .orderBy(asc(registrations.id))
    .limit(free)
  if (next.length === 0) return []
  const promoted = await tx
    .update(registrations)
    .set({ status: 'registered', promotedAt: telling.now })
    .where(
      inArray(
        registrations.id,
        next.map(({ id }) => id),
      ),
    )
    .returning()
  for (const registration of promoted)
    await tellRegistration(tx, { registration, session, training, news: 'promoted' }, telling)
  return promoted
}
