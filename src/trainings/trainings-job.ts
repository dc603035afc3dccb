import { and, eq, gt, inArray, isNull, lte, ne, or } from 'drizzle-orm'
import { trainingMails } from '../../views/mail/trainings.ts'
import { actsAs } from '../auth/members.ts'
import { agents, memberships } from '../auth/schema.ts'
import type { Tx } from '../db/db.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailIsOn, queueMail } from '../mail/queue-mail.ts'
import { partners } from '../partners/schema.ts'
import { monthsBefore, parisDay } from '../rules/calendar.ts'
import { erasePeople } from './erase.ts'
import { coldLimit } from './evaluate.ts'
import type { SessionRow } from './queries.ts'
import { registrations, sessions, trainingPartners, trainings } from './schema.ts'
import { countRegistered, lockSession } from './seats.ts'
import { type News, type Telling, tellRegistration, type ToldTraining } from './tell.ts'

/** The kind of job that watches over the dates of sessions. */
export const TRAININGS_JOB = 'trainings'
const EVERY_SECONDS = 15 * 60
const DAY_MS = 86_400_000

/**
 * What sessions ask for as time goes by: a reminder the day before, the organisers' decision, the evaluation as soon as a
 * session has ended and once more four months later, and the erasure of who came. Each is done once.
 */
export function trainingsJob({ db, now, config }: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async () => {
    const settings = await readSettings(db)
    if (settings && mailIsOn(config)) {
      const { tagAuthority } = settings
      const telling: Telling = { config, now: now(), tagAuthority, mails: trainingMails }
      for (const { find, tell } of WATCHES) {
        const due = await db.select({ id: sessions.id }).from(sessions).where(find(now()))
        for (const { id } of due)
          await db.transaction(async (tx) => {
            const locked = await lockSession(tx, id)
            if (locked) await tell(tx, locked, telling)
          })
      }
    }
    await erasePeople(db, now())
    return { againAfterSeconds: EVERY_SECONDS }
  }
}

interface Watch {
  /** Sessions that it may be time for. */
  find: (now: Date) => ReturnType<typeof and>
  tell: (
    tx: Tx,
    locked: { session: SessionRow; training: ToldTraining },
    telling: Telling,
  ) => Promise<void>
}

const WATCHES: Watch[] = [
  {
    find: (now) =>
      and(
        gt(sessions.startsAt, now),
        lte(sessions.startsAt, new Date(now.getTime() + DAY_MS)),
        inArray(sessions.state, ['open', 'closed']),
      ),
    tell: remind,
  },
  {
    find: (now) =>
      and(
        gt(sessions.startsAt, now),
        lte(sessions.decideOn, parisDay(now)),
        inArray(sessions.state, ['open', 'closed']),
        isNull(sessions.confirmedAt),
        isNull(sessions.decisionAskedAt),
      ),
    tell: askForDecision,
  },
  {
    find: (now) =>
      and(
        lte(sessions.endsAt, now),
        gt(sessions.endsAt, new Date(now.getTime() - 14 * DAY_MS)),
        ne(sessions.state, 'cancelled'),
        isNull(sessions.hotAskedAt),
      ),
    tell: (tx, locked, telling) => evaluate(tx, locked, 'evaluation', telling),
  },
  {
    find: (now) =>
      and(
        lte(sessions.endsAt, coldLimit(now)),
        gt(sessions.endsAt, monthsBefore(now, 12)),
        ne(sessions.state, 'cancelled'),
        isNull(sessions.coldAskedAt),
      ),
    tell: (tx, locked, telling) => evaluate(tx, locked, 'later-evaluation', telling),
  },
]

/** Who registered within the last day and a half has just been told when it is. */
async function remind(
  tx: Tx,
  { session, training }: { session: SessionRow; training: ToldTraining },
  telling: Telling,
): Promise<void> {
  const people = await tx
    .update(registrations)
    .set({ remindedAt: telling.now })
    .where(
      and(
        eq(registrations.sessionId, session.id),
        eq(registrations.status, 'registered'),
        isNull(registrations.remindedAt),
        lte(registrations.registeredAt, new Date(session.startsAt.getTime() - 1.5 * DAY_MS)),
      ),
    )
    .returning()
  const once = session.sequence
  for (const registration of people)
    await tellRegistration(tx, { registration, session, training, news: 'reminder', once }, telling)
}

async function askForDecision(
  tx: Tx,
  { session, training }: { session: SessionRow; training: ToldTraining },
  telling: Telling,
): Promise<void> {
  const registered = await countRegistered(tx, session.id)
  for (const { email, slug } of await organisersOf(tx, session.trainingId)) {
    const url = `${telling.config.baseUrl}/espace/${slug}/formations/${session.trainingId}/sessions/${session.id}`
    const mail = telling.mails.decision({ training, session, registered, url })
    const key = `formation-decision:${session.id}:${session.sequence}:${email}`
    await queueMail(tx, { key, to: email, ...mail }, telling)
  }
  await tx.update(sessions).set({ decisionAskedAt: telling.now }).where(eq(sessions.id, session.id))
}

async function evaluate(
  tx: Tx,
  { session, training }: { session: SessionRow; training: ToldTraining },
  news: Extract<News, 'evaluation' | 'later-evaluation'>,
  telling: Telling,
): Promise<void> {
  const people = await tx
    .select()
    .from(registrations)
    .where(
      and(
        eq(registrations.sessionId, session.id),
        eq(registrations.status, 'registered'),
        or(isNull(registrations.attendance), eq(registrations.attendance, 'present')),
        isNull(news === 'evaluation' ? registrations.hot : registrations.cold),
      ),
    )
  for (const registration of people)
    await tellRegistration(tx, { registration, session, training, news }, telling)
  await tx
    .update(sessions)
    .set(news === 'evaluation' ? { hotAskedAt: telling.now } : { coldAskedAt: telling.now })
    .where(eq(sessions.id, session.id))
}

/** Agents who edit the pact for a partner that organises this training. */
async function organisersOf(
  tx: Tx,
  trainingId: number,
): Promise<{ email: string; slug: string }[]> {
  const beside = tx
    .select({ id: trainingPartners.partnerId })
    .from(trainingPartners)
    .where(eq(trainingPartners.trainingId, trainingId))
  const carrier = tx
    .select({ id: trainings.organiserId })
    .from(trainings)
    .where(eq(trainings.id, trainingId))
  return tx
    .selectDistinctOn([agents.email], { email: agents.email, slug: partners.slug })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .innerJoin(partners, eq(partners.id, memberships.partnerId))
    .where(
      and(
        actsAs('pact-editor', 'partner-administrator'),
        or(inArray(partners.id, carrier), inArray(partners.id, beside)),
      ),
    )
    .orderBy(agents.email, partners.slug)
}
