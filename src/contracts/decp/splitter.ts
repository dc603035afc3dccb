import type { DecpList } from './contract.ts'
import type { DecpProblem } from './row.ts'

/** A contract longer than this, in bytes of JSON or characters of XML, is not kept. Real ones have one to twenty kB. */
export const RECORD_LIMIT = 2_097_152
/** Brackets or elements in one another, inside of a contract. The schemas need nine. */
export const DEPTH_LIMIT = 100
/** Characters of a refused row that are kept. */
export const RAW_LIMIT = 4_000

/** What stood at the place of a contract. */
export type Piece =
  /** `text` is how it was written, where that is still known. */
  | { ok: true; value: unknown; list: DecpList | null; text: string | null }
  | { ok: false; refused: 'too-large' | 'not-a-contract'; raw: string }

/** Takes a document apart, chunk by chunk; after a problem it finds nothing more. */
export interface Splitter {
  push(chunk: Uint8Array): Piece[]
  end(): Piece[]
  state(): {
    problem: DecpProblem | null
    /** Where reading stands, from 1. */
    line: number
    /** Bytes before. */
    byte: number
    /** The list that was found first; `array`: one without name, of 1.5. Null: none. */
    list: DecpList | 'array' | null
  }
}

/** The same without the characters that PostgreSQL refuses: NUL, and halves of characters. */
export function withoutHarm<Value>(value: Value): Value
export function withoutHarm(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map((each) => withoutHarm(each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [withoutHarm(name), withoutHarm(each)]),
  )
}
