import { customType, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Uint8Array<ArrayBuffer>; driverData: Uint8Array<ArrayBuffer> }>({
  dataType: () => 'bytea',
})

/** Documents that a Node process made, for every runtime to serve: the last one of each name. */
export const madeDocuments = pgTable('made_documents', {
  /** Its file name: `pacte-rapport.pdf`. */
  name: text('name').primaryKey(),
  /** What it was made from, told shortly: where that is the same, it need not be made again. */
  basis: text('basis').notNull(),
  madeAt: timestamp('made_at', { withTimezone: true, precision: 3 }).notNull(),
  /** In hexadecimal. */
  sha256: text('sha256').notNull(),
  bytes: bytea('bytes').notNull(),
})
