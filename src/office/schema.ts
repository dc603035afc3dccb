import { pgTable, text } from 'drizzle-orm/pg-core'
import { bytea, instant } from '../db/columns.ts'

/** Documents that a Node process made, for every runtime to serve: the last one of each name. */
export const madeDocuments = pgTable('made_documents', {
  /** Its file name: `pacte-rapport.pdf`. */
  name: text('name').primaryKey(),
  /** What it was made from, told shortly: where that is the same, it need not be made again. */
  basis: text('basis').notNull(),
  madeAt: instant('made_at').notNull(),
  /** In hexadecimal. */
  sha256: text('sha256').notNull(),
  bytes: bytea('bytes').notNull(),
})
