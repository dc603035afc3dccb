import { hashOfSecret, newSecret } from '../auth/secret.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../db/db.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { registrationPath } from './links.ts'
import { registrationLinks, type registrations, type sessions } from './schema.ts'

/** What somebody who registered is told. */
export type News =
  | 'registered'
  | 'waiting'
  | 'again'
  | 'promoted'
  | 'withdrawn'
  | 'withdrawn-by-organiser'
  | 'confirmed'
  | 'postponed'
  | 'changed'
  | 'session-cancelled'
  | 'reminder'
  | 'evaluation'
  | 'later-evaluation'

/** A training as messages name it. */
export interface ToldTraining {
  id: number
  slug: string
  title: string
  /** Name of the partner that organises it. */
  organiser: string
}

export interface ToldRegistration {
  news: News
  training: ToldTraining
  session: typeof sessions.$inferSelect
  status: 'registered' | 'waiting' | 'cancelled'
  /** Absolute addresses: of the registration, and of the training. */
  privateUrl: string
  trainingUrl: string
}

/** The French words of messages, which rules do not know. */
export interface TrainingMails {
  registration(told: ToldRegistration): { subject: string; text: string }
  event(told: ToldRegistration): { summary: string; description: string }
  /** To those who wanted to know of the next session. */
  nextSession(told: Pick<ToldRegistration, 'training' | 'session' | 'trainingUrl'>): {
    subject: string
    text: string
  }
  interestNoted(told: { title: string | null; withdrawUrl: string }): {
    subject: string
    text: string
  }
  /** To the organisers, on the day of decision. */
  decision(told: {
    training: ToldTraining
    session: typeof sessions.$inferSelect
    registered: number
    url: string
  }): { subject: string; text: string }
}

/** What telling people needs. */
export interface Telling {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'baseUrl'>
  now: Date
  /** What calendar entries are named under, for ever. */
  tagAuthority: string
  mails: TrainingMails
}

/**
 * Tells somebody about their registration by mail, with a private link of its own and, where their calendar is
 * concerned, the entry for it. Nothing where mail is off or the address is erased; the same news is told once.
 */
export async function tellRegistration(
  tx: Tx,
  {
    registration,
    session,
    training,
    news,
    once,
  }: {
    registration: Pick<typeof registrations.$inferSelect, 'id' | 'email' | 'status'>
    session: typeof sessions.$inferSelect
    training: ToldTraining
    news: News
    /** Tells this news from the same at another time; absent: it is told once ever. */
    once?: string | number
  },
  telling: Telling,
): Promise<void> {
  if (registration.email === null) return
  const secret = newSecret()
  const told: ToldRegistration = {
    news,
    training,
    session,
    status: registration.status,
    privateUrl: telling.config.baseUrl + registrationPath(secret),
    trainingUrl: `${telling.config.baseUrl}/pacte/formations/${training.slug}`,
  }
  const method = methodOf(news, registration.status)
  const queued = await queueMail(
    tx,
    {
      key: ['formation', registration.id, news, once ?? ''].join(':'),
      to: registration.email,
      ...telling.mails.registration(told),
      ...(method
        ? { calendar: { method, content: calendarOf(told, method, registration.email, telling) } }
        : {}),
    },
    { config: telling.config, now: telling.now },
  )
  if (!queued.ok || queued.repeated) return
  await tx
    .insert(registrationLinks)
    .values({ tokenHash: await hashOfSecret(secret), registrationId: registration.id })
}

/** The entry of a session in the calendar of somebody who is registered, as a file to open. */
export function registrationCalendar(told: ToldRegistration, telling: Telling): string {
  return calendarOf(told, 'PUBLISH', null, telling)
}

const IN_CALENDAR: Partial<Record<News, 'REQUEST' | 'CANCEL'>> = {
  registered: 'REQUEST',
  again: 'REQUEST',
  promoted: 'REQUEST',
  confirmed: 'REQUEST',
  postponed: 'REQUEST',
  changed: 'REQUEST',
  withdrawn: 'CANCEL',
  'withdrawn-by-organiser': 'CANCEL',
  'session-cancelled': 'CANCEL',
}

/** Who waits for a seat has nothing in their calendar. */
function methodOf(news: News, status: string): 'REQUEST' | 'CANCEL' | undefined {
  return status === 'waiting' ? undefined : IN_CALENDAR[news]
}

function calendarOf(
  told: ToldRegistration,
  method: 'PUBLISH' | 'REQUEST' | 'CANCEL',
  guest: string | null,
  { config, tagAuthority, mails }: Telling,
): string {
  const { session, training, trainingUrl } = told
  const { summary, description } = mails.event(told)
  const organiser = config.mailFrom && {
    name: training.organiser,
    email: config.mailFrom.address,
  }
  return writeCalendar({ name: summary, description: summary, url: trainingUrl, method }, [
    {
      // As the pact's own calendar names it: whoever subscribes to that one sees it once.
      uid: `pacte-session-${session.id}@${tagAuthority}`,
      sequence: session.sequence,
      summary,
      start: session.startsAt,
      durationMinutes: Math.round((session.endsAt.getTime() - session.startsAt.getTime()) / 60_000),
      location: session.place === '' ? null : session.place,
      url: trainingUrl,
      description,
      cancelled: method === 'CANCEL' || session.state === 'cancelled',
      alarms: [24 * 60],
      created: session.createdAt,
      updated: session.movedAt,
      ...(organiser && guest ? { invitation: { organiser, guest } } : {}),
    },
  ])
}
