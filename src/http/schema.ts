import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** How often somebody has done something in the current window; rows go when their window has ended. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    /** SHA-256 of who and what: no address is kept. */
    key: text('key').primaryKey(),
    count: integer('count').notNull(),
    endsAt: timestamp('ends_at', { withTimezone: true }).notNull(),
  },
  (table) => [index('rate_limits_ends_at').on(table.endsAt)],
)
