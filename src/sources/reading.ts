/**
 * How a document could be read. `strict`: well-formed as it was served; `repaired`: only after it was put right, all of
 * it; `lenient`: what could be saved of it.
 */
export type Reading = 'strict' | 'repaired' | 'lenient'

/** What is wrong with a document that could be read all the same. French sentences are in views/words. */
export type WarningCode =
  | 'bytes-repaired'
  | 'bare-ampersand'
  | 'unknown-entity'
  | 'forbidden-character'
  | 'unquoted-attribute'
  | 'unmatched-tag'
  | 'unclosed-tag'
  | 'text-outside'
  | 'json-repaired'
  | 'ended-early'
  | 'items-dropped'
  | 'text-cut'
  | 'date-unreadable'
  | 'notice-no-call'
  | 'notice-without-number'
  | 'notice-unreadable'

/** One trouble and where it stands: in the document (from 1), or at an item (from 1); null where that is not known. */
export interface ReadingWarning {
  code: WarningCode
  line: number | null
  column: number | null
  item: number | null
  /** The number of the notice that was left out (`26-91551`). */
  name?: string
}
