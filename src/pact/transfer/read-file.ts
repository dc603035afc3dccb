import { csvRows } from '../../places/csv-rows.ts'
import { refusedFor, type PactProblem } from '../problem.ts'
import { COLUMNS, MANY, UNREAD } from './columns.ts'

/** A line of a file, by its columns; what is not said is absent. */
export type Line = Record<string, string>

/** Something wrong in a file: the rank of the action in it, from 1; 0 is the file itself. */
export interface RowProblem extends PactProblem {
  row: number
}

/** The actions of a JSON list or a CSV with a header line, as texts; refuses columns that there are not. */
export function readActionsFile(
  text: string,
  format: 'json' | 'csv',
): { ok: true; lines: Line[] } | { ok: false; problems: RowProblem[] } {
  const lines = linesOf(text, format)
  if (lines === null) return refusedFile('unreadable', format)
  if (lines.length === 0) return refusedFile('empty-file')
  const problems = lines.flatMap((line, index) =>
    Object.keys(line)
      .filter((column) => !KNOWN.includes(column))
      .map((column) => ({
        row: index + 1,
        field: column,
        code: 'unknown-column' as const,
        value: column,
      })),
  )
  return problems.length > 0 ? { ok: false, problems } : { ok: true, lines }
}

/** The apostrophe that our own files put before what a spreadsheet would run. */
const FORMULA_GUARD = /^'(?=[=+\-@])/

const KNOWN: string[] = [...COLUMNS, ...UNREAD]

function linesOf(text: string, format: 'json' | 'csv'): Line[] | null {
  try {
    if (format === 'csv')
      return csvRows(text).map((line) =>
        Object.fromEntries(
          Object.entries(line).flatMap(([column, value]) =>
            value === '' ? [] : [[column, value.replace(FORMULA_GUARD, '')]],
          ),
        ),
      )
    const rows: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return Array.isArray(rows) ? rows.map(lineOf) : null
  } catch {
    return null
  }
}

function lineOf(row: unknown): Line {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw new TypeError('no object')
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]) => {
      const text = Array.isArray(value) ? value.map(textOf).join(MANY) : textOf(value)
      return text === '' ? [] : [[column, text]]
    }),
  )
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('\0', '').trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function refusedFile(code: 'unreadable' | 'empty-file', value?: string) {
  const { problems } = refusedFor(code, null, value)
  return { ok: false as const, problems: problems.map((each) => ({ row: 0, ...each })) }
}
