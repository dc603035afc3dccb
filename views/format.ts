import { BOUND } from '../src/consultations/bounded.ts'
import type { Amount, Moment } from '../src/consultations/facts.ts'
import type { Count } from '../src/consultations/shown.ts'
import { parisWall } from '../src/rules/paris-wall.ts'

/**
 * Dates, times, amounts and counts in French, always in Europe/Paris whatever the zone of the process.
 *
 * Spaces: every function here puts U+00A0 where a line must not break (before « h », « € », « % », inside numbers),
 * and never U+202F. Pages use the text as it is. Feeds, calendars, CSV and mail pass it through `plain`, because
 * people's search and keyword rules look for the ordinary space that they type.
 */

/** A Moment (its wall time is told), an instant, or a date without a time (`2026-12-15`). */
export type When = Moment | Date | string

/** Ordinary spaces in place of the unbreakable ones. */
export function plain(text: string): string {
  return text.replaceAll(/[\u00A0\u202F]/g, ' ')
}

/** « mardi 15 décembre 2026 » */
export function longDate(when: When): string {
  const wall = wallOf(when)
  return `${dayAndMonth(wall)} ${wall.year}`
}

/** « mardi 15 décembre 2026 à 12 h 00 »; the day alone where the hour is not known. */
export function longMoment(when: When): string {
  return `${longDate(when)}${hourIsKnown(when) ? ` à ${hour(wallOf(when))}` : ''}`
}

/** « mardi 15 décembre à 12 h 00 »; with the year when it is not this year or more than 300 days away. */
export function cardMoment(when: When, now: Date): string {
  const wall = wallOf(when)
  const day =
    wall.year === wallOf(now).year && isNear(wall, now) ? dayAndMonth(wall) : longDate(when)
  return `${day}${hourIsKnown(when) ? ` à ${hour(wall)}` : ''}`
}

/** « jeudi 3 décembre »; with the year when it is not this year or more than 300 days away. */
export function cardDate(when: When, now: Date): string {
  const wall = wallOf(when)
  return wall.year === wallOf(now).year && isNear(wall, now) ? dayAndMonth(wall) : longDate(when)
}

/** « 15/12 à 12 h », « 15/12 à 12 h 30 »; « 15/12/2027 à 12 h » when more than 300 days away. */
export function shortMoment(when: When, now: Date): string {
  const wall = wallOf(when)
  const day = isNear(wall, now) ? shortDate(when).slice(0, 5) : shortDate(when)
  if (!hourIsKnown(when)) return day
  return `${day} à ${wall.hour}\u00A0h${wall.minute === 0 ? '' : `\u00A0${twoDigits(wall.minute)}`}`
}

/** « mars 2027 » */
export function monthAndYear(when: When): string {
  const { year, month } = wallOf(when)
  return `${MONTHS[month - 1]} ${year}`
}

/** « 20/11/2026 » */
export function shortDate(when: When): string {
  const wall = wallOf(when)
  return `${twoDigits(wall.day)}/${twoDigits(wall.month)}/${wall.year}`
}

/**
 * « dans 24 jours » (calendar days in Paris), « dans 30 heures » under 48 hours, « dans 40 minutes » under one;
 * « il y a 3 jours » for the past. Grows old: never in a feed.
 */
export function relative(when: Moment | Date, now: Date): string {
  const instant = instantOf(when)
  const minutes = Math.floor(Math.abs(instant.getTime() - now.getTime()) / 60_000)
  if (minutes < 1) return "à l'instant"
  return `${instant > now ? 'dans' : 'il y a'} ${span(minutes, calendarDays(now, instant))}`
}

/** Calendar days in Paris from one instant's day to another's; negative when the second is earlier. */
export function calendarDays(from: Moment | Date, to: Moment | Date): number {
  return (dayNumber(wallOf(to)) - dayNumber(wallOf(from))) / 86_400_000
}

/** ISO 8601 with the Paris offset: `2026-12-15T12:00:00+01:00`. */
export function isoWithOffset(when: Moment | Date): string {
  const instant = instantOf(when)
  const wall = wallOf(instant)
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
  const offset = (asUtc - Math.floor(instant.getTime() / 60_000) * 60_000) / 60_000
  const sign = offset < 0 ? '-' : '+'
  const size = Math.abs(offset)
  const seconds = twoDigits(instant.getUTCSeconds())
  return `${isoDay(wall)}T${twoDigits(wall.hour)}:${twoDigits(wall.minute)}:${seconds}${sign}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`
}

/** « 1 234 567 », « 2,5 » */
export function numberText(n: number): string {
  return inFrench(n.toFixed(2).replace(/\.?0+$/, ''))
}

/** « 40 000 € », with centimes only when there are some: « 1 234,50 € ». */
export function euros(n: number): string {
  return `${Number.isInteger(n) ? numberText(n) : inFrench(n.toFixed(2))}\u00A0€`
}

/** « 60 % » */
export function percent(n: number): string {
  return `${numberText(n)}\u00A0%`
}

/**
 * « 40 000 à 90 000 € HT », « jusqu'à 90 000 € HT », « à partir de 40 000 € HT », « maximum 200 000 € HT » for a
 * framework's ceiling; null when neither end is known.
 */
export function amountText(amount: Amount): string | null {
  const { min, max } = amount
  if (amount.maximum && max !== null)
    return min ? `minimum ${euros(min)}, maximum ${euros(max)} HT` : `maximum ${euros(max)} HT`
  if (min !== null && max !== null) {
    if (min === max) return `${euros(max)} HT`
    return min === 0 ? `jusqu'à ${euros(max)} HT` : `${numberText(min)} à ${euros(max)} HT`
  }
  if (max !== null) return `jusqu'à ${euros(max)} HT`
  return min === null ? null : `à partir de ${euros(min)} HT`
}

/** The number with its noun: « 0 lot », « 1 lot », « 12 lots ». French begins its plural at two. */
export function plural(n: number, one: string, many: string): string {
  return `${numberText(n)}\u00A0${Math.abs(n) < 2 ? one : many}`
}

/** « 412 »; where counting stopped « plus de 10 000 » at the bound, « au moins 12 » below it. */
export function countText({ count, more }: Count): string {
  if (!more) return numberText(count)
  return `${count >= BOUND ? 'plus de' : 'au moins'} ${numberText(count)}`
}

/** « 12 consultations », « plus de 10 000 consultations » */
export function countedText(counted: Count, one: string, many: string): string {
  return `${countText(counted)}\u00A0${counted.count < 2 ? one : many}`
}

/** « procédure adaptée » out of a label, for the middle of a sentence; acronyms (« CPV ») stay. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}(?!\p{Lu}|\d)/u.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text
}

/** « Procédure adaptée » at the head of a line. */
export function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

const WEEKDAYS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi']
const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
]
/** What Intl writes too, but for exact ties: a Worker that starts need not wake its numbers. */
function inFrench(digits: string): string {
  const [whole = '', decimals] = digits.split('.')
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, '\u00A0')
  return decimals === undefined ? grouped : `${grouped},${decimals}`
}

const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/
const NEAR_DAYS = 300

function wallOf(when: When): Wall {
  if (when instanceof Date) return wallInParis(when)
  const written = WRITTEN.exec(typeof when === 'string' ? when : when.wall)
  if (!written) throw new RangeError('neither a date nor a wall time')
  const [year = 0, month = 0, day = 0, hours = 0, minute = 0] = written
    .slice(1)
    .map((part) => Number(part ?? 0))
  return { year, month, day, hour: hours, minute }
}

function wallInParis(instant: Date): Wall {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parisWall(instant)
    .split(/[- :]/)
    .map(Number)
  return { year, month, day, hour, minute }
}

function instantOf(when: Moment | Date): Date {
  return when instanceof Date ? when : new Date(when.instant)
}

function hourIsKnown(when: When): boolean {
  return typeof when !== 'string' && (when instanceof Date || when.doubt !== 'no-hour')
}

function dayAndMonth({ year, month, day }: Wall): string {
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]
  return `${weekday} ${day === 1 ? '1er' : day} ${MONTHS[month - 1]}`
}

function hour(wall: Wall): string {
  return `${wall.hour}\u00A0h\u00A0${twoDigits(wall.minute)}`
}

function isNear(wall: Wall, now: Date): boolean {
  return Math.abs(dayNumber(wall) - dayNumber(wallOf(now))) <= NEAR_DAYS * 86_400_000
}

function dayNumber({ year, month, day }: Wall): number {
  return Date.UTC(year, month - 1, day)
}

function span(minutes: number, days: number): string {
  if (minutes >= 48 * 60) return plural(Math.abs(days), 'jour', 'jours')
  if (minutes >= 60) return plural(Math.floor(minutes / 60), 'heure', 'heures')
  return plural(minutes, 'minute', 'minutes')
}

function isoDay({ year, month, day }: Wall): string {
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0')
}
