import { hashOfSecret, newSecret } from '../auth/secret.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../db/db.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { instantAt } from './clock.ts'
import { type BookingRow, bookingPath } from './links.ts'
import type { ToldBuyer, ToldRencontre } from './lock.ts'
import { bookingLinks } from './schema.ts'

/** What a firm is told of its appointment. */
export type BookingNews =
  | 'booked'
  | 'waiting'
  | 'again'
  | 'offered'
  | 'lapsed'
  | 'moved'
  | 'given-back'
  | 'given-back-by-organiser'
  | 'buyer-withdrew'
  | 'rencontre-moved'
  | 'place-changed'
  | 'called-off'
  | 'reminder'
  | 'documents'

export interface ToldBooking {
  news: BookingNews
  rencontre: ToldRencontre
  buyer: ToldBuyer
  booking: Pick<BookingRow, 'id' | 'status' | 'fromMinute' | 'toMinute' | 'offerUntil'>
  privateUrl: string
  rencontreUrl: string
}

/** The words of the messages; in views/mail/rencontres.ts. */
export interface RencontreMails {
  booking(told: ToldBooking): { subject: string; text: string }
  event(told: Omit<ToldBooking, 'privateUrl'>): { summary: string; description: string }
  interestAsked(told: { confirmUrl: string }): { subject: string; text: string }
  published(told: { rencontre: ToldRencontre; rencontreUrl: string; endUrl: string }): {
    subject: string
    text: string
  }
}

/** What telling people needs. */
export interface Telling {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'baseUrl'>
  now: Date
  /** What calendar entries are named under, for ever. */
  tagAuthority: string
  mails: RencontreMails
}

/**
 * Tells a firm of its appointment by mail, with a private link of its own and, where its calendar is concerned, the
 * entry for it. Nothing where mail is off or the address is erased; the same news is told once, or once for each `once`.
 */
export async function tellBooking(
  tx: Tx,
  {
    booking,
    rencontre,
    buyer,
    news,
    once = '',
  }: {
    booking: BookingRow
    rencontre: ToldRencontre
    buyer: ToldBuyer
    news: BookingNews
    once?: string | number
  },
  telling: Telling,
): Promise<void> {
  if (booking.email === null) return
  const secret = newSecret()
  const told: ToldBooking = {
    news,
    rencontre,
    buyer,
    booking,
    privateUrl: telling.config.baseUrl + bookingPath(secret),
    rencontreUrl: rencontreUrl(rencontre, telling),
  }
  const method = methodOf(news, booking.status)
  const queued = await queueMail(
    tx,
    {
      key: ['rencontre', booking.id, news, booking.sequence, once].join(':'),
      to: booking.email,
      ...telling.mails.booking(told),
      ...(method
        ? {
            calendar: {
              method,
              content: calendarOf({ ...told, booking }, method, booking.email, telling),
            },
          }
        : {}),
      ...(news === 'offered' && booking.offerUntil ? { expiresAt: booking.offerUntil } : {}),
    },
    { config: telling.config, now: telling.now },
  )
  if (!queued.ok || queued.repeated) return
  await tx
    .insert(bookingLinks)
    .values({ tokenHash: await hashOfSecret(secret), bookingId: booking.id })
}

/** The entry of an appointment in a firm's calendar, as a file to open. */
export function bookingCalendar(
  told: { rencontre: ToldRencontre; buyer: ToldBuyer; booking: BookingRow },
  telling: Telling,
): string {
  const url = rencontreUrl(told.rencontre, telling)
  return calendarOf({ ...told, news: 'booked', rencontreUrl: url }, 'PUBLISH', null, telling)
}

/** Where a meeting is shown. */
export function rencontreUrl({ slug }: { slug: string }, { config }: Telling): string {
  return `${config.baseUrl}/rencontres/${slug}`
}

const IN_CALENDAR: Partial<Record<BookingNews, 'REQUEST' | 'CANCEL'>> = {
  booked: 'REQUEST',
  again: 'REQUEST',
  moved: 'REQUEST',
  'rencontre-moved': 'REQUEST',
  'place-changed': 'REQUEST',
  'given-back': 'CANCEL',
  'given-back-by-organiser': 'CANCEL',
  'buyer-withdrew': 'CANCEL',
  'called-off': 'CANCEL',
}

/** Who waits, or has only been offered a slot, has nothing in their calendar; nor had who gives up waiting. */
function methodOf(
  news: BookingNews,
  status: BookingRow['status'],
): 'REQUEST' | 'CANCEL' | undefined {
  const method = IN_CALENDAR[news]
  if (status === 'booked') return method
  return status === 'cancelled' && method === 'CANCEL' ? method : undefined
}

function calendarOf(
  told: Omit<ToldBooking, 'privateUrl' | 'booking'> & { booking: BookingRow },
  method: 'PUBLISH' | 'REQUEST' | 'CANCEL',
  guest: string | null,
  { config, tagAuthority, mails, now }: Telling,
): string {
  const { rencontre, booking, rencontreUrl: url } = told
  const { fromMinute, toMinute } = booking
  if (fromMinute === null || toMinute === null) throw new Error('an appointment has an hour')
  const { summary, description } = mails.event(told)
  const organiser = config.mailFrom && {
    name: rencontre.organiser,
    email: config.mailFrom.address,
  }
  return writeCalendar({ name: summary, description: summary, url, method }, [
    {
      uid: `rendez-vous-${booking.id}@${tagAuthority}`,
      // Both only ever count up, and so does their sum.
      sequence: booking.sequence + rencontre.sequence,
      summary,
      start: instantAt(rencontre.startsWall, fromMinute),
      durationMinutes: toMinute - fromMinute,
      location: rencontre.place,
      url,
      description,
      cancelled: method === 'CANCEL' || rencontre.state === 'called-off',
      alarms: [24 * 60, 60],
      created: booking.askedAt,
      updated: method === 'PUBLISH' ? rencontre.movedAt : now,
      ...(organiser && guest ? { invitation: { organiser, guest } } : {}),
    },
  ])
}
