import { Temporal } from 'temporal-polyfill'
import { readDate } from '../sources/french/dates.ts'
import { readDay } from '../rules/calendar.ts'

const LONGEST_LINE = 200
const LONGEST_TEXT = 8_000

/** A wall time in Paris and the instant that it is. */
export interface WallMoment {
  wall: string
  at: Date
}

export type FieldProblemCode =
  | 'missing'
  | 'too-long'
  | 'date'
  | 'hour'
  | 'number'
  | 'whole-number'
  | 'choice'
  | 'email'
  | 'url'
  | 'siret'

/** What is wrong with a field, whatever the form. */
export interface FieldProblem {
  field: string
  code: FieldProblemCode
}

/** Reads a form field by field, and remembers what is wrong where. */
export interface FieldReading {
  problems: FieldProblem[]
  /** One line; empty where nothing was typed. */
  line(name: string, required?: boolean): string
  /** Several lines. */
  text(name: string, required?: boolean): string
  /** A calendar day (2026-12-15): in three parts, or as one text. Null where nothing was typed. */
  day(name: string): string | null
  requiredDay(name: string): string
  /** A number as it is written in French. */
  number(name: string): number | null
  /** A whole number from 1 to 99. */
  count(name: string): number | null
  /** One of these words; null where none was chosen. */
  choice<T extends string>(name: string, words: readonly T[]): T | null
  requiredChoice<T extends string>(name: string, words: readonly [T, ...T[]]): T
  /** The key of a row. */
  key(name: string): number | null
  requiredKey(name: string): number
  keys(name: string): number[]
  /** A day and the hours of a beginning and an end on it. */
  hours(day: string, from: string, to: string): { starts: WallMoment; ends: WallMoment } | null
}

/** What a form holds; where something cannot be read its problem is told, and a value that means nothing stands in. */
export function readingFields(form: URLSearchParams): FieldReading {
  const problems: FieldProblem[] = []
  const typed = (name: string) => (form.get(name) ?? '').trim()
  const tell = (field: string, code: FieldProblem['code']) => {
    problems.push({ field, code })
  }
  const long = (name: string, most: number, required: boolean) => {
    const value = typed(name)
    if (required && value === '') tell(name, 'missing')
    if (value.length > most) tell(name, 'too-long')
    return value.slice(0, most)
  }
  const reading: FieldReading = {
    problems,
    line: (name, required = false) =>
      long(name, LONGEST_LINE, required).replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' '),
    text: (name, required = false) => long(name, LONGEST_TEXT, required),
    day(name) {
      const parts = ['day', 'month', 'year'].map((part) => typed(`${name}.${part}`))
      const whole = typed(name)
      if (whole === '' && parts.every((part) => part === '')) return null
      const day = dayOf(whole, parts)
      if (day === null) tell(name, 'date')
      return day
    },
    requiredDay(name) {
      const before = problems.length
      const day = reading.day(name)
      if (day === null && problems.length === before) tell(name, 'missing')
      return day ?? '2000-01-01'
    },
    number(name) {
      const value = typed(name)
      if (value === '') return null
      const number = numberOf(value)
      if (number === null) tell(name, 'number')
      return number
    },
    count(name) {
      const value = typed(name)
      if (value === '') return null
      if (/^[1-9]\d?$/.test(value)) return Number(value)
      tell(name, 'whole-number')
      return null
    },
    choice(name, words) {
      const value = typed(name)
      if (value === '') return null
      const found = words.find((word) => word === value)
      if (found === undefined) tell(name, 'choice')
      return found ?? null
    },
    requiredChoice(name, words) {
      const before = problems.length
      const found = reading.choice(name, words)
      if (found === null && problems.length === before) tell(name, 'missing')
      return found ?? words[0]
    },
    key(name) {
      const value = typed(name)
      if (value === '') return null
      const key = keyOf(value)
      if (key === null) tell(name, 'choice')
      return key
    },
    requiredKey(name) {
      const before = problems.length
      const key = reading.key(name)
      if (key === null && problems.length === before) tell(name, 'missing')
      return key ?? 0
    },
    keys(name) {
      const keys = form.getAll(name).filter((value) => value !== '')
      const read = keys.map(keyOf)
      if (read.includes(null)) tell(name, 'choice')
      return [...new Set(read.filter((key) => key !== null))]
    },
    hours(day, from, to) {
      const on = reading.requiredDay(day)
      const starts = wallMoment(on, typed(from))
      const ends = wallMoment(on, typed(to))
      if (starts === null) tell(from, typed(from) === '' ? 'missing' : 'hour')
      if (ends === null) tell(to, typed(to) === '' ? 'missing' : 'hour')
      return starts && ends ? { starts, ends } : null
    },
  }
  return reading
}

/** A number as it is written in French: « 12 500,50 »; null for anything else, and beyond what is ever measured. */
export function numberOf(text: string): number | null {
  const plain = text.replaceAll(/[\s\u00A0\u202F€%]/g, '').replace(',', '.')
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(plain)) return null
  return Number(plain)
}

/** A calendar day as a person or a file writes it: « 15 décembre 2026 », « 15/12/2026 », « 2026-12-15 ». */
export function dayOf(whole: string, parts: string[] = []): string | null {
  const text = whole === '' ? parts.join(' ') : whole
  if (whole === '' && parts.some((part) => part === '')) return null
  if (text.length > 60) return null
  const figures = parts.every((part) => /^\d{1,4}$/.test(part)) && whole === ''
  const day = readDay(text)?.toString() ?? readDate(figures ? parts.join('/') : text)
  return day !== null && readDay(day) !== null ? day : null
}

/** A day and an hour as they are typed (« 9 h 30 ») in Paris; null where there is no such moment, or two. */
export function wallMoment(day: string, hour: string): WallMoment | null {
  const [, hours, minutes = '00'] = /^(\d{1,2})\s*[h:]\s*(\d{2})?$/i.exec(hour) ?? []
  if (hours === undefined) return null
  const wall = `${day}T${hours.padStart(2, '0')}:${minutes}`
  try {
    const zoned = Temporal.PlainDateTime.from(wall).toZonedDateTime('Europe/Paris', {
      disambiguation: 'reject',
    })
    return { wall, at: new Date(zoned.epochMilliseconds) }
  } catch {
    return null
  }
}

function keyOf(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}
