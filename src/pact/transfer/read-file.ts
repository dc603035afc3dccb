import { csvRows } from '../../places/csv-rows.ts'
import { refused, type PactProblem } from '../problem.ts'
import type { Nature } from './nature.ts'
import { type Line, MANY } from './reading-line.ts'

/** A line with its rank in the file, from 1. */
export interface FileLine {
  row: number
  nature: Nature
  line: Line
}

/** Something wrong in a file; 0 is the file itself. */
export interface RowProblem extends PactProblem {
  row: number
}

/** Says of which kind a line is; without it, a line is an action. */
export const NATURE = 'nature'

/**
 * The lines of a JSON list or a CSV with a header line, as texts; refuses natures, and columns of them, that there are
 * not.
 */
export function readPactFile(
  text: string,
  format: 'json' | 'csv',
  natures: readonly Nature[],
): { ok: true; lines: FileLine[] } | { ok: false; problems: RowProblem[] } {
  const lines = linesOf(text, format)
  if (lines === null) return refusedFile('unreadable', format)
  if (lines.length === 0) return refusedFile('empty-file')
  const problems: RowProblem[] = []
  const read = lines.flatMap(({ [NATURE]: word = 'action', ...line }, index) => {
    const row = index + 1
    const nature = natures.find((each) => each.word === word.toLowerCase())
    if (!nature) {
      problems.push({ row, field: NATURE, code: 'unknown-nature', value: word })
      return []
    }
    const known = [...nature.columns, ...(nature.alsoRead ?? [])]
    for (const column of Object.keys(line).filter((each) => !known.includes(each)))
      problems.push({ row, field: column, code: 'unknown-column' })
    return { row, nature, line }
  })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, lines: read }
}

/** The apostrophe that our own files put before what a spreadsheet would run. */
const FORMULA_GUARD = /^'(?=[=+\-@])/

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
  const { problems } = refused(code, null, value)
  return { ok: false as const, problems: problems.map((each) => ({ row: 0, ...each })) }
}
