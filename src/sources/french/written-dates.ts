import { matchesIn } from './matches.ts'
import type { Passage } from './passage.ts'
import { FEED_ZONES, HOURS_OF, MONTHS, WEEKDAY, ZONES } from './vocabulary.ts'

/** A date as it stands in a text, not yet checked against the calendar. */
export interface WrittenDate {
  /** Where it stands in the passage's plain form, its hour and zone included. */
  start: number
  end: number
  year: number
  month: number
  day: number
  time: WrittenTime | null
  zone: WrittenZone | null
}

export interface WrittenTime {
  hour: number
  minute: number
  second: number
  /** Written as midnight, which may be either end of the day. */
  midnight: boolean
  /** Written in a way that cannot be trusted (12-hour clock of a month-first habit). */
  foreign: boolean
}

export interface WrittenZone {
  /** A UTC offset (`+01:00`) or a zone's name (`Europe/Paris`). */
  id: string
  /** CET and CEST: often written for « Paris time » all year round. */
  seasonal: boolean
}

/**
 * Every complete date of a passage in order: day first in figures (`14/03/2022`, `14.03.22`, `14-03-2022`), in words
 * (`1er août 2026`, `15 déc. 2026`, RFC 822), ISO 8601 (`2026-12-15T12:00Z`), compact (`20261121T100000Z`) and
 * month first in words (`Nov 21 10:00:00 2026`). A date without its year is no date.
 */
export function writtenDates(passage: Passage, inFeedElement = false): WrittenDate[] {
  const found: WrittenDate[] = []
  if (!/\d/.test(passage.plain)) return found
  for (const match of matchesIn(DATE, passage.plain)) {
    const after = found.at(-1)?.end ?? 0
    if (match.index < after) continue
    found.push(withHour(passage.plain, match, after, inFeedElement))
  }
  return found
}

const MONTH = Object.keys(MONTHS)
  .sort((a, b) => b.length - a.length)
  .join('|')

const ISO = String.raw`(?<!\d)(?<!\d[/.-])(?<isoYear>\d{4})(?<by>[-/.])(?<isoMonth>\d{1,2})\k<by>(?<isoDay>\d{1,2})(?!\d)`
const COMPACT = String.raw`(?<!\d)(?<compactYear>\d{4})(?<compactMonth>\d{2})(?<compactDay>\d{2})(?=t\d{4})`
const FIGURES =
  String.raw`(?<!\d)(?<!\d[/.-])(?<day>\d{1,2})(?: ?/ ?(?<slashed>\d{1,2}) ?/ ?|\.(?<dotted>\d{1,2})\.|-(?<dashed>\d{1,2})-)` +
  String.raw`(?<year>\d{4}(?!\d)(?![/.]\d)|\d{2}(?!\d)(?![/.-]\d))`
const WORDS =
  String.raw`(?<!\d)(?<dayBefore>\d{1,2})(?: ?er| ?eme|st|nd|rd|th)?[ .-]{0,2}(?<monthName>${MONTH})(?![a-z])[ .,-]{0,3}` +
  String.raw`(?<yearAfter>\d{4}(?!\d)|\d{2}(?!\d)(?= \d{1,2}[:h]))`
const MONTH_FIRST =
  String.raw`(?<![a-z])(?<nameFirst>${MONTH})\.? {1,2}(?<dayAfter>\d{1,2}),? (?:(?<clock>\d{2}:\d{2}(?::\d{2})?) )?` +
  String.raw`(?<yearLast>\d{4})(?!\d)`
const DATE = new RegExp([ISO, COMPACT, FIGURES, WORDS, MONTH_FIRST].join('|'), 'g')

function withHour(
  plain: string,
  match: RegExpExecArray,
  after: number,
  inFeedElement: boolean,
): WrittenDate {
  const groups = match.groups ?? {}
  const year =
    groups.isoYear ?? groups.compactYear ?? groups.year ?? groups.yearAfter ?? groups.yearLast
  const month =
    groups.isoMonth ?? groups.compactMonth ?? groups.slashed ?? groups.dotted ?? groups.dashed
  const name = groups.monthName ?? groups.nameFirst ?? ''
  const day =
    groups.isoDay ?? groups.compactDay ?? groups.day ?? groups.dayBefore ?? groups.dayAfter
  const end = match.index + match[0].length
  const hour =
    (groups.clock === undefined ? null : hourAt(groups.clock, 0)) ??
    isoHourAt(plain, end) ??
    hourAfter(plain, end) ??
    hourBefore(plain, match.index, after)
  const hourEnd = groups.clock === undefined && hour?.after === true ? hour.end : end
  const zone = hour === null ? null : zoneAt(plain, hourEnd, hour.exact, inFeedElement)
  return {
    start: hour?.before ?? match.index,
    end: zone?.end ?? hourEnd,
    year: fullYear(year ?? ''),
    month: month === undefined ? (MONTHS[name] ?? 0) : Number(month),
    day: Number(day),
    time: hour?.time ?? null,
    zone: zone?.zone ?? null,
  }
}

function fullYear(written: string): number {
  const year = Number(written)
  if (written.length > 2) return year
  return year < 80 ? 2000 + year : 1900 + year
}

interface HourFound {
  time: WrittenTime
  end: number
  /** The hour follows the date. */
  after: boolean
  /** Where it begins when it stands before the date. */
  before?: number
  /** With seconds or in ISO form: a signed number after it is an offset, not the end of a span of hours. */
  exact: boolean
}

const ISO_HOUR = /t(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?/y

function isoHourAt(plain: string, index: number): HourFound | null {
  ISO_HOUR.lastIndex = index
  const match = ISO_HOUR.exec(plain)
  if (match === null) return null
  const time = timeOf(match[1], match[2], match[3])
  return { time, end: ISO_HOUR.lastIndex, after: true, exact: true }
}

const BEFORE_HOUR = new RegExp(
  String.raw`(?: ?\n ?(?=heure|a \d|\d{1,2} ?[h:] ?\d{2}))?(?:[ ,;:()-]|(?<![a-z0-9])(?:a|avant|de|des|entre|vers|jusqu'a|au|le|plus|tard|heures?|limites?|maximum|dernier|delai|${WEEKDAY})(?![a-z0-9])){0,14}`,
  'y',
)

function hourAfter(plain: string, end: number): HourFound | null {
  BEFORE_HOUR.lastIndex = end
  BEFORE_HOUR.exec(plain)
  const from = BEFORE_HOUR.lastIndex
  return from === end ? null : hourAt(plain, from)
}

const HOUR =
  /(\d{1,2})(?: ?h(?:eures?|rs?)?(?![a-z])(?:\.? ?(\d{2})(?!\d)(?: ?mi?n\b)?)?|:(\d{2})(?!\d)(?::(\d{2})(?!\d)(?:[.,]\d{1,9})?)?)( ?[ap]\.?m(?![a-z]))?|(midi|minuit)(?![a-z])/y

function hourAt(plain: string, index: number): HourFound | null {
  HOUR.lastIndex = index
  const match = HOUR.exec(plain)
  if (match === null) return null
  const [, hour, minuteAfterH, minute, second, halfDay, word] = match
  const time =
    word === undefined
      ? timeOf(hour, minuteAfterH ?? minute, second, halfDay !== undefined)
      : timeOf(word === 'midi' ? '12' : '0', '0')
  return { time, end: HOUR.lastIndex, after: true, exact: second !== undefined }
}

const HOUR_BEFORE = new RegExp(
  String.raw`(?<![a-z0-9])(?:a|avant|des|jusqu'a) ?(?<hour>\d{1,2}) ?(?:h(?:eures?)? ?(?<minuteAfterH>\d{2})?|:(?<minute>\d{2})) ?,? ?(?:(?:le|du) )?(?:${WEEKDAY} )?$`,
)

function hourBefore(plain: string, start: number, after: number): HourFound | null {
  const from = Math.max(after, start - 40)
  const match = HOUR_BEFORE.exec(plain.slice(from, start))
  if (match === null) return null
  const { hour, minuteAfterH, minute } = match.groups ?? {}
  const time = timeOf(hour, minuteAfterH ?? minute)
  return { time, end: start, after: false, before: from + match.index, exact: false }
}

function timeOf(hour = '', minute = '0', second = '0', foreign = false): WrittenTime {
  const time = { hour: Number(hour), minute: Number(minute), second: Number(second) }
  return { ...time, midnight: time.hour === 0 && time.minute === 0, foreign }
}

const OFFSET = /(?: ?(?:gmt|utc))? ?([+-])(\d{2}):?([0-5]\d)?(?![\d:h])/y
const SPACED_OFFSET = / (?:gmt|utc)? ?([+-])(\d{2})([0-5]\d)(?!\d| ?h)/y
const ZULU = /z(?![a-z])/y
const NAMED = /[ (]{0,2}([a-z]{1,6}(?:\/[a-z]{1,12})?)(?![a-z])\)?/y
const HOUR_OF = /[ ,(-]{0,3}heures? (?:de |d'|du )?(?:la |le |l')?([a-z-]{2,20})\)?/y

function zoneAt(
  plain: string,
  index: number,
  exact: boolean,
  inFeedElement: boolean,
): { zone: WrittenZone; end: number } | null {
  const offset = matchAt(exact ? OFFSET : SPACED_OFFSET, plain, index)
  if (offset !== null && Number(offset[2]) <= 14) {
    const id = `${offset[1]}${offset[2]}:${offset[3] ?? '00'}`
    return { zone: { id, seasonal: false }, end: index + offset[0].length }
  }
  const zulu = exact ? matchAt(ZULU, plain, index) : null
  if (zulu !== null) return { zone: { id: '+00:00', seasonal: false }, end: index + 1 }
  const named = matchAt(NAMED, plain, index)
  const name = named?.[1] ?? ''
  const id = lookUp(ZONES, name) ?? (inFeedElement ? lookUp(FEED_ZONES, name) : undefined)
  if (named !== null && id !== undefined) {
    const seasonal = name === 'cet' || name === 'cest'
    return { zone: { id, seasonal }, end: index + named[0].length }
  }
  const place = matchAt(HOUR_OF, plain, index)
  const zoneOfPlace = lookUp(HOURS_OF, place?.[1] ?? '')
  if (place === null || zoneOfPlace === undefined) return null
  return { zone: { id: zoneOfPlace, seasonal: false }, end: index + place[0].length }
}

function matchAt(pattern: RegExp, plain: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(plain)
}

function lookUp(table: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
