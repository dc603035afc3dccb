import { Temporal } from 'temporal-polyfill'

export const MINUTES_OF_A_DAY = 24 * 60

/** Minutes since midnight of a wall time (`2027-02-04T09:30`): 570. */
export function minuteOf(wall: string): number {
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
}

/** The instant that a clock in Paris shows so many minutes after midnight, on the day of a wall time. */
export function instantAt(wall: string, minute: number): Date {
  const day = Temporal.PlainDate.from(wall.slice(0, 10))
  const time = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 })
  return new Date(
    day.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: time }).epochMilliseconds,
  )
}

/** Minutes since midnight out of « 9 h », « 9h30 », « 14:20 »; null where it is no time. */
export function readClock(text: string): number | null {
  const [, hour, minute = '00'] =
    /^(\d{1,2})\s*(?:h(?:eures?)?|[:.,])?\s*(\d\d)?$/i.exec(text.trim().replaceAll(/\s+/g, ' ')) ??
    []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null
  return Number(hour) * 60 + Number(minute)
}
