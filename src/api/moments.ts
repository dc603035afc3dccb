import { Temporal } from 'temporal-polyfill'
import type { Moment } from '../consultations/facts.ts'

/** A moment as it was meant, or in English why it cannot be. */
export type MomentRead = { ok: true; moment: Moment } | { ok: false; problem: string }

/**
 * Reads an instant with its offset (RFC 3339: `2026-12-15T11:00:00Z`, `…+01:00`) or a wall time of Paris
 * (`2026-12-15T12:00`), to the minute. Refuses dates and hours that cannot be, years outside 1990 to 2100, the hour that
 * Paris skips in March and, without an offset, the one that it has twice in October.
 */
export function readInstant(text: string): MomentRead {
  const [, date = '', time = '', second, offset] = WRITTEN.exec(text) ?? []
  if (date === '') return refused('expected 2026-12-15T12:00 (Paris) or RFC 3339 with an offset')
  if (date < '1990' || date > '2101') return refused('the year must be from 1990 to 2100')
  if (second !== undefined && Number(second) > 59) return refused('this time does not exist')
  const wall = plainOf(date, time)
  if (wall === null) return refused('this date or time does not exist')
  if (offset !== undefined) return instantWith(wall, offset)
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(PARIS, { disambiguation }),
  )
  if (!earlier?.toPlainDateTime().equals(wall))
    return refused('Paris skips this hour: clocks go from 2 to 3')
  if (later && later.epochMilliseconds !== earlier.epochMilliseconds)
    return refused('Paris has this hour twice: give an offset')
  return { ok: true, moment: momentAt(earlier.toInstant()) }
}

/** The same, or a day without its hour (`2026-12-15`): 00:00 with the doubt `no-hour`. */
export function readInstantOrDay(text: string): MomentRead {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return readInstant(text)
  const read = readInstant(`${text}T00:00`)
  return read.ok ? { ok: true, moment: { ...read.moment, doubt: 'no-hour' } } : read
}

/** A moment as this program writes it: with the offset of Paris, or the day alone where no hour is known. */
export function writtenMoment({ instant, wall, doubt }: Moment): string {
  if (doubt === 'no-hour') return wall.slice(0, 10)
  return Temporal.Instant.from(instant)
    .toZonedDateTimeISO(PARIS)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

const PARIS = 'Europe/Paris'
const WRITTEN =
  /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1\d|2[0-3]):[0-5]\d)?$/i

function plainOf(date: string, time: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' })
  } catch {
    return null
  }
}

function instantWith(wall: Temporal.PlainDateTime, offset: string): MomentRead {
  const zone = /^z$/i.test(offset) ? 'UTC' : offset
  return { ok: true, moment: momentAt(wall.toZonedDateTime(zone).toInstant()) }
}

function momentAt(instant: Temporal.Instant): Moment {
  return {
    instant: instant.toString({ smallestUnit: 'second' }),
    wall: instant.toZonedDateTimeISO(PARIS).toPlainDateTime().toString({ smallestUnit: 'minute' }),
  }
}

function refused(problem: string): { ok: false; problem: string } {
  return { ok: false, problem }
}
