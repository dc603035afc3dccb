import { nameKey } from '../../places/name-key.ts'
import type { PactProblem } from '../problem.ts'
import { dayOf, numberOf, type WallMoment, wallMoment } from '../../forms/read-fields.ts'

/** A line of a file, by its columns; what is not said is absent. */
export type Line = Record<string, string>

/** Reads a line column by column, and remembers what is wrong where. */
export interface LineReading {
  problems: PactProblem[]
  tell: (column: string, code: PactProblem['code'], value?: string) => void
  /** At most 200 characters; empty where nothing is said. */
  line: (column: string, required?: 'required') => string
  /** At most 8 000 characters. */
  text: (column: string, required?: 'required') => string
  day: (column: string) => string | null
  requiredDay: (column: string) => string
  number: (column: string) => number | null
  /** A whole number from 0 on. */
  whole: (column: string, most: number) => number | null
  /** A day and an hour in Paris: `2026-11-30T09:30`, « 30/11/2026 9 h 30 ». */
  requiredMoment: (column: string) => WallMoment
  /** What a word stands for, whatever its accents and capitals. */
  choice: <T>(column: string, words: Record<string, T>, code?: PactProblem['code']) => T | null
  /** The row that a key leads to, found by `find`. */
  keyed: <Row>(
    column: string,
    find: (key: string) => Promise<Row | null>,
    code: PactProblem['code'],
    required?: 'required',
  ) => Promise<Row | null>
  /** The key of what is named. */
  named: (column: string, among: Map<string, number>, code: PactProblem['code']) => number | null
  requiredNamed: (column: string, among: Map<string, number>, code: PactProblem['code']) => number
  /** The keys of what is named, separated by `|`, each once. */
  manyNamed: (column: string, among: Map<string, number>, code: PactProblem['code']) => number[]
}

/** The first of these words that stands for a value, as files write it. */
export function wordFor<T>(words: Record<string, T>, value: T): string {
  const [word = ''] = Object.entries(words).find(([, each]) => each === value) ?? []
  return word
}

/** What several values in one cell are separated by. */
export const MANY = '|'

/** A reading of this line. Where something cannot be read, its problem is told and a value that means nothing stands in. */
export function readingLine(line: Line): LineReading {
  const problems: PactProblem[] = []
  const said = (column: string) => line[column] ?? ''
  const tell = (column: string, code: PactProblem['code'], value?: string) => {
    problems.push({ field: column, code, ...(value === undefined ? {} : { value }) })
  }
  const long = (column: string, most: number, required?: 'required') => {
    const value = said(column)
    if (required && value === '') tell(column, 'missing')
    if (value.length > most) tell(column, 'too-long')
    return value
  }
  const parsed = <T>(column: string, code: PactProblem['code'], of: (text: string) => T | null) => {
    const value = said(column)
    const found = value === '' ? null : of(value)
    if (value !== '' && found === null) tell(column, code, value)
    return found
  }
  const required = <T>(column: string, found: T | null, otherwise: T) => {
    if (found === null && said(column) === '') tell(column, 'missing')
    return found ?? otherwise
  }
  const reading: LineReading = {
    problems,
    tell,
    line: (column, isRequired) => long(column, 200, isRequired),
    text: (column, isRequired) => long(column, 8_000, isRequired),
    day: (column) => parsed(column, 'date', (text) => dayOf(text)),
    requiredDay: (column) => required(column, reading.day(column), '2000-01-01'),
    number: (column) => parsed(column, 'number', numberOf),
    whole: (column, most) =>
      parsed(column, 'number', (text) =>
        /^\d{1,6}$/.test(text) && Number(text) <= most ? Number(text) : null,
      ),
    requiredMoment: (column) =>
      required(column, parsed(column, 'date', momentOf), { wall: '', at: new Date(0) }),
    choice: (column, words, code = 'choice') =>
      parsed(column, code, (text) => valueOf(words, text)),
    async keyed(column, find, code, isRequired) {
      const key = long(column, 200, isRequired)
      const row = key === '' ? null : await find(key)
      if (key !== '' && row === null) tell(column, code, key)
      return row
    },
    named: (column, among, code) =>
      parsed(column, code, (text) => among.get(nameKey(text)) ?? null),
    requiredNamed: (column, among, code) => required(column, reading.named(column, among, code), 0),
    manyNamed(column, among, code) {
      const words = said(column).split(MANY)
      const keys = words.flatMap((each) => {
        const word = each.trim()
        const found = word === '' ? undefined : among.get(nameKey(word))
        if (word !== '' && found === undefined) tell(column, code, word)
        return found ?? []
      })
      return [...new Set(keys)]
    },
  }
  return reading
}

function valueOf<T>(words: Record<string, T>, text: string): T | null {
  const key = nameKey(text)
  const found = Object.entries(words).find(([word]) => nameKey(word) === key)
  return found ? found[1] : null
}

function momentOf(text: string): WallMoment | null {
  const [, day = '', hour = ''] = /^(.*?)[T ]\s*(\d{1,2}\s*[h:]\s*\d{0,2})$/i.exec(text) ?? []
  const found = dayOf(day)
  return found === null ? null : wallMoment(found, hour)
}
