import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'

/** When alerts are sent: with each piece of news, every day at seven, or on Mondays at seven, in Paris. */
export type Rhythm = 'now' | 'daily' | 'weekly'

/** What is followed: each filter once, however many follow it. */
export const alertFilters = pgTable(
  'alert_filters',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    /** A key of the table of what can be followed. */
    subject: text('subject').notNull(),
    /** The canonical query, with `?`; empty: everything. */
    query: text('query').notNull(),
  },
  (table) => [uniqueIndex('alert_filters_once').on(table.subject, table.query)],
)

/**
 * Who follows what by mail. `pending`: the address has not confirmed; `suspended`: its server refused us. A row goes as
 * soon as its owner stops it, and by itself when it is not confirmed or not taken up again.
 */
export const alertSubscriptions = pgTable(
  'alert_subscriptions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    filterId: integer('filter_id')
      .notNull()
      .references(() => alertFilters.id),
    rhythm: text('rhythm').$type<Rhythm>().notNull(),
    state: text('state').$type<'pending' | 'active' | 'suspended'>().notNull(),
    email: text('email').notNull(),
    /** In lower case: an address follows a filter once. */
    emailKey: text('email_key').notNull(),
    /** What its private addresses carry: 256 random bits, the same in every message. */
    token: text('token').notNull().unique(),
    /** It was told all news up to this one; null: as far as the runs of its rhythm have come. */
    ownPosition: bigint('own_position', { mode: 'number' }),
    askedAt: instant('asked_at').notNull(),
    /** When it last began, by a confirmation or anew after a suspension: what bounced before does not count. */
    begunAt: instant('begun_at'),
    suspendedAt: instant('suspended_at'),
  },
  (table) => [
    uniqueIndex('alert_subscriptions_once').on(table.filterId, table.emailKey),
    index('alert_subscriptions_address').on(table.emailKey),
    index('alert_subscriptions_active')
      .on(table.filterId, table.rhythm, table.id)
      .where(sql`state = 'active'`),
    index('alert_subscriptions_positions')
      .on(table.filterId)
      .where(sql`own_position is not null`),
    index('alert_subscriptions_pending')
      .on(table.askedAt)
      .where(sql`state = 'pending'`),
    index('alert_subscriptions_suspended')
      .on(table.suspendedAt)
      .where(sql`state = 'suspended'`),
  ],
)

/** How far the alerts of a subject and rhythm have come, in the numbers of its news. */
export const alertRuns = pgTable(
  'alert_runs',
  {
    subject: text('subject').notNull(),
    rhythm: text('rhythm').$type<Rhythm>().notNull(),
    /** All news up to this one are told. */
    position: bigint('position', { mode: 'number' }).notNull(),
    /** The run under way ends with this one; null: none is under way. */
    target: bigint('target', { mode: 'number' }),
    /** The last filter that the run under way is done with. */
    doneFilter: integer('done_filter').notNull().default(0),
    /** No run begins before; null: whenever there are news. */
    nextAt: instant('next_at'),
  },
  (table) => [primaryKey({ columns: [table.subject, table.rhythm] })],
)

/**
 * Up to which number the news of a subject are complete. Numbers are given before transactions are committed, and not
 * in their order: a number is settled once every transaction that was open when it was first seen has ended.
 */
export const alertHorizons = pgTable('alert_horizons', {
  subject: text('subject').primaryKey(),
  settled: bigint('settled', { mode: 'number' }).notNull(),
  /** The highest number that was seen, and the first transaction (xid8) that had not begun then. */
  seen: bigint('seen', { mode: 'number' }).notNull(),
  seenBefore: bigint('seen_before', { mode: 'bigint' }).notNull(),
})

/** Addresses that are not written to again, by hash: their server refused for good, or their owner complained. */
export const alertBlocks = pgTable(
  'alert_blocks',
  {
    /** SHA-256 of the address in lower case. */
    addressHash: text('address_hash').primaryKey(),
    why: text('why').$type<'bounced' | 'complained'>().notNull(),
    at: instant('at').notNull(),
  },
  (table) => [index('alert_blocks_at').on(table.at)],
)
