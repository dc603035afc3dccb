/** One row of a file that an agent has sent: its number as a spreadsheet counts, and its cells by column. */
export interface UploadedLine {
  row: number
  cells: Record<string, { text: string; kind: 'text' | 'number' | 'date' | 'yes-or-no' }>
}
