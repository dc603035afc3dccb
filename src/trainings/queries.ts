import { and, asc, desc, eq, inArray, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { documents } from '../documents/schema.ts'
import { fileOf, type LinkedFile } from '../documents/file-of.ts'
import { partners } from '../partners/schema.ts'
import { type Life, lifeOf, registrationRefusal, sessionLife, type SessionLife } from './life.ts'
import type { SessionRefusal } from './problem.ts'
import { registrations, sessions, trainingPartners, trainings } from './schema.ts'

export type TrainingRow = typeof trainings.$inferSelect
export type SessionRow = typeof sessions.$inferSelect
export type RegistrationRow = typeof registrations.$inferSelect

export interface Organiser {
  id: number
  slug: string
  name: string
  shortName: string
}

/** A session with what is counted of it. */
export interface ListedSession extends SessionRow {
  registered: number
  waiting: number
  present: number
  /** Answers to the evaluations. */
  hot: number
  cold: number
  life: SessionLife
  /** Why nobody can register now; null: one can. */
  refusal: SessionRefusal | null
}

export interface ListedTraining extends TrainingRow {
  /** Who carries it, then its partners in alphabetical order. */
  organisers: [Organiser, ...Organiser[]]
  /** In the order of their dates. */
  sessions: ListedSession[]
  life: Life
}

/** Trainings and sessions at most on a list: a pact has some dozens. */
const MOST = 500

/** Every training of the pact, or those that a partner organises, the latest moved first. */
export async function listTrainings(
  reader: Reader,
  now: Date,
  of: { partnerId: number } | { actionId: number } | 'all' = 'all',
): Promise<ListedTraining[]> {
  const condition =
    of === 'all'
      ? undefined
      : 'actionId' in of
        ? eq(trainings.actionId, of.actionId)
        : organisedBy(of.partnerId)
  return trainingsWhere(reader, condition, now)
}

/** A training by the word in its address, or its number; null where there is none. */
export async function findTraining(
  reader: Reader,
  key: { slug: string } | { id: number },
  now: Date,
): Promise<ListedTraining | null> {
  const condition = 'id' in key ? eq(trainings.id, key.id) : eq(trainings.slug, key.slug)
  const [found] = await trainingsWhere(reader, condition, now)
  return found ?? null
}

/** A session by its number. */
export async function sessionById(reader: Reader, id: number): Promise<SessionRow | null> {
  const [row] = await reader.select().from(sessions).where(eq(sessions.id, id))
  return row ?? null
}

/** Whether a partner organises this training, alone or with others. */
export function organises(training: ListedTraining, partnerId: number): boolean {
  return training.organisers.some(({ id }) => id === partnerId)
}

/** Who is registered for a session or waits, in their order; those who cancelled last. */
export async function registrationsOf(
  reader: Reader,
  sessionId: number,
): Promise<RegistrationRow[]> {
  const rows = await reader
    .select()
    .from(registrations)
    .where(eq(registrations.sessionId, sessionId))
    .orderBy(asc(registrations.id))
  const rank = { registered: 0, waiting: 1, cancelled: 2 }
  return rows.toSorted((one, other) => rank[one.status] - rank[other.status])
}

/** How many wait before this one, and itself: 1 for the next to get a seat. */
export async function placeInLine(
  reader: Reader,
  { sessionId, id }: Pick<RegistrationRow, 'sessionId' | 'id'>,
): Promise<number> {
  return reader.$count(
    registrations,
    and(
      eq(registrations.sessionId, sessionId),
      eq(registrations.status, 'waiting'),
      lte(registrations.id, id),
    ),
  )
}

/** The file of slides that everyone may read, with its address. */
export async function slidesOf(
  reader: Reader,
  { slidesDocumentId }: Pick<TrainingRow, 'slidesDocumentId'>,
): Promise<LinkedFile | null> {
  if (slidesDocumentId === null) return null
  const [document] = await reader
    .select()
    .from(documents)
    .where(and(eq(documents.id, slidesDocumentId), ne(documents.scan, 'infected')))
  return fileOf(document ?? null)
}

/** A partner's sessions on whose day of decision nothing was decided yet. */
export async function sessionsToDecide(
  reader: Reader,
  partnerId: number,
  { now, today }: { now: Date; today: string },
): Promise<{ training: ListedTraining; session: ListedSession }[]> {
  const own = await listTrainings(reader, now, { partnerId })
  return own.flatMap((training) =>
    training.sessions
      .filter((session) => awaitsDecision(session, today))
      .map((session) => ({ training, session })),
  )
}

/** Whether it is time to say that a session takes place, is postponed or is cancelled. `today` is a day in Paris. */
export function awaitsDecision(session: ListedSession, today: string): boolean {
  const isAhead =
    session.life === 'open' || session.life === 'closed' || session.life === 'postponed'
  return isAhead && session.decideOn !== null && session.decideOn <= today
}

function organisedBy(partnerId: number): SQL | undefined {
  return or(
    eq(trainings.organiserId, partnerId),
    sql`exists (select from ${trainingPartners} where ${trainingPartners.trainingId} = ${trainings.id} and ${trainingPartners.partnerId} = ${partnerId})`,
  )
}

async function trainingsWhere(
  reader: Reader,
  condition: SQL | undefined,
  now: Date,
): Promise<ListedTraining[]> {
  const organiser = {
    id: partners.id,
    slug: partners.slug,
    name: partners.name,
    shortName: partners.shortName,
  }
  const rows = await reader
    .select({ training: trainings, organiser })
    .from(trainings)
    .innerJoin(partners, eq(partners.id, trainings.organiserId))
    .where(condition)
    .orderBy(desc(trainings.movedAt), desc(trainings.id))
    .limit(MOST)
  if (rows.length === 0) return []
  const ids = rows.map(({ training }) => training.id)
  const others = await reader
    .select({ trainingId: trainingPartners.trainingId, partner: organiser })
    .from(trainingPartners)
    .innerJoin(partners, eq(partners.id, trainingPartners.partnerId))
    .where(inArray(trainingPartners.trainingId, ids))
    .orderBy(asc(partners.name))
  const dates = await sessionsOf(reader, ids, now)
  return rows.map(({ training, organiser: first }) => {
    const own = dates.filter(({ trainingId }) => trainingId === training.id)
    const beside = others.filter(({ trainingId }) => trainingId === training.id)
    return {
      ...training,
      organisers: [first, ...beside.map(({ partner }) => partner)],
      sessions: own,
      life: lifeOf(training, own, now),
    }
  })
}

async function sessionsOf(
  reader: Reader,
  trainingIds: number[],
  now: Date,
): Promise<ListedSession[]> {
  const rows = await reader
    .select()
    .from(sessions)
    .where(inArray(sessions.trainingId, trainingIds))
    .orderBy(asc(sessions.startsAt), asc(sessions.id))
  if (rows.length === 0) return []
  const count = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`
  const isRegistered = eq(registrations.status, 'registered')
  const counts = await reader
    .select({
      sessionId: registrations.sessionId,
      registered: count(isRegistered),
      waiting: count(eq(registrations.status, 'waiting')),
      present: count(sql`${isRegistered} and ${registrations.attendance} = 'present'`),
      hot: count(sql`${registrations.hot} is not null`),
      cold: count(sql`${registrations.cold} is not null`),
    })
    .from(registrations)
    .where(
      inArray(
        registrations.sessionId,
        rows.map(({ id }) => id),
      ),
    )
    .groupBy(registrations.sessionId)
  return rows.map((row) => {
    const { sessionId: _, ...counted } = counts.find(({ sessionId }) => sessionId === row.id) ?? {
      sessionId: row.id,
      registered: 0,
      waiting: 0,
      present: 0,
      hot: 0,
      cold: 0,
    }
    return {
      ...row,
      ...counted,
      life: sessionLife(row, now),
      refusal: registrationRefusal(row, now),
    }
  })
}
