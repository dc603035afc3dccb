import { parse } from 'csv-parse/sync'
import * as z from 'zod'

/**
 * The lines of a CSV by the names of its header line, values trimmed. Semicolons where the header line has one, as
 * French spreadsheets write them, else commas. Throws when a quote stays open or a line has other columns.
 */
export function csvRows(text: string): Record<string, string>[] {
  const header = /^.*$/m.exec(text)?.[0] ?? ''
  const delimiter = header.includes(';') ? ';' : ','
  return lines.parse(parse(text, { columns: true, bom: true, trim: true, delimiter }))
}

const lines = z.array(z.record(z.string(), z.string()))
