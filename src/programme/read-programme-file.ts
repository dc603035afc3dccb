import type { FileProblem } from '../sources/file/problems.ts'
import { readTable } from '../sources/file/read-rows.ts'
import { LINE_COLUMNS, type LineKey } from './template.ts'
import type { UploadedLine } from './uploaded.ts'

export type FileRead =
  { ok: true; lines: UploadedLine[] } | { ok: false; problems: FileProblem<LineKey>[] }

/** The rows of a file of planned purchases, CSV or XLSX. Every column of the header stands in each row, empty or not. */
export async function readProgrammeFile(
  bytes: Uint8Array<ArrayBuffer>,
  format: 'csv' | 'xlsx',
): Promise<FileRead> {
  const table = await readTable(bytes, format, LINE_COLUMNS)
  if (!table.ok) return table
  const empty = Object.fromEntries(
    table.columns.map((column) => [column, { text: '', kind: 'text' as const }]),
  )
  return {
    ok: true,
    lines: table.rows.map(({ number, cells }) => ({
      row: number,
      cells: { ...empty, ...Object.fromEntries(cells) },
    })),
  }
}
