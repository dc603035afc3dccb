/** One row of a file that an agent has sent: its number as a spreadsheet counts, and its cells by column. */
export interface UploadedLine {
  row: number
  cells: Record<string, { text: string; kind: 'text' | 'number' | 'date' | 'yes-or-no' }>
  process?: UploadedProcess
}

/** What a process of OCDS tells beyond the columns of a file; instants as ISO 8601, null where it does not say. */
export interface UploadedProcess {
  /** Its number, where the ocid is one of this instance: the same line only where it was announced at the same instant. */
  number: number | null
  announcedAt: string | null
  /** When it was last said. */
  movedAt: string | null
  /** Last day of the quarter, or of the year, in which it was first expected. */
  firstDueOn: string | null
  /** Ocid of the consultation that came of it. */
  became: string | null
}
