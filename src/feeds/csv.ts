import { safeText } from './safe-text.ts'

/**
 * A table as CSV (RFC 4180): commas, CRLF after every line, quotes where needed, header first; null is an empty
 * cell, numbers keep the decimal point. In UTF-8 **without** a byte order mark: the media type says the charset, and
 * open-data tools would read the mark as part of the first column's name. (A spreadsheet in French does not split
 * commas on a double click either, mark or not: it has to import, and then it asks for the encoding.)
 *
 * A text that a spreadsheet would run as a formula (first character = + - @ tab or line end) gets an apostrophe in
 * front; numbers given as numbers do not.
 */
export function writeCsv(header: string[], rows: CsvCell[][]): string {
  return writeCsvRows([header, ...rows])
}

/** The same without a header, for a table that is written in parts. */
export function writeCsvRows(rows: CsvCell[][]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')
}

export type CsvCell = string | number | null

function writeCell(value: CsvCell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = safeText(value)
  const harmless = /^[=+\-@\t\n]/.test(text) ? `'${text}` : text
  return /[",\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
