import { Temporal } from 'temporal-polyfill'
import type { Moment } from '../../consultations/facts.ts'
import { rewriteMachineDate } from './machine-dates.ts'
import { Passage } from './passage.ts'
import { WEEKDAY } from './vocabulary.ts'
import { type WrittenDate, writtenDates } from './written-dates.ts'
import { aheadOfUtc, DAY_MS } from './zone-days.ts'

/**
 * The first date with hour of a text, as an instant and as wall time in Europe/Paris to the minute, with its words.
 * Figures are always day first. Null when there is no complete date, or when what is written cannot be: 31 April, the
 * hour that 29 March 2026 skips, 25 h, a year before 1990 or after 2100, a 12-hour clock.
 *
 * A deadline shown too late loses somebody a contract, so a doubtful one is never later than the truth: without an
 * hour it is 00:00 of that day (doubt `no-hour`), « minuit » and 00h00 are the beginning of the day, and the hour
 * that 25 October 2026 has twice is the earlier one (doubt `ambiguous-hour`).
 */
export function readMoment(text: string): (Moment & { words: string }) | null {
  const passage = Passage.of(text)
  const written = writtenDates(passage)[0]
  const moment = written === undefined ? null : momentOf(written)
  if (written === undefined || moment === null) return null
  return { ...moment, words: passage.part(written.start, written.end).words }
}

/** The moment that a written date means, or null when it cannot be; see readMoment. */
export function momentOf(written: WrittenDate): Moment | null {
  const wall = wallOf(written)
  if (wall === null) return null
  const minute = wall - (wall % 60_000)
  const readings = readingsOf(minute, written)
  const [earliest] = readings
  if (earliest === undefined) return null
  const doubt = doubtOf(written, readings.length)
  return {
    instant: instantText(earliest),
    wall: wallText(written.zone === null ? minute : inParis(earliest)),
    ...(doubt === undefined ? {} : { doubt }),
  }
}

/** The first date of a text as `2026-12-15`, as it is written; null when there is none or it cannot be. */
export function readDate(text: string): string | null {
  const written = writtenDates(Passage.of(text))[0]
  const day = written === undefined ? null : wallOf({ ...written, time: null })
  return day === null ? null : wallText(day).slice(0, 10)
}

/**
 * The instant (ISO 8601, UTC) of a feed's own date: RFC 822 with English or French names, ISO 8601, Atom, compact, or
 * French in words; Europe/Paris when no zone is said, 00:00 when no hour is. Null when the text is anything more than
 * one such date: an unknown zone or a leftover word would make it a guess.
 */
export function readPublished(text: string): string | null {
  const passage = Passage.of(rewriteMachineDate(text.slice(0, 200)))
  const [written, another] = writtenDates(passage, true)
  if (written === undefined || another !== undefined) return null
  if (!LEAD.test(passage.plain.slice(0, written.start))) return null
  if (!TRAIL.test(passage.plain.slice(written.end))) return null
  const wall = wallOf(written)
  if (wall === null) return null
  const zone = written.zone?.id ?? PARIS
  const instant = instantsIn(wall, zone)[0]
  return instant === undefined ? null : instantText(instant)
}

const PARIS = 'Europe/Paris'

const LEAD = new RegExp(
  `^(?:(?:publiee?|parue?|mis|mise|en|ligne|date|le|du)[ :]+)*(?:${WEEKDAY}[ ,]*)?(?:le )?$`,
)
const TRAIL = /^[ .]*(?:\([^()]*\))?[ .]*$/

/**
 * What a clock shows at a date and time, as the milliseconds at which one in UTC does; null for 31 April, 25 h, or a
 * year that no notice has.
 */
function wallOf({ year, month, day, time }: WrittenDate): number | null {
  if (year < 1990 || year > 2100 || time?.foreign === true) return null
  const midnight = Date.UTC(year, month - 1, day)
  const date = new Date(midnight)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  if (time === null) return midnight
  const { hour, minute, second } = time
  if (hour === 24 && minute === 0 && second === 0) return midnight + DAY_MS
  if (hour > 23 || minute > 59) return null
  return midnight + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1_000
}

/** What a wall time may mean, earliest first. */
function readingsOf(wall: number, { zone }: WrittenDate): number[] {
  if (zone === null) return instantsIn(wall, PARIS)
  if (!zone.seasonal) return instantsIn(wall, zone.id)
  return distinct([...instantsIn(wall, zone.id), ...instantsIn(wall, PARIS)])
}

/** No instant for an hour that is skipped, two for one that comes twice. */
function instantsIn(wall: number, zone: string): number[] {
  const ahead = aheadOfUtc(zone, wall - (wall % DAY_MS))
  if (ahead !== null) return [wall - ahead]
  const plain = Temporal.PlainDateTime.from(wallText(wall, 'second'))
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (!earlier.toPlainDateTime().equals(plain)) return []
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' })
  return distinct([earlier.epochMilliseconds, later.epochMilliseconds])
}

function inParis(instant: number): number {
  const { offsetNanoseconds } =
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(PARIS)
  return instant + offsetNanoseconds / 1e6
}

function distinct(instants: number[]): number[] {
  return [...new Set(instants)].toSorted((one, other) => one - other)
}

function doubtOf({ time, zone }: WrittenDate, readings: number): Moment['doubt'] {
  if (time === null) return 'no-hour'
  if (readings > 1 || (time.midnight && zone === null)) return 'ambiguous-hour'
  return undefined
}

/** `2026-12-15T11:00:00Z` */
function instantText(instant: number): string {
  return `${wallText(instant, 'second')}Z`
}

/** `2026-12-15T12:00`, with seconds where asked. */
function wallText(wall: number, to: 'minute' | 'second' = 'minute'): string {
  return new Date(wall).toISOString().slice(0, to === 'minute' ? 16 : 19)
}
