import writeWorkbook, { type SheetData } from 'write-excel-file/node'
import { TRADES } from '../../../src/consultations/trades-data.ts'
import {
  type FileContext,
  readConsultations,
} from '../../../src/sources/file/read-consultations.ts'
import { readRows } from '../../../src/sources/file/read-rows.ts'

/** A file as « Enregistrer sous… CSV » of a French spreadsheet writes it. */
export function csv(header: string[], ...rows: string[][]): Uint8Array<ArrayBuffer> {
  const quoted = (cell: string) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  const lines = [header, ...rows].map((row) => `${row.map(quoted).join(';')}\r\n`)
  return new TextEncoder().encode(lines.join(''))
}

export async function xlsx(data: SheetData): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await writeWorkbook(data).toBuffer())
}

export const NARBONNE: FileContext = {
  partner: {
    name: 'Ville de Narbonne',
    shortName: 'Narbonne',
    siret: '21110262900014',
    buys: true,
  },
  trades: TRADES.map((trade) => ({ ...trade })),
  now: new Date('2026-11-24T09:00:00Z'),
}

/** What is wrong with a file, as « 3 Date limite: no-such-day ». */
export async function problemsOf(
  bytes: Uint8Array<ArrayBuffer>,
  format: 'csv' | 'xlsx' = 'csv',
): Promise<string[]> {
  const table = await readRows(bytes, format)
  const problems = table.ok
    ? readConsultations(table.rows, NARBONNE).flatMap(({ read }) => (read.ok ? [] : read.problems))
    : table.problems
  return problems.map(
    ({ row, column, code, value }) => `${row} ${column ?? (value || '-')}: ${code}`,
  )
}

/** The consultations of a file that has nothing wrong. */
export async function draftsOf(bytes: Uint8Array<ArrayBuffer>, format: 'csv' | 'xlsx' = 'csv') {
  const table = await readRows(bytes, format)
  if (!table.ok) throw new Error(JSON.stringify(table.problems))
  return readConsultations(table.rows, NARBONNE).map(({ rows, read }) => {
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    const values = Object.fromEntries(
      Object.entries(read.draft.facts).map(([name, reading]) => [name, reading.value]),
    )
    return { rows, draft: read.draft, values }
  })
}

/** The four compulsory columns. */
export const SHORT = ['Référence', 'Objet', 'Type', 'Date limite']
