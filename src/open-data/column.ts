import type { CsvCell } from '../feeds/csv.ts'

/** What cells need beside their row. */
export interface Site {
  baseUrl: string
}

/** A column of a table: its name in the file, what it means, and what stands in it. */
export interface Column<Line> {
  /** Lower case without accents: never changes. */
  name: string
  /** In French, for people. */
  title: string
  /** As Table Schema has it; `boolean` is « oui » or « non ». */
  type: 'string' | 'integer' | 'number' | 'date' | 'datetime' | 'boolean'
  description: string
  /** Example of a value. */
  example: string
  /** All values that there are. */
  values?: string[]
  /** Never empty. */
  required?: true
  cell: (line: Line, site: Site) => CsvCell
}

/** A table as people know it. */
export interface Sheet<Line> {
  title: string
  /** One sentence: what one line is. */
  line: string
  columns: Column<Line>[]
  /** Columns that tell lines apart. */
  key: string[]
  /** Columns that lead to the key of another table. */
  leadsTo?: { column: string; table: string; key: string }[]
}
