import { checkSiret } from '../../partners/siret.ts'
import type { Trouble, TroubleCode } from '../facts.ts'
import { ANSWERS, isBlank, type Words } from './words.ts'

/**
 * Amounts that can be believed of a contract, in euros: the schema wants at least one; the dearest that were ever let
 * in France cost a few billions.
 */
const AMOUNTS = { least: 1, most: 10_000_000_000 } as const
/** Days before which no contract that is spoken of can have been notified, in ISO form. */
const EARLIEST = '1990-01-01'
/** A hundred years. */
export const MONTHS = { least: 1, most: 1_200 } as const
export const BIDS = { least: 1, most: 10_000 } as const
const WORDS_LIMIT = 60
const TROUBLES_LIMIT = 20

/**
 * Reads the single values of one contract, as numbers or as words, and notes in `troubles` what cannot be believed.
 * `latest` is the last day that can be.
 */
export class ValueReader {
  readonly troubles: Trouble[] = []
  readonly latest: string

  constructor(latest: string) {
    this.latest = latest
  }

  note(code: TroubleCode, value: unknown): void {
    if (this.troubles.length >= TROUBLES_LIMIT) return
    const written = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    this.troubles.push({ code, value: cut(written, 200) })
  }

  /** At most so many characters; a longer text is cut, and ends with « … ». */
  text(value: unknown, most: number): string | null {
    const text = textOf(value)
    if (text === null || text.length <= most) return text
    this.note('text-too-long', text)
    return `${cut(text, most - 1)}…`
  }

  /** Euros, to the cent. */
  amount(value: unknown): number | null {
    const number = this.number(value, 'amount-unreadable')
    if (number === null) return null
    if (number < AMOUNTS.least || number > AMOUNTS.most)
      return this.unbelieved('amount-out-of-range', value)
    return Math.round(number * 100) / 100
  }

  /** A whole number; parts of a month are counted as a whole one, as the schema says. */
  count(value: unknown, { least, most }: { least: number; most: number }): number | null {
    const number = this.number(value, 'count-out-of-range')
    if (number === null) return null
    const whole = Math.ceil(number)
    return whole < least || whole > most ? this.unbelieved('count-out-of-range', value) : whole
  }

  /** From 0 to 1. */
  rate(value: unknown): number | null {
    const number = this.number(value, 'rate-out-of-range')
    if (number === null) return null
    return number < 0 || number > 1 ? this.unbelieved('rate-out-of-range', value) : number
  }

  /** As `2026-12-15`. Of a date with an hour and an offset, the day as it is written. */
  day(value: unknown): string | null {
    const text = textOf(value)
    if (text === null) return null
    const day = writtenDay(text)
    if (day === null) return this.unbelieved('date-unreadable', text)
    return day < EARLIEST || day > this.latest ? this.unbelieved('date-out-of-range', text) : day
  }

  answer(value: unknown): boolean | null {
    if (typeof value === 'boolean') return value
    const text = textOf(value)
    if (text === null) return null
    const answer = ANSWERS.read(text)
    return answer === null ? this.unbelieved('value-unknown', text) : answer === 'yes'
  }

  word<Code extends string>(value: unknown, words: Words<Code>): Code | null {
    const text = typeof value === 'string' ? value.trim() : textOf(value)
    if (text === null) return null
    const code = words.read(text)
    return code === null && !isBlank(text) ? this.unbelieved('value-unknown', text) : code
  }

  /** The eight digits of a code of the common procurement vocabulary, the check digit left out. */
  cpv(value: unknown): string | null {
    const text = textOf(value)
    if (text === null) return null
    const digits = /^(\d{8})(?:-?\d)?(?!\d)/.exec(text)?.[1]
    if (digits === undefined || digits < '03000000' || digits > '98999999')
      return this.unbelieved('cpv-unreadable', text)
    return digits
  }

  /** Any finite number. */
  number(value: unknown, code: TroubleCode): number | null {
    if (typeof value === 'number')
      return Number.isFinite(value) ? value : this.unbelieved(code, String(value))
    const text = textOf(value)
    if (text === null) return null
    const number = writtenNumber(text)
    return number ?? this.unbelieved(code, text)
  }

  private unbelieved(code: TroubleCode, value: unknown): null {
    this.note(code, value)
    return null
  }
}

/** The words of a value, or its digits; null where it is empty, says that it is unknown or is made of parts. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') {
    const text = value.trim()
    return isBlank(text) ? null : text
  }
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (typeof value === 'boolean') return String(value)
  return Array.isArray(value) && value.length === 1 ? textOf(value[0]) : null
}

/** Fourteen digits with the right key, where the text is that. */
export function siretOf(text: string | null): string | null {
  if (text === null || text.length < 14 || text.length > 30) return null
  const known = sirets.get(text)
  if (known !== undefined) return known
  const check = checkSiret(text)
  const siret = check.ok ? check.siret : null
  if (sirets.size >= SIRETS_LIMIT) sirets.clear()
  sirets.set(text, siret)
  return siret
}

/** Numbers met before: a file names the same bodies and firms again and again. */
const sirets = new Map<string, string | null>()
const SIRETS_LIMIT = 20_000

/** At most so many characters, none of them half. */
export function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : text
        .slice(0, most)
        .toWellFormed()
        .replace(/\ufffd$/, '')
}

/** A number as written in France or in programs: « 12 500,50 € », « 12500.5 », « 1.0E17 »; null where it may be two. */
function writtenNumber(text: string): number | null {
  if (text.length > WORDS_LIMIT) return null
  const bare = text.replace(/[\s\u00a0\u202f']/g, '').replace(/(?:€|eur|euros|ht|mois)+$/i, '')
  if (/^-?\d+(?:\.\d*)?(?:e[+-]?\d{1,3})?$/i.test(bare)) return Number(bare)
  if (/^-?\d+,\d{1,2}$/.test(bare)) return Number(bare.replace(',', '.'))
  if (/^-?\d{1,3}(?:\.\d{3})+,\d{1,2}$/.test(bare))
    return Number(bare.replaceAll('.', '').replace(',', '.'))
  if (/^-?\d{1,3}(?:,\d{3})+\.\d{1,2}$/.test(bare)) return Number(bare.replaceAll(',', ''))
  if (/^-?\d{1,3}(?:\.\d{3}){2,}$/.test(bare)) return Number(bare.replaceAll('.', ''))
  if (/^-?\d{1,3}(?:,\d{3}){2,}$/.test(bare)) return Number(bare.replaceAll(',', ''))
  return null
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/
const OTHER_DAYS =
  /^(?:(?<y1>\d{4})\/(?<m1>\d{1,2})\/(?<d1>\d{1,2})|(?<y2>\d{4})(?<m2>\d{2})(?<d2>\d{2})|(?<d3>\d{1,2})[/.-](?<m3>\d{1,2})[/.-](?<y3>\d{4}))(?!\d)/
/** As programs made in America write: « September, 16 2021 00:00:00 ». */
const ENGLISH =
  /^(?<month>[a-z]{3})[a-z]{0,6}\.?,?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})(?!\d)/i
const ENGLISH_MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** The day that is written, where the calendar has it. */
function writtenDay(text: string): string | null {
  if (text.length > WORDS_LIMIT) return null
  const iso = ISO.exec(text)
  if (iso) return dayOf(iso[1], iso[2], iso[3])
  const other = OTHER_DAYS.exec(text)?.groups
  if (other)
    return dayOf(
      other['y1'] ?? other['y2'] ?? other['y3'],
      other['m1'] ?? other['m2'] ?? other['m3'],
      other['d1'] ?? other['d2'] ?? other['d3'],
    )
  const english = ENGLISH.exec(text)?.groups
  if (!english) return null
  const month = ENGLISH_MONTHS.indexOf((english['month'] ?? '').toLowerCase()) + 1
  return dayOf(english['year'], String(month), english['day'])
}

function dayOf(year = '', month = '', day = ''): string | null {
  const m = Number(month)
  const d = Number(day)
  if (m < 1 || m > 12 || d < 1 || d > daysIn(Number(year), m)) return null
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
