import type { RowLoader } from '../db/copy-rows.ts'
import type { Tx } from '../db/db.ts'
import type { ContractFacts, Trouble } from './facts.ts'

/** A row of a file with what it is known by. */
export interface ReadRow {
  row: number
  base: string
  part: string
  buyerId: number | null
  /** Whether it is of this instance's buyers or territory: the State is asked about the firms that hold those only. */
  concerned: boolean
  facts: ContractFacts
  /** Null where all can be believed. */
  troubles: Trouble[] | null
}

/** How many rows of a file came to what; `read` is the sum of the others. */
export interface ImportCounts {
  read: number
  /** Contracts that were not known. */
  added: number
  /** Contracts of which it says something else than before. */
  changed: number
  unchanged: number
  /** Rows that tell again, and no more, of what another row of the file tells. */
  repeated: number
  leftOut: number
  refused: number
}

/** One import inside its transaction. */
export interface Import {
  tx: Tx
  load: RowLoader
  id: number
  /** Records from here on are made by this import. */
  firstRecordId: number
  now: Date
  demonstration: boolean
  counts: ImportCounts
}
