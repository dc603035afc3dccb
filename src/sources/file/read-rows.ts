import { CsvError, parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/universal'
import { safeText } from '../../feeds/safe-text.ts'
import { nameKey } from '../../places/name-key.ts'
import { decodeDocument } from '../decode.ts'
import { checkWorkbook, COLUMN_LIMIT, INFLATED_LIMIT, ROW_LIMIT } from './check-workbook.ts'
import type { FileProblem, FileProblemCode } from './problems.ts'
import { type ColumnKey, COLUMNS, type FileColumn } from './template.ts'

/** A cell that says something, as a French reader would type it (« 15/12/2026 12:00 », « oui »). */
export interface Cell {
  text: string
  /** How the spreadsheet holds it; everything in a CSV is text. */
  kind: 'text' | 'number' | 'date' | 'yes-or-no'
}

export interface FileRow<K extends string = ColumnKey> {
  /** As a spreadsheet numbers it: the header is 1. */
  number: number
  /** Cells that are empty are not in it. */
  cells: Map<K, Cell>
}

export type RowsRead<K extends string = ColumnKey> =
  { ok: true; rows: FileRow<K>[]; columns: K[] } | { ok: false; problems: FileProblem<K>[] }

/** The columns that a kind of file may have: their names in the header line, and which it must have. */
export type FileColumns<K extends string> = Record<K, Pick<FileColumn, 'name' | 'compulsory'>>

/** The rows of a file of consultations, as `readTable` reads them. */
export function readRows(
  bytes: Uint8Array<ArrayBuffer>,
  format: 'csv' | 'xlsx',
): Promise<RowsRead> {
  return readTable(bytes, format, COLUMNS)
}

/**
 * The rows of a file with these columns: XLSX (first sheet), or CSV with semicolons or commas in UTF-8, UTF-16 or
 * windows-1252. The first line names the columns; empty rows are passed over. Of a formula the value last
 * computed is read; a date cell is the wall time that it shows. What is wrong with the file itself, columns that are
 * unknown or lacking among it, is told at once.
 */
export async function readTable<K extends string>(
  bytes: Uint8Array<ArrayBuffer>,
  format: 'csv' | 'xlsx',
  columns: FileColumns<K>,
): Promise<RowsRead<K>> {
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
  const names = namesOf(columns)
  const keys = header.cells.map((cell) =>
    cell === null ? null : (names.get(nameKey(cell.text)) ?? null),
  )
  const problems: FileProblem<K>[] = [
    ...headerProblems(header.cells, keys, columns),
    ...lines.flatMap((line) => unnamedCells(line, header.cells)),
  ]
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    rows: lines.map(({ number, cells }) => rowOf(number, cells, keys)),
    columns: keys.filter((key) => key !== null),
  }
}

type Table = { ok: true; lines: unknown[][] } | { ok: false; problems: FileProblem<never>[] }

function refusedFile(
  code: FileProblemCode,
  row = 0,
  value = '',
): { ok: false; problems: FileProblem<never>[] } {
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

function namesOf<K extends string>(columns: FileColumns<K>): Map<string, K> {
  return new Map(keysOf(columns).map((key) => [nameKey(columns[key].name), key]))
}

function keysOf<K extends string>(columns: FileColumns<K>): K[] {
  return Object.keys(columns) as K[]
}

function headerProblems<K extends string>(
  cells: (Cell | null)[],
  keys: (K | null)[],
  columns: FileColumns<K>,
): FileProblem<K>[] {
  const unknown = cells.filter((cell, index) => cell !== null && keys[index] === null)
  const known = keys.filter((key) => key !== null)
  const repeated = known.filter((key, index) => known.indexOf(key) !== index)
  const missing = keysOf(columns).filter((key) => columns[key].compulsory && !known.includes(key))
  return [
    ...unknown.map((cell): FileProblem<K> => ({
      row: 1,
      column: null,
      code: 'unknown-column',
      value: cell?.text.slice(0, 100) ?? '',
    })),
    ...[...new Set(repeated)].map((column): FileProblem<K> => ({
      row: 1,
      column,
      code: 'repeated-column',
      value: '',
    })),
    ...missing.map((column): FileProblem<K> => ({
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
): FileProblem<never>[] {
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

function rowOf<K extends string>(
  number: number,
  cells: (Cell | null)[],
  keys: (K | null)[],
): FileRow<K> {
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
