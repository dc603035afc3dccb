import type { Reader, Tx } from '../../db/db.ts'
import type { Calling } from '../meetings/call-meeting.ts'
import type { Written } from '../problem.ts'
import type { Author } from '../versions.ts'
import type { KnownNames } from './known-names.ts'
import type { LineReading } from './reading-line.ts'

/** A line to write: what is null or empty is left out. */
export type Cells = Record<string, string | number | null>

/** What became of a line; null where it could not be read, which its reading tells. */
export type LineOutcome = Written<{ effect: 'created' | 'changed' | 'same' }> | null

/** What lines are imported with. */
export interface Importing {
  tx: Tx
  author: Author
  known: KnownNames
  calling: Calling
}

/** What lines are exported with. */
export interface Exporting {
  reader: Reader
  /** Where files and pages of this site are read, without a slash at its end. */
  baseUrl: string
}

/** One kind of line in the pact's file: groups, their members, actions, trainings and so on. */
export interface Nature {
  /** What stands in the column `nature` of its lines. */
  word: string
  /** In the order in which they are written. */
  columns: readonly string[]
  /** Columns that are never written, but may stand there. */
  alsoRead?: readonly string[]
  /** Writes a line by the rules that forms follow too. Where anything is refused, the caller must undo all. */
  importLine: (importing: Importing, line: LineReading) => Promise<LineOutcome>
  /** What has to wait until all lines of the file are there. */
  finishLine?: (importing: Importing, line: LineReading) => Promise<LineOutcome>
  /** Every row as a line, in the order of their keys. */
  exportLines: (exporting: Exporting) => Promise<Cells[]>
}

/** A line that was there already: changed or as it was. */
export function met(isChanged: boolean): LineOutcome {
  return { ok: true, effect: isChanged ? 'changed' : 'same' }
}

/** A line that was not there before. */
export const created: LineOutcome = { ok: true, effect: 'created' }
