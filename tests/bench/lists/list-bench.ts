import type { Db } from '../../../src/db/db.ts'
import type { GrownPage } from '../pages-grown.ts'

/** A public list: its pages, and what fills an empty, migrated database with so many of its rows. */
export interface ListBench {
  /** What its rows are, in the plural. */
  rows: string
  pages: GrownPage[]
  fill(db: Db, rows: number): Promise<void>
}
