import type { Moment } from '../../consultations/facts.ts'
import { readMoment } from '../french/dates.ts'

/**
 * The moment that a notice's own text or `donnees` tells, to the minute in Europe/Paris; null where it tells none.
 *
 * The figures are the time on the wall. BOAMP's documents carry a fixed `+01:00`, in summer as in winter:
 * `2021-04-06T11:00:00+01:00` is eleven o'clock in Paris. Any other offset that contradicts the wall leaves two
 * readings, of which the earlier is taken, in doubt (`clock-trap`); so does `Z` in summer.
 */
export function writtenMoment(written: string): Moment | null {
  const [, date = '', time, zone] = STAMP.exec(written) ?? []
  if (date === '') return momentIn(written)
  if (time === undefined) return momentIn(date)
  const wall = momentIn(`${date}T${time}`)
  if (zone === undefined || zone === '+01:00') return wall
  if (isUtc(zone)) return instantReadings(`${date}T${time}Z`, false)
  return earlier(wall, momentIn(`${date}T${time}:00${zone}`))
}

/**
 * The moment behind an instant of the API's own columns (`datelimitereponse`), where no text tells the wall time.
 *
 * **The clock trap** (data measured on 2021 and 2022): what BOAMP stores as UTC is the wall time minus one hour all
 * year round. Noon is 11:00Z in July as in January, so converting a summer one through Europe/Paris shows 13:00, an
 * hour after the deadline. Whether it is still so is not known: of both readings the earlier is taken, always in
 * doubt (`clock-trap`). A stamp of midnight sharp is a day whose hour is not known. Stamps without a zone are UTC.
 */
export function storedMoment(written: string): Moment | null {
  const [, date = '', time, zone] = STAMP.exec(written) ?? []
  if (date === '') return null
  if (time === undefined || (time === '00:00' && (zone === undefined || isUtc(zone))))
    return momentIn(date)
  return instantReadings(`${date}T${time}:00${zone ?? 'Z'}`, true)
}

/**
 * Whether a deadline can be that of a notice of this day: years such as 7017, 2924 or 2099 are slips of the pen. Null
 * as publication date lets pass what is neither before 1990 nor after 2090.
 */
export function isPlausible(moment: Moment, publishedOn: string | null): boolean {
  const year = Number(moment.wall.slice(0, 4))
  if (publishedOn === null) return year >= 1990 && year <= 2090
  const published = Number(publishedOn.slice(0, 4))
  return year - published <= LONGEST_YEARS && year >= published - 1
}

/** Dynamic purchasing systems stay open for years; no notice does for ten. */
const LONGEST_YEARS = 9

/** The earlier of two moments; where they differ, in doubt. */
export function earlier(
  one: Moment | null,
  other: Moment | null,
  doubt: Moment['doubt'] = 'clock-trap',
): Moment | null {
  if (one === null || other === null) return one ?? other
  if (Date.parse(one.instant) === Date.parse(other.instant)) return one
  const first = Date.parse(one.instant) < Date.parse(other.instant) ? one : other
  return { ...first, doubt }
}

const STAMP =
  /^\s*(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$/i

const HOUR_MS = 3_600_000

function instantReadings(stamp: string, alwaysInDoubt: boolean): Moment | null {
  const instant = Date.parse(stamp)
  if (Number.isNaN(instant)) return null
  const converted = momentIn(new Date(instant).toISOString())
  const trapped = momentIn(new Date(instant + HOUR_MS).toISOString().slice(0, 16))
  const moment = earlier(trapped, converted)
  return moment && alwaysInDoubt ? { ...moment, doubt: 'clock-trap' } : moment
}

function momentIn(text: string): Moment | null {
  const found = readMoment(text)
  if (found === null) return null
  const { words: _, ...moment } = found
  return moment
}

function isUtc(zone: string): boolean {
  return /^(?:z|[+-]00:?00)$/i.test(zone)
}
