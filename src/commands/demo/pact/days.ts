import { Temporal } from 'temporal-polyfill'
import type { Moment } from '../../../consultations/facts.ts'

/** Days around the one on which the demonstration starts, as numbers: -14 was a fortnight ago. Never a weekend. */
export interface Days {
  /** `2026-10-12` */
  day(offset: number): string
  /** At an hour of Paris (`09:30`). */
  moment(offset: number, hour: string): Moment
  /** At six in the evening, when what the day held is over, but never after now. */
  instant(offset: number): Date
  /** This year and those before: 0, -1. */
  year(offset: number): number
}

/** Days around this instant. */
export function daysAround(now: Date): Days {
  const zoned = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(PARIS)
  const today = zoned.toPlainDate()
  const working = (offset: number) => {
    const day = today.add({ days: offset })
    if (day.dayOfWeek <= 5) return day
    return offset < 0
      ? day.subtract({ days: day.dayOfWeek - 5 })
      : day.add({ days: 8 - day.dayOfWeek })
  }
  const at = (offset: number, hour: string) =>
    working(offset).toZonedDateTime({ timeZone: PARIS, plainTime: hour })
  return {
    day: (offset) => working(offset).toString(),
    moment: (offset, hour) => ({
      wall: at(offset, hour).toPlainDateTime().toString({ smallestUnit: 'minute' }),
      instant: at(offset, hour).toInstant().toString({ smallestUnit: 'second' }),
    }),
    instant: (offset) => new Date(Math.min(at(offset, '18:00').epochMilliseconds, now.getTime())),
    year: (offset) => today.year + offset,
  }
}

const PARIS = 'Europe/Paris'
