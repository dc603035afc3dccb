import type { ContractFacts, Trouble } from '../facts.ts'

export type DecpFormat = 'decp-1.5-json' | 'decp-1.5-xml' | 'decp-2.0-json' | 'decp-2.0-xml'

/** Why a row tells of no contract that could be kept. */
export type DecpRefusal = 'no-number' | 'no-buyer' | 'not-a-contract' | 'too-large'

/** One contract of a file of essential data, with its place in the file, from 1. */
export type DecpRow =
  | { row: number; facts: ContractFacts; troubles: Trouble[] }
  /** `raw` is the row as it stood, at most 4 000 characters. */
  | { row: number; refused: DecpRefusal; raw: string }

/**
 * Why a file could not be read to its end: it holds no essential data, it breaks the rules of JSON or XML, it stops
 * in the middle, it is packed in a way that is not read (zip) or its packing is broken.
 */
export type DecpProblem = 'empty' | 'not-decp' | 'malformed' | 'truncated' | 'zip' | 'bad-gzip'

/** How the reading of a file ended. The format is the one of the first contract; null where none was seen. */
export type DecpEnding =
  | { ok: true; format: DecpFormat; rows: number }
  | {
      ok: false
      problem: DecpProblem
      format: DecpFormat | null
      rows: number
      /**
       * Where it broke, both after unpacking: the line from 1, the byte from 0; of XML, the start of the part of the
       * file, of 256 kB at most, that the fault stands in.
       */
      line: number
      byte: number
    }

/** A file of essential data while it is being read. */
export interface DecpReading {
  /**
   * Contracts in the file's order, in small batches; to be walked through once. Those before a problem are told of:
   * whoever asks decides whether to keep them. Never throws for what the file holds; what `chunks` throws passes on.
   */
  batches: AsyncIterable<DecpRow[]>
  /** How it ended; asked for after the last batch. */
  ending(): DecpEnding
}
