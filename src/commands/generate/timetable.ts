import { Temporal } from 'temporal-polyfill'
import type { Moment } from '../../consultations/facts.ts'

const DAY_MS = 86_400_000
/** How far back closed consultations reach. */
const YEARS = 10

/** How many to make, and how many of them firms may still answer: the first ones made are the oldest. */
export interface Quantity {
  consultations: number
  open: number
}

/**
 * When a consultation is published, on its way between the oldest and the newest, and when it closes: for the last `open` ones
 * after `now`, for the others before.
 */
export function placeInTime(
  number: number,
  { consultations, open }: Quantity,
  { daysGiven, hour }: { daysGiven: number; hour: string },
  now: Date,
): { publishedAt: Date; deadline: Moment } {
  const closed = consultations - open
  const isOpen = number >= closed
  const share = isOpen ? (number - closed) / open : number / Math.max(closed, 1)
  const given = daysGiven * DAY_MS
  const closing = isOpen
    ? now.getTime() + DAY_MS + share * (given - DAY_MS)
    : now.getTime() - 2 * DAY_MS - (1 - share) * YEARS * 365 * DAY_MS
  const deadline = momentOn(workday(closing, isOpen ? 1 : -1), hour)
  return { publishedAt: new Date(closing - given), deadline }
}

/** The same day, or the next or last one before it that is not a Saturday or Sunday. */
function workday(instant: number, step: 1 | -1): number {
  const weekday = new Date(instant).getUTCDay()
  if (weekday === 6) return instant + (step === 1 ? 2 : -1) * DAY_MS
  return weekday === 0 ? instant + (step === 1 ? 1 : -2) * DAY_MS : instant
}

const moments = new Map<string, Moment>()

/** The wall time of that day in Paris: there are some ten thousand of them, and each takes long to work out. */
function momentOn(instant: number, hour: string): Moment {
  const day = new Date(instant).toISOString().slice(0, 10)
  const known = moments.get(`${day} ${hour}`)
  if (known) return known
  const time = Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone: 'Europe/Paris',
    plainTime: hour,
  })
  const moment = {
    instant: time.toInstant().toString({ smallestUnit: 'second' }),
    wall: time.toPlainDateTime().toString({ smallestUnit: 'minute' }),
  }
  moments.set(`${day} ${hour}`, moment)
  return moment
}
