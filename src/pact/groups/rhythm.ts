import { Temporal } from 'temporal-polyfill'
import { readDay } from '../../rules/calendar.ts'
import type { RhythmPeriod } from './schema.ts'

/** How often a group must meet. */
export interface Rhythm {
  meetings: number
  period: RhythmPeriod
}

/** A whole period in which a group met less often than it must. */
export interface Lapse {
  /** First and last day. */
  from: string
  to: string
  held: number
  required: number
}

/**
 * The lapse of the last whole week, month, quarter or year before today; null where the rhythm was kept. A period in
 * which the group had not begun at its first day, or was closed, is not looked at. `held`: days of its meetings, in Paris.
 */
export function rhythmLapse(
  rhythm: Rhythm | null,
  held: readonly string[],
  group: { startsOn: string; closedOn: string | null },
  today: string,
): Lapse | null {
  const day = readDay(today)
  if (rhythm === null || day === null) return null
  const to = firstDayOf(day, rhythm.period).subtract({ days: 1 })
  const from = firstDayOf(to, rhythm.period)
  const span = { from: from.toString(), to: to.toString() }
  if (span.from < group.startsOn || (group.closedOn !== null && group.closedOn <= span.to))
    return null
  const met = held.filter((each) => each >= span.from && each <= span.to).length
  return met < rhythm.meetings ? { ...span, held: met, required: rhythm.meetings } : null
}

function firstDayOf(day: Temporal.PlainDate, period: RhythmPeriod): Temporal.PlainDate {
  if (period === 'week') return day.subtract({ days: day.dayOfWeek - 1 })
  if (period === 'month') return day.with({ day: 1 })
  if (period === 'year') return day.with({ month: 1, day: 1 })
  return day.with({ month: day.month - ((day.month - 1) % 3), day: 1 })
}
