import { Temporal } from 'temporal-polyfill'
import type { Moment } from '../../../consultations/facts.ts'
import { HOLIDAYS } from '../calendar.ts'

/** Days around the one on which the demonstration starts, as numbers: -14 was a fortnight ago. Never a weekend or a holiday. */
export interface Days {
  /** `2026-10-12` */
  day(offset: number): string
  /** At an hour of Paris (`09:30`). */
  moment(offset: number, hour: string): Moment
  /** At six in the evening, when what the day held is over, but never after now. */
  instant(offset: number): Date
}

/** Days around this instant. */
export function daysAround(now: Date): Days {
  const zoned = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(PARIS)
  const today = zoned.toPlainDate()
  const working = (offset: number) => {
    let day = today.add({ days: offset })
    while (day.dayOfWeek > 5 || HOLIDAYS.includes(day.toString().slice(5)))
      day = day.add({ days: offset < 0 ? -1 : 1 })
    return day
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
  }
}

const PARIS = 'Europe/Paris'
