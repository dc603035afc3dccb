import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { type Author, keepVersion } from '../pact/versions.ts'
import { tellInterested } from './interest.ts'
import { type Outcome, refused } from './problem.ts'
import type { SessionRow } from './queries.ts'
import type { TypedDates, TypedPlace } from './read-session.ts'
import { registrations, sessions, trainings } from './schema.ts'
import { countRegistered, lockSession, promoteWaiting } from './seats.ts'
import { type News, type Telling, type ToldTraining, tellRegistration } from './tell.ts'

/** Adds a session, whose registrations are opened later; `as`: one that is imported as it stands already. */
export async function planSession(
  tx: Tx,
  trainingId: number,
  { dates, place }: { dates: TypedDates; place: TypedPlace },
  author: Author,
  as: Partial<
    Pick<SessionRow, 'externalId' | 'state' | 'confirmedAt' | 'cancelledAt' | 'reason' | 'figures'>
  > = {},
): Promise<number> {
  const [session] = await tx
    .insert(sessions)
    .values({
      trainingId,
      ...columnsOf(dates),
      ...place,
      state: 'planned',
      ...as,
      createdAt: author.now,
      movedAt: author.now,
    })
    .returning()
  if (!session) throw new Error('a session was not added')
  await keepSession(tx, author, null, session)
  return session.id
}

/** Changes where a session is and how many it takes; those registered are told of another place, and seats are given. */
export async function moveSession(
  tx: Tx,
  id: number,
  { version, place }: { version: number; place: TypedPlace },
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const locked = await lockSession(tx, id)
  if (!locked || locked.session.version !== version) return refused('stale')
  const { session, training } = locked
  if (session.state === 'cancelled' || session.state === 'held') return refused('not-now')
  if (place.seats < (await countRegistered(tx, id)))
    return refused('seats-below-registered', 'places')
  const isElsewhere = place.place !== session.place || place.link !== session.link
  const after = await changed(tx, session, {
    ...place,
    sequence: session.sequence + (isElsewhere ? 1 : 0),
    movedAt: author.now,
  })
  await promoteWaiting(tx, { session: after, training }, telling)
  if (isElsewhere) await tellEveryone(tx, after, training, 'changed', telling)
  await keepSession(tx, author, session, after)
  return { ok: true }
}

/** Lets people register, and tells those who wanted to know; or lets nobody register any more. */
export async function setRegistrations(
  tx: Tx,
  id: number,
  state: 'open' | 'closed',
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const locked = await lockSession(tx, id)
  if (!locked) return refused('stale')
  const { session, training } = locked
  const from: SessionRow['state'][] = state === 'open' ? ['planned', 'closed'] : ['open']
  if (!from.includes(session.state) || session.startsAt <= telling.now) return refused('not-now')
  const after = await changed(tx, session, { state, movedAt: author.now })
  if (state === 'open') await tellInterested(tx, { session: after, training }, telling)
  await keepSession(tx, author, session, after)
  return { ok: true }
}

/** Says that a session takes place: everyone is told. */
export async function confirmSession(
  tx: Tx,
  id: number,
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const locked = await lockSession(tx, id)
  if (!locked) return refused('stale')
  const { session, training } = locked
  if (!isAhead(session) || session.confirmedAt || session.startsAt <= telling.now)
    return refused('not-now')
  const after = await changed(tx, session, { confirmedAt: author.now, movedAt: author.now })
  await tellEveryone(tx, after, training, 'confirmed', telling)
  await keepSession(tx, author, session, after)
  return { ok: true }
}

/** Moves a session to another date: everyone is told, and keeps their seat. */
export async function postponeSession(
  tx: Tx,
  id: number,
  { version, dates, reason }: { version: number; dates: TypedDates; reason: string },
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const locked = await lockSession(tx, id)
  if (!locked || locked.session.version !== version) return refused('stale')
  const { session, training } = locked
  if (!isAhead(session)) return refused('not-now')
  const columns = columnsOf(dates)
  if (columns.startsWall === session.startsWall && columns.endsWall === session.endsWall)
    return refused('same-date', 'debut')
  const after = await changed(tx, session, {
    ...columns,
    reason,
    postponedFrom: session.startsWall,
    confirmedAt: null,
    decisionAskedAt: null,
    hotAskedAt: null,
    sequence: session.sequence + 1,
    movedAt: author.now,
  })
  await tx.update(registrations).set({ remindedAt: null }).where(eq(registrations.sessionId, id))
  await tellEveryone(tx, after, training, 'postponed', telling)
  await keepSession(tx, author, session, after, reason)
  return { ok: true }
}

/** Says that a session does not take place: everyone is told. */
export async function cancelSession(
  tx: Tx,
  id: number,
  reason: string,
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const locked = await lockSession(tx, id)
  if (!locked) return refused('stale')
  const { session, training } = locked
  if (!isAhead(session)) return refused('not-now')
  const after = await changed(tx, session, {
    state: 'cancelled',
    reason,
    cancelledAt: author.now,
    sequence: session.sequence + 1,
    movedAt: author.now,
  })
  await tellEveryone(tx, after, training, 'session-cancelled', telling)
  await keepSession(tx, author, session, after, reason)
  return { ok: true }
}

/** Writes down who came, among those who had a seat; the session was held. Written again, the last word counts. */
export async function writeAttendance(
  tx: Tx,
  id: number,
  present: number[],
  author: Author,
): Promise<Outcome> {
  const locked = await lockSession(tx, id)
  if (!locked) return refused('stale')
  const { session } = locked
  if (session.state === 'cancelled' || session.startsAt > author.now || session.figures)
    return refused('not-now')
  const seated = and(eq(registrations.sessionId, id), eq(registrations.status, 'registered'))
  await tx.update(registrations).set({ attendance: 'absent' }).where(seated)
  if (present.length > 0)
    await tx
      .update(registrations)
      .set({ attendance: 'present' })
      .where(and(seated, inArray(registrations.id, present)))
  const after = await changed(tx, session, { state: 'held', movedAt: author.now })
  await keepSession(tx, author, session, after)
  return { ok: true }
}

/** Neither held nor cancelled. */
function isAhead({ state }: SessionRow): boolean {
  return state === 'planned' || state === 'open' || state === 'closed'
}

function columnsOf({ starts, ends, decideOn }: TypedDates) {
  return {
    startsWall: starts.wall,
    startsAt: new Date(starts.instant),
    endsWall: ends.wall,
    endsAt: new Date(ends.instant),
    decideOn,
  }
}

async function changed(
  tx: Tx,
  session: SessionRow,
  change: Partial<SessionRow>,
): Promise<SessionRow> {
  const [after] = await tx
    .update(sessions)
    .set({ ...change, version: session.version + 1 })
    .where(eq(sessions.id, session.id))
    .returning()
  if (!after) throw new Error(`no session ${session.id}`)
  return after
}

/** Tells those who are registered and those who wait. */
async function tellEveryone(
  tx: Tx,
  session: SessionRow,
  training: ToldTraining,
  news: News,
  telling: Telling,
): Promise<void> {
  const people = await tx
    .select()
    .from(registrations)
    .where(
      and(
        eq(registrations.sessionId, session.id),
        inArray(registrations.status, ['registered', 'waiting']),
      ),
    )
  const once = session.version
  for (const registration of people)
    await tellRegistration(tx, { registration, session, training, news, once }, telling)
}

async function keepSession(
  tx: Tx,
  author: Author,
  before: SessionRow | null,
  after: SessionRow,
  reason = '',
): Promise<void> {
  const [training] = await tx
    .update(trainings)
    .set({ movedAt: author.now })
    .where(eq(trainings.id, after.trainingId))
    .returning({
      axisId: trainings.axisId,
      actionId: trainings.actionId,
      groupId: trainings.groupId,
    })
  await keepVersion(
    tx,
    author,
    { kind: 'session', subject: after.id, trainingId: after.trainingId, ...training },
    { before: before && followed(before), after: followed(after), reason },
  )
  await bumpVersions(tx, ['trainings'])
}

/** What versions of a session follow: everyone reads them, so that its link is not among it. */
function followed(session: SessionRow) {
  return {
    startsWall: session.startsWall,
    endsWall: session.endsWall,
    place: session.place,
    minimum: session.minimum,
    seats: session.seats,
    decideOn: session.decideOn,
    state: session.state,
    confirmed: session.confirmedAt !== null,
    postponedFrom: session.postponedFrom,
  }
}
