import { Temporal } from 'temporal-polyfill'
import type { Moment } from '../../consultations/facts.ts'

/**
 * Moments around today, counted in working days of Paris, so that a story keeps its order whatever the day it is told
 * on. Hours are Paris wall times (`12:00`).
 */
export interface Calendar {
  /** On the nth working day before today; n is at least 1. */
  ago(days: number, hour: string): Moment
  /** On the nth working day after today; n is at least 1. */
  ahead(days: number, hour: string): Moment
  /** So many hours before now, whatever the day. */
  hoursAgo(hours: number): Moment
  /** The nth working day before today, `2026-10-12`. */
  dayAgo(days: number): string
  /** The nth month after this one, `2027-03`. */
  month(months: number): string
  /** The quarter that the nth month after this one belongs to, « 2e trimestre 2027 ». */
  quarter(months: number): string
}

/** The calendar of a demonstration that starts at this instant. */
export function calendarFrom(now: Date): Calendar {
  const start = Temporal.Instant.fromEpochMilliseconds(now.getTime())
  const today = start.toZonedDateTimeISO(PARIS).toPlainDate()
  const firstOfMonth = today.with({ day: 1 })
  return {
    ago: (days, hour) => momentAt(workingDay(today, -1, days), hour),
    ahead: (days, hour) => momentAt(workingDay(today, 1, days), hour),
    hoursAgo: (hours) => momentOf(start.subtract({ hours }).toZonedDateTimeISO(PARIS)),
    dayAgo: (days) => workingDay(today, -1, days).toString(),
    month: (months) => firstOfMonth.add({ months }).toPlainYearMonth().toString(),
    quarter(months) {
      const { month, year } = firstOfMonth.add({ months })
      const quarter = Math.ceil(month / 3)
      return `${quarter === 1 ? '1er' : `${quarter}e`} trimestre ${year}`
    },
  }
}

const PARIS = 'Europe/Paris'

/** Month and day of the public holidays that do not follow Easter. */
export const HOLIDAYS = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25']

function workingDay(from: Temporal.PlainDate, step: 1 | -1, count: number): Temporal.PlainDate {
  let day = from
  for (let left = count; left > 0;) {
    day = day.add({ days: step })
    if (day.dayOfWeek <= 5 && !HOLIDAYS.includes(day.toString().slice(5))) left -= 1
  }
  return day
}

function momentAt(day: Temporal.PlainDate, hour: string): Moment {
  return momentOf(day.toZonedDateTime({ timeZone: PARIS, plainTime: hour }))
}

function momentOf(time: Temporal.ZonedDateTime): Moment {
  return {
    instant: time.toInstant().toString({ smallestUnit: 'second' }),
    wall: time.toPlainDateTime().toString({ smallestUnit: 'minute' }),
  }
}
