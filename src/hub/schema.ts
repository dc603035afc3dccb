import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'

/** Feeds of ours that somebody has subscribed to at our hub (W3C WebSub), or that another hub is told of. */
export const hubTopics = pgTable('hub_topics', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  /** Path and canonical query. */
  path: text('path').notNull().unique(),
  /** SHA-256 of the feed's bytes as they were last looked at; null: not yet. */
  hash: text('hash'),
  /** The data versions that they were looked at with; null: not yet. */
  versions: text('versions'),
})

/** Callbacks that are sent a feed, or that have asked for it or for its end and are still to confirm that. */
export const hubSubscribers = pgTable(
  'hub_subscribers',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    topicId: integer('topic_id')
      .notNull()
      .references(() => hubTopics.id),
    callback: text('callback').notNull(),
    /** The callback's registrable domain, or its address. */
    host: text('host').notNull(),
    /** What signs what it is sent; null: nothing. */
    secret: text('secret'),
    /** Null: it has never confirmed. */
    leaseEndsAt: instant('lease_ends_at'),
    /** SHA-256 of the bytes that it was sent last; null: none were. */
    deliveredHash: text('delivered_hash'),
    /** Since when what it is sent does not arrive; null: it does. */
    failingSince: instant('failing_since'),
    failures: integer('failures').notNull().default(0),
    /** What it has been asked to confirm; null: nothing. */
    asked: text('asked').$type<'subscribe' | 'unsubscribe'>(),
    askedSecret: text('asked_secret'),
    askedLeaseSeconds: integer('asked_lease_seconds'),
    askedAt: instant('asked_at'),
    /** How often it did not answer. */
    unanswered: integer('unanswered').notNull().default(0),
  },
  (table) => [
    uniqueIndex('hub_subscribers_once').on(table.topicId, table.callback),
    index('hub_subscribers_host').on(table.host),
    index('hub_subscribers_lease').on(table.leaseEndsAt),
  ],
)
