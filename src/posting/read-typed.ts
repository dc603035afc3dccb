import type { Facts, RecordFacts } from '../consultations/facts.ts'
import { nameKey } from '../places/name-key.ts'
import { type FileContext, readConsultations } from '../sources/file/read-consultations.ts'
import type { FileProblemCode } from '../sources/file/problems.ts'
import type { Cell, FileRow } from '../sources/file/read-rows.ts'
import { COLUMN_KEYS, type ColumnKey, COLUMNS } from '../sources/file/template.ts'
import { MONTHS } from '../sources/french/vocabulary.ts'
import { valuesOf } from '../consultations/records/draft.ts'
import type { TypedFields } from './schema.ts'

/** What is wrong with what was typed: a field of the whole, or of the lot at this place in the list (0 the first). */
export interface TypedProblem {
  column: ColumnKey | null
  lot: number | null
  code: FileProblemCode
}

export type TypedReading =
  { ok: true; facts: Partial<Facts> } | { ok: false; problems: TypedProblem[] }

/** Columns that hold a date with its hour: a form asks for day, month, year and hour apart. */
const MOMENTS = ['deadline', 'questionsUntil', 'lotDeadline', 'publishedAt'] as const

/** Rows for lots that a form adds to itself. One that begins with more lots shows them all. */
const ADDED_LOTS = 60

/** How many rows for lots a form shows: all that were typed or read, three at least, and those that were asked for. */
export function lotRowsFor({ lotTitle = [] }: TypedFields, extraLots: number): number {
  return Math.max(lotTitle.length, Math.min(ADDED_LOTS, Math.max(3, lotTitle.length + extraLots)))
}

/**
 * The facts that a form's fields say. Fields are the columns of the file of consultations under their keys, so that
 * what a form takes and refuses is what a file does: those of a lot are repeated, in the order of lots; a date is
 * `deadline.day`, `.month` (a number or a French name), `.year` and `.time`. A reference need not be typed.
 */
export function readTyped(fields: TypedFields, context: FileContext): TypedReading {
  const written = new Map(Object.entries(fields))
  if (valueOf(written, 'reference') === '') written.set('reference', [WITHOUT_REFERENCE])
  const whole = rowOf(written, 0, 'consultation')
  const indexes = lotsIn(fields)
  const lots = indexes.map((index) => rowOf(written, index, 'row'))
  const first = lots.length > 0 ? whole : new Map([...rowOf(written, 0, 'row'), ...whole])
  const reference = whole.get('reference') ?? { text: WITHOUT_REFERENCE, kind: 'text' }
  const rows: FileRow[] = [
    { number: 1, cells: first },
    ...lots.map((cells, place) => ({
      number: place + 2,
      cells: new Map([...cells, ['reference', reference] as const]),
    })),
  ]
  const [read] = readConsultations(rows, context)
  if (!read) throw new Error('one row is one consultation')
  if (!read.read.ok) {
    const problems = read.read.problems.map(({ row, column, code }) => ({
      column,
      lot: indexes[row - 2] ?? null,
      code,
    }))
    return { ok: false, problems }
  }
  return { ok: true, facts: withoutInvented(read.read.draft.facts) }
}

/** Stands for a reference that the buyer did not give. */
const WITHOUT_REFERENCE = '-'

function withoutInvented(facts: RecordFacts): Partial<Facts> {
  const values = valuesOf(facts)
  if (values.reference === WITHOUT_REFERENCE) delete values.reference
  return values
}

/** The places of the lots of which anything was typed. */
function lotsIn(fields: TypedFields): number[] {
  const keys = LOT_KEYS.flatMap((key) => [key, ...PARTS.map((part) => `${key}.${part}`)])
  const most = Math.max(0, ...keys.map((key) => fields[key]?.length ?? 0))
  return Array.from({ length: most }, (_, index) => index).filter((index) =>
    keys.some((key) => (fields[key]?.[index] ?? '').trim() !== ''),
  )
}

const LOT_KEYS: string[] = COLUMN_KEYS.filter((key) => key.startsWith('lot') && key !== 'lotCount')
const PARTS = ['day', 'month', 'year', 'time'] as const

function rowOf(
  written: Map<string, string[]>,
  index: number,
  of: 'consultation' | 'row',
): Map<ColumnKey, Cell> {
  const cells = new Map<ColumnKey, Cell>()
  for (const key of COLUMN_KEYS) {
    if (COLUMNS[key].of !== of) continue
    const text = isMoment(key)
      ? momentText(written, key, index)
      : of === 'row'
        ? (written.get(key)?.[index] ?? '').trim()
        : wholeText(written, key)
    if (text !== '') cells.set(key, { text, kind: 'text' })
  }
  return cells
}

function isMoment(key: ColumnKey): key is (typeof MOMENTS)[number] {
  return MOMENTS.some((moment) => moment === key)
}

/** Boxes that were ticked together are a list, as a file has it. */
function wholeText(written: Map<string, string[]>, key: string): string {
  return (written.get(key) ?? [])
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .join(' | ')
}

function valueOf(written: Map<string, string[]>, key: string, index = 0): string {
  return (written.get(key)?.[index] ?? '').trim()
}

/** « 15/12/2026 12:00 » from what was typed apart; what cannot be a date stays as typed, to be refused. */
function momentText(written: Map<string, string[]>, key: string, index: number): string {
  const [day = '', month = '', year = '', time = ''] = PARTS.map((part) =>
    valueOf(written, `${key}.${part}`, index),
  )
  if (day === '' && month === '' && year === '') return ''
  const numbered = MONTHS[nameKey(month).replace('.', '')] ?? month
  const hour = time.replaceAll(/\s+/g, '').replace(/^(\d{1,2})[.,](\d\d)$/, '$1:$2')
  const whole = /^\d\d$/.test(year) ? `20${year}` : year
  return `${day.replace(/^1er$/i, '1')}/${numbered}/${whole}${hour === '' ? '' : ` ${hour}`}`
}
