import { Temporal } from 'temporal-polyfill'
import { daysBetween, readDay } from '../../rules/calendar.ts'
import type { ActionStatus } from './schema.ts'
import { isOver } from './status.ts'

/** Days before the due date at which the pilot is reminded first, and days after a reminder at which all may see. */
export const REMINDER_DAYS = 14

export interface Due {
  status: ActionStatus
  dueOn: string | null
  /** When its pilot was reminded at or after the due date. */
  remindedAt: Date | null
}

/** Whether an action's due date has passed and more is expected of it. Members see this at once. */
export function isLate({ status, dueOn }: Due, today: string): boolean {
  return dueOn !== null && dueOn < today && !isOver(status)
}

/** Whether everyone may see that it is late: fourteen days after its pilot was reminded of the date. */
export function isPubliclyLate(due: Due, today: string): boolean {
  if (!isLate(due, today) || due.remindedAt === null) return false
  return daysFrom(dayInParis(due.remindedAt), today) >= REMINDER_DAYS
}

/**
 * The reminder that an action's pilot must get today: `before` in the fourteen days before the due date, `due` from that
 * day on; null where that one was sent for this date already, or nothing is due.
 */
export function reminderDue(
  { status, dueOn }: Due,
  told: { kind: string; dueOn: string }[],
  today: string,
): 'before' | 'due' | null {
  if (dueOn === null || isOver(status)) return null
  const days = daysFrom(today, dueOn)
  if (days > REMINDER_DAYS) return null
  const kind = days > 0 ? 'before' : 'due'
  return told.some((each) => each.kind === kind && each.dueOn === dueOn) ? null : kind
}

function daysFrom(from: string, to: string): number {
  const [start, end] = [readDay(from), readDay(to)]
  if (start === null || end === null) throw new RangeError(`no days: ${from}, ${to}`)
  return daysBetween(start, end)
}

function dayInParis(at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO('Europe/Paris')
    .toPlainDate()
    .toString()
}
