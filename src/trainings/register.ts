import { and, eq, ne } from 'drizzle-orm'
import { hashOfSecret, isSecret } from '../auth/secret.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { registrationRefusal } from './life.ts'
import { addLink, registrationBy } from './links.ts'
import type { SessionRefusal } from './problem.ts'
import type { TypedRegistration } from './read-registration.ts'
import type { RegistrationRow } from './queries.ts'
import { registrationLinks, registrations } from './schema.ts'
import { countRegistered, lockSession, promoteWaiting } from './seats.ts'
import { type Telling, tellRegistration } from './tell.ts'

/** `secret` leads to the registration: null where somebody else may be asking. */
export type Registering =
  | { ok: true; status: 'registered' | 'waiting'; repeated: boolean; secret: string | null }
  | { ok: false; problem: SessionRefusal | 'unknown' }

/**
 * Registers somebody for a session: a seat as long as there is one, then a place in the waiting list, in the order of
 * asking whatever comes at once. The same e-mail address has one place: asked again, it is told the same and nothing is
 * added. `formSecret` came with the form: sent twice, the form leads to the same registration.
 */
export async function register(
  tx: Tx,
  sessionId: number,
  { typed, formSecret }: { typed: TypedRegistration; formSecret: string },
  telling: Telling,
): Promise<Registering> {
  const locked = await lockSession(tx, sessionId)
  if (!locked) return { ok: false, problem: 'unknown' }
  const { session } = locked
  const problem = registrationRefusal(session, telling.now)
  if (problem === 'cancelled' || problem === 'over') return { ok: false, problem }
  const emailKey = typed.email.toLowerCase()
  const known = await registrationOf(tx, sessionId, emailKey)
  if (known) {
    const day = telling.now.toISOString().slice(0, 10)
    const again = { ...locked, registration: known, news: 'again', once: day } as const
    await tellRegistration(tx, again, telling)
    const own = await registrationBy(tx, formSecret)
    return {
      ok: true,
      status: known.status === 'waiting' ? 'waiting' : 'registered',
      repeated: true,
      secret: own?.id === known.id ? formSecret : null,
    }
  }
  if (problem) return { ok: false, problem }
  const isFull = (await countRegistered(tx, sessionId)) >= session.seats
  const status = isFull ? 'waiting' : 'registered'
  const [registration] = await tx
    .insert(registrations)
    .values({
      ...typed,
      sessionId,
      status,
      emailKey,
      consentAt: telling.now,
      registeredAt: telling.now,
    })
    .returning()
  if (!registration) throw new Error('a registration was not added')
  const secret = await linkFrom(tx, formSecret, registration.id)
  await tellRegistration(tx, { ...locked, registration, news: status }, telling)
  await bumpVersions(tx, ['trainings'])
  return { ok: true, status, repeated: false, secret }
}

/**
 * Gives a place back, and the seat to the first who waits. Refused once the session has begun; a place that was given
 * back already is no problem.
 */
export async function withdraw(
  tx: Tx,
  registrationId: number,
  by: 'themselves' | 'organiser',
  telling: Telling,
): Promise<{ ok: true } | { ok: false; problem: 'unknown' | 'over' }> {
  const [found] = await tx
    .select({ sessionId: registrations.sessionId })
    .from(registrations)
    .where(eq(registrations.id, registrationId))
  const locked = found && (await lockSession(tx, found.sessionId))
  if (!locked) return { ok: false, problem: 'unknown' }
  const { session } = locked
  if (session.state === 'held' || session.startsAt <= telling.now)
    return { ok: false, problem: 'over' }
  const [registration] = await tx
    .update(registrations)
    .set({ status: 'cancelled', cancelledAt: telling.now })
    .where(and(eq(registrations.id, registrationId), ne(registrations.status, 'cancelled')))
    .returning()
  if (!registration) return { ok: true }
  const news = by === 'themselves' ? 'withdrawn' : 'withdrawn-by-organiser'
  await tellRegistration(tx, { ...locked, registration, news }, telling)
  if (session.state !== 'cancelled') await promoteWaiting(tx, locked, telling)
  await bumpVersions(tx, ['trainings'])
  return { ok: true }
}

async function registrationOf(
  tx: Tx,
  sessionId: number,
  emailKey: string,
): Promise<RegistrationRow | null> {
  const [row] = await tx
    .select()
    .from(registrations)
    .where(
      and(
        eq(registrations.sessionId, sessionId),
        eq(registrations.emailKey, emailKey),
        ne(registrations.status, 'cancelled'),
      ),
    )
  return row ?? null
}

/** The form's own secret, unless it is none of ours or leads elsewhere already. */
async function linkFrom(tx: Tx, formSecret: string, registrationId: number): Promise<string> {
  if (!isSecret(formSecret)) return addLink(tx, registrationId)
  const [own] = await tx
    .insert(registrationLinks)
    .values({ tokenHash: await hashOfSecret(formSecret), registrationId })
    .onConflictDoNothing()
    .returning()
  return own ? formSecret : addLink(tx, registrationId)
}
