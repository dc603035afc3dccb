import type { Rencontre, ScheduledBooking } from '../../src/rencontres/queries.ts'
import { isoWithOffset } from '../format.ts'
import { BOOKING_LABELS } from '../words/rencontres.ts'

/** Columns of the list of appointments. */
export const BOOKING_COLUMNS = [
  'acheteur',
  'de',
  'a',
  'etat',
  'entreprise',
  'siret',
  'personne',
  'courriel',
  'telephone',
  'activite',
  'demande_le',
  'presence',
]

/** One appointment in the order of the columns. */
export function bookingRow(
  booking: ScheduledBooking,
  attending: Rencontre['attending'],
): (string | null)[] {
  const { attendingBuyerId, fromMinute, toMinute, attendance } = booking
  return [
    // A buyer that left the meeting is not among those that attend.
    attending.find(({ id }) => id === attendingBuyerId)?.buyer.name ?? null,
    timeText(fromMinute),
    timeText(toMinute),
    BOOKING_LABELS[booking.status],
    booking.firm,
    booking.siret,
    booking.person,
    booking.email,
    booking.phone,
    booking.sells,
    isoWithOffset(booking.askedAt),
    attendance === null ? null : attendance === 'present' ? 'présent' : 'absent',
  ]
}

/** « 09:30 », as spreadsheets read it. */
function timeText(minute: number | null): string | null {
  if (minute === null) return null
  return [Math.floor(minute / 60), minute % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}
