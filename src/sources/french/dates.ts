import { Temporal } from 'temporal-polyfill'
import type { Moment } from '../../consultations/facts.ts'
import { rewriteMachineDate } from './machine-dates.ts'
import { Passage } from './passage.ts'
import { WEEKDAY } from './vocabulary.ts'
import { type WrittenDate, writtenDates } from './written-dates.ts'

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
  const plain = plainDateTimeOf(written)
  if (plain === null) return null
  const minute = plain.with({ second: 0 })
  const readings = readingsOf(minute, written)
  const [earliest] = readings
  if (earliest === undefined) return null
  const doubt = doubtOf(written, readings.length)
  return {
    instant: instantText(earliest),
    wall: earliest.toZonedDateTimeISO(PARIS).toPlainDateTime().toString({ smallestUnit: 'minute' }),
    ...(doubt === undefined ? {} : { doubt }),
  }
}

/** The first date of a text as `2026-12-15`, as it is written; null when there is none or it cannot be. */
export function readDate(text: string): string | null {
  const written = writtenDates(Passage.of(text))[0]
  if (written === undefined) return null
  return (
    plainDateTimeOf({ ...written, time: null })
      ?.toPlainDate()
      .toString() ?? null
  )
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
  const plain = plainDateTimeOf(written)
  if (plain === null) return null
  const zone = written.zone?.id ?? PARIS
  const instant = instantsIn(plain, zone)[0]
  return instant === undefined ? null : instantText(instant)
}

const PARIS = 'Europe/Paris'

const LEAD = new RegExp(
  `^(?:(?:publiee?|parue?|mis|mise|en|ligne|date|le|du)[ :]+)*(?:${WEEKDAY}[ ,]*)?(?:le )?$`,
)
const TRAIL = /^[ .]*(?:\([^()]*\))?[ .]*$/

/** The calendar's date and time, or null for 31 April, 25 h, or a year that no notice has. */
function plainDateTimeOf({ year, month, day, time }: WrittenDate): Temporal.PlainDateTime | null {
  if (year < 1990 || year > 2100 || time?.foreign === true) return null
  const endOfDay = time !== null && time.hour === 24 && time.minute === 0 && time.second === 0
  try {
    const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
    if (time === null) return date.toPlainDateTime()
    if (endOfDay) return date.add({ days: 1 }).toPlainDateTime()
    const { hour, minute } = time
    const second = Math.min(time.second, 59)
    return date.toPlainDateTime(
      Temporal.PlainTime.from({ hour, minute, second }, { overflow: 'reject' }),
    )
  } catch {
    return null
  }
}

/** What a wall time may mean, earliest first. */
function readingsOf(plain: Temporal.PlainDateTime, { zone }: WrittenDate): Temporal.Instant[] {
  if (zone === null) return instantsIn(plain, PARIS)
  if (!zone.seasonal) return instantsIn(plain, zone.id)
  const literally = instantsIn(plain, zone.id)
  return distinct([...literally, ...instantsIn(plain, PARIS)])
}

/** No instant for an hour that is skipped, two for one that comes twice. */
function instantsIn(plain: Temporal.PlainDateTime, zone: string): Temporal.Instant[] {
  try {
    return [plain.toZonedDateTime(zone, { disambiguation: 'reject' }).toInstant()]
  } catch {
    const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
    if (!earlier.toPlainDateTime().equals(plain)) return []
    const later = plain.toZonedDateTime(zone, { disambiguation: 'later' })
    return [earlier.toInstant(), later.toInstant()]
  }
}

function distinct(instants: Temporal.Instant[]): Temporal.Instant[] {
  return instants
    .toSorted(Temporal.Instant.compare)
    .filter((instant, index, sorted) => index === 0 || !sorted[index - 1]?.equals(instant))
}

function doubtOf({ time, zone }: WrittenDate, readings: number): Moment['doubt'] {
  if (time === null) return 'no-hour'
  if (readings > 1 || (time.midnight && zone === null)) return 'ambiguous-hour'
  return undefined
}

function instantText(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'second' })
}
