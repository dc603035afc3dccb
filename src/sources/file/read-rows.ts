import { CsvError, parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/universal'
import { safeText } from '../../feeds/safe-text.ts'
import { nameKey } from '../../places/name-key.ts'
import { decodeDocument } from '../decode.ts'
import { checkWorkbook, COLUMN_LIMIT, INFLATED_LIMIT, ROW_LIMIT } from './check-workbook.ts'
import type { FileProblem, FileProblemCode } from './problems.ts'
import { COLUMN_KEYS, type ColumnKey, COLUMNS } from './template.ts'

/** A cell that says something, as a French reader would type it (« 15/12/2026 12:00 », « oui »). */
export interface Cell {
  text: string
  /** How the spreadsheet holds it; everything in a CSV is text. */
  kind: 'text' | 'number' | 'date' | 'yes-or-no'
}

export interface FileRow {
  /** As a spreadsheet numbers it: the header is 1. */
  number: number
  /** Cells that are empty are not in it. */
  cells: Map<ColumnKey, Cell>
}

export type RowsRead = { ok: true; rows: FileRow[] } | { ok: false; problems: FileProblem[] }

/**
 * The rows of a file of consultations: XLSX (first sheet), or CSV with semicolons or commas in UTF-8, UTF-16 or
 * windows-1252. The first line names the columns (template.ts); empty rows are passed over. Of a formula the value last
 * computed is read; a date cell is the wall time that it shows. What is wrong with the file itself, columns that are
 * unknown or lacking among it, is told at once.
 */
export async function readRows(
  bytes: Uint8Array<ArrayBuffer>,
  format: 'csv' | 'xlsx',
): Promise<RowsRead> {
  if (bytes.length > INFLATED_LIMIT) return refusedFile('too-large')
  const table = await (format === 'xlsx' ? readWorkbook(bytes) : readCsv(bytes))
  if (!table.ok) return table
  const filled = table.lines.flatMap((cells, index) => {
    const said = cells.map(cellOf)
    return said.some((cell) => cell !== null) ? [{ number: index + 1, cells: said }] : []
  })
  const [header, ...lines] = filled
  if (header === undefined || lines.length === 0) return refusedFile('empty-file')
  if (lines.length > ROW_LIMIT) return refusedFile('too-many-rows')
  if (header.cells.length > COLUMN_LIMIT) return refusedFile('too-many-columns')
  const keys = header.cells.map((cell) => (cell === null ? null : keyNamed(cell.text)))
  const problems = [
    ...headerProblems(header.cells, keys),
    ...lines.flatMap((line) => unnamedCells(line, header.cells)),
  ]
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, rows: lines.map(({ number, cells }) => rowOf(number, cells, keys)) }
}

type Table = { ok: true; lines: unknown[][] } | { ok: false; problems: FileProblem[] }

function refusedFile(
  code: FileProblemCode,
  row = 0,
  value = '',
): { ok: false; problems: FileProblem[] } {
  return { ok: false, problems: [{ row, column: null, code, value }] }
}

async function readWorkbook(bytes: Uint8Array<ArrayBuffer>): Promise<Table> {
  const problem = await checkWorkbook(bytes)
  if (problem !== null) return refusedFile(problem.code, 0, problem.cell)
  try {
    return { ok: true, lines: await readSheet(new Blob([bytes])) }
  } catch {
    return refusedFile('odd-workbook')
  }
}

/** Characters of one line: what a whole row may say at most. */
const LONGEST_LINE = 400_000
/** Lines of a CSV, empty ones included. */
const LINE_LIMIT = ROW_LIMIT * 2

function readCsv(bytes: Uint8Array): Table {
  if (bytes.length > 1 && bytes[0] === 0x50 && bytes[1] === 0x4b) return refusedFile('not-a-table')
  const { text } = decodeDocument(bytes, null)
  const header = /^.*$/m.exec(text)?.[0] ?? ''
  try {
    const lines = parse(text, {
      delimiter: header.includes(';') ? ';' : ',',
      relax_column_count: true,
      max_record_size: LONGEST_LINE,
      to: LINE_LIMIT + 1,
    })
    return lines.length > LINE_LIMIT ? refusedFile('too-many-rows') : { ok: true, lines }
  } catch (error) {
    if (error instanceof CsvError) return refusedFile('broken-quotes', Number(error.lines ?? 0))
    throw error
  }
}

/** Null where the cell says nothing. */
function cellOf(value: unknown): Cell | null {
  if (value instanceof Date) return { text: wallText(value), kind: 'date' }
  if (typeof value === 'number') return { text: String(value).replace('.', ','), kind: 'number' }
  if (typeof value === 'boolean') return { text: value ? 'oui' : 'non', kind: 'yes-or-no' }
  const text = typeof value === 'string' ? tidy(value) : ''
  return text === '' ? null : { text, kind: 'text' }
}

/** One kind of space and of line break, and nothing that a database refuses. */
function tidy(text: string): string {
  return safeText(text)
    .replaceAll(/[\t\u00A0\u202F]/g, ' ')
    .trim()
}

/** The wall time that a date cell shows, to the minute; without its hour at the very beginning of a day. */
function wallText(date: Date): string {
  // Fractions of a day do not hold a minute exactly: 17:20 comes as 17:19:59.999.
  const wall = new Date(Math.round(date.getTime() / 60_000) * 60_000)
  if (Number.isNaN(wall.getTime())) return '?'
  const [day = '', hour = ''] = wall.toISOString().split('T')
  const [year, month, dayOfMonth] = day.split('-')
  const written = `${dayOfMonth}/${month}/${year}`
  return hour.startsWith('00:00') ? written : `${written} ${hour.slice(0, 5)}`
}

const KEYS = new Map(COLUMN_KEYS.map((key) => [nameKey(COLUMNS[key].name), key]))

function keyNamed(name: string): ColumnKey | null {
  return KEYS.get(nameKey(name)) ?? null
}

function headerProblems(cells: (Cell | null)[], keys: (ColumnKey | null)[]): FileProblem[] {
  const unknown = cells.filter((cell, index) => cell !== null && keys[index] === null)
  const known = keys.filter((key) => key !== null)
  const repeated = known.filter((key, index) => known.indexOf(key) !== index)
  const missing = COLUMN_KEYS.filter((key) => COLUMNS[key].compulsory && !known.includes(key))
  return [
    ...unknown.map((cell): FileProblem => ({
      row: 1,
      column: null,
      code: 'unknown-column',
      value: cell?.text.slice(0, 100) ?? '',
    })),
    ...[...new Set(repeated)].map((column): FileProblem => ({
      row: 1,
      column,
      code: 'repeated-column',
      value: '',
    })),
    ...missing.map((column): FileProblem => ({
      row: 1,
      column,
      code: 'missing-column',
      value: '',
    })),
  ]
}

/** What stands under no column's name would be lost in silence. */
function unnamedCells(
  { number, cells }: { number: number; cells: (Cell | null)[] },
  header: (Cell | null)[],
): FileProblem[] {
  return cells.flatMap((cell, index) =>
    cell !== null && (header[index] ?? null) === null
      ? [
          {
            row: number,
            column: null,
            code: 'unnamed-column' as const,
            value: cell.text.slice(0, 100),
          },
        ]
      : [],
  )
}

function rowOf(number: number, cells: (Cell | null)[], keys: (ColumnKey | null)[]): FileRow {
  return {
    number,
    cells: new Map(
      cells.flatMap((cell, index) => {
        const key = keys[index] ?? null
        return cell !== null && key !== null ? [[key, cell] as const] : []
      }),
    ),
  }
}
