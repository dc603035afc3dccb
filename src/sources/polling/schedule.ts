/** The kind of job that looks at one source; its key is the source's id. */
export const POLL_JOB = 'poll'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Never sooner, whatever a source says of itself. */
const FLOOR = 15 * MINUTE
/** What is not known yet is looked at this often. */
const ORDINARY = 30 * MINUTE
/** Corrections come in the last days: closer looks while a known deadline is this near. */
const NEAR = 72 * HOUR
const RHYTHM_WINDOW = 28 * DAY

/** What is known when a source has just answered. */
export interface Answered {
  now: Date
  /** Milliseconds between its items lately; null while unknown. */
  rhythm: number | null
  /** What the document (ttl) and the answer (Cache-Control) ask to wait, in milliseconds; null: they do not say. */
  askedPause: number | null
  /** The nearest deadline still ahead among what it tells of; null: none. */
  nextDeadline: Date | null
  /** What is new is pushed, and looks only make sure of it. */
  isPushed: boolean
}

/**
 * How long to wait after a source answered: half of its own rhythm over four weeks, at least what it asks for, between
 * 15 minutes and 6 hours by day (7 h to 20 h in Paris, working days) or 24 hours otherwise; 15 minutes while one of
 * its deadlines is less than three days away, unless it asks for more. What is pushed is looked at every six hours.
 */
export function pauseAfterAnswer(answered: Answered): number {
  const { now, rhythm, askedPause, nextDeadline, isPushed } = answered
  const longest = isPushed || isOfficeTime(now) ? 6 * HOUR : DAY
  const half = isPushed ? longest : rhythm === null ? ORDINARY : rhythm / 2
  const near =
    nextDeadline !== null && nextDeadline > now && nextDeadline.getTime() - now.getTime() < NEAR
  const wanted = near ? FLOOR : Math.min(Math.max(half, FLOOR), longest)
  return Math.min(Math.max(wanted, askedPause ?? 0), DAY)
}

/** Milliseconds between the items published in the last four weeks; null when there were none. */
export function rhythmOf(itemDates: Date[], now: Date): number | null {
  const recent = itemDates.filter((date) => now.getTime() - date.getTime() < RHYTHM_WINDOW)
  return recent.length === 0 ? null : Math.round(RHYTHM_WINDOW / recent.length)
}

/**
 * How long to wait after a failure: from half an hour, twice as long each time, up to a day, spread by a fifth. It never
 * gives up: a source that is mended is read within a day, also one that was not found. One that says it is gone (410)
 * is asked once a week.
 */
export function pauseAfterFailure(
  failures: number,
  what: { gone: boolean; random: number },
): number {
  if (what.gone) return 7 * DAY
  const pause = Math.min(ORDINARY * 2 ** Math.min(failures, 10), DAY)
  const spread = 1 - 0.2 * what.random
  return pause * spread
}

function isOfficeTime(now: Date): boolean {
  const [day = '', hour = ''] = now
    .toLocaleString('en-GB', {
      timeZone: 'Europe/Paris',
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
    })
    .split(/,?\s+/)
  return !['Sat', 'Sun'].includes(day) && Number(hour) >= 7 && Number(hour) < 20
}
