import type { DecodedDocument } from './decode.ts'

/**
 * How a document could be read. `strict`: well-formed as it was served; `repaired`: only after it was put right, all of
 * it; `lenient`: what could be saved of it.
 */
export type Reading = 'strict' | 'repaired' | 'lenient'

/** What is wrong with a document that could be read all the same. French sentences are in views/words. */
export type WarningCode =
  RepairCode | LossCode | NoticeCode | 'date-unreadable' | 'deadline-unreadable'

/** What was put right. */
type RepairCode =
  | 'bytes-repaired'
  | 'encoding-mislabelled'
  | 'bare-ampersand'
  | 'unknown-entity'
  | 'bare-bracket'
  | 'forbidden-character'
  | 'unquoted-attribute'
  | 'unmatched-tag'
  | 'unclosed-tag'
  | 'text-outside'
  | 'json-repaired'

/** What could not be read. */
type LossCode = 'ended-early' | 'items-dropped' | 'text-cut'

/** Why a notice among others is left out. */
type NoticeCode = 'notice-no-call' | 'notice-without-number' | 'notice-unreadable'

/** One trouble and where it stands: in the document (from 1), or at an item (from 1); null where that is not known. */
export interface ReadingWarning {
  code: WarningCode
  line: number | null
  column: number | null
  item: number | null
  /** The number of the notice that was left out (`26-91551`). */
  name?: string
}

/** Each trouble is told this often at most: the first ones show what to mend. */
export const TOLD = 3

const LOSSES = new Set<WarningCode>([
  'ended-early',
  'items-dropped',
  'text-cut',
] satisfies LossCode[])

/** Gathers what is wrong with one document while it is read: the first three troubles of each kind. */
export class Warnings {
  readonly #list: { code: WarningCode; offset: number | null; item: number | null }[] = []
  readonly #count = new Map<WarningCode, number>()

  /** A trouble in the text, at an offset in it. */
  at(code: WarningCode, offset: number): void {
    this.#add(code, offset, null)
  }

  /** What was wrong with the bytes of the text already. */
  ofBytes({ repairedAt, mislabelled }: DecodedDocument): this {
    if (repairedAt !== null) this.at('bytes-repaired', repairedAt)
    if (mislabelled) this.at('encoding-mislabelled', 0)
    return this
  }

  /** A trouble of an item, counted from 1. */
  ofItem(code: WarningCode, item: number): void {
    this.#add(code, null, item)
  }

  /** How the text could be read, as far as these troubles tell. */
  reading(): Reading {
    const codes = [...this.#count.keys()]
    if (codes.some((code) => LOSSES.has(code))) return 'lenient'
    return codes.every((code) => code === 'date-unreadable') ? 'strict' : 'repaired'
  }

  /** The troubles in order of their kinds, with lines and columns of this text. */
  told(text: string): ReadingWarning[] {
    return this.#list.map(({ code, offset, item }) => ({
      code,
      ...(offset === null ? { line: null, column: null } : placeOf(text, offset)),
      item,
    }))
  }

  #add(code: WarningCode, offset: number | null, item: number | null): void {
    const count = (this.#count.get(code) ?? 0) + 1
    this.#count.set(code, count)
    if (count <= TOLD) this.#list.push({ code, offset, item })
  }
}

/** Line and column of an offset in a text, counted from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
    line += 1
    start = end + 1
  }
  return { line, column: Math.min(offset, text.length) - start + 1 }
}
