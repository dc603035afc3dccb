import { sql } from 'drizzle-orm'
import { bigint, customType, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { sources } from '../../consultations/schema.ts'

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
/**
 * What a hub was asked to push of a source (W3C WebSub): one that is wanted per source at most, besides those that are
 * being ended.
 */
export const webSubSubscriptions = pgTable(
  'websub_subscriptions',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    sourceId: integer('source_id')
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    /** What the hub calls us under: 256 random bits. */
    token: text('token').notNull().unique(),
    /** What signs pushes: 256 random bits. */
    secret: text('secret').notNull(),
    /** The feed's own address, as the hub knows it. */
    topic: text('topic').notNull(),
    /** All that the feed names, in its order, and the one that is or was last asked. */
    hubs: text('hubs').array().notNull(),
    hub: text('hub').notNull(),
    intent: text('intent').$type<'subscribe' | 'unsubscribe'>().notNull(),
    /** Since when the hub's verification is awaited; null: it is not. */
    askedAt: instant('asked_at'),
    /** Requests in a row that came to nothing, and why the last one did. */
    failures: integer('failures').notNull().default(0),
    errorCode: text('error_code'),
    /** Not asked again before. */
    retryAt: instant('retry_at'),
    /** Since when the subscription has been alive without a gap, until when, and when it is renewed; null: never verified. */
    aliveSince: instant('alive_since'),
    leaseEndsAt: instant('lease_ends_at'),
    renewAt: instant('renew_at'),
    /** The last push that bore the right signature (or came from a hub that was given no secret). */
    pushedAt: instant('pushed_at'),
    /** Pushes that bore no signature, or a wrong one. */
    ignored: integer('ignored').notNull().default(0),
    /** When a look found what no push had told of; a push may still follow. */
    missedAt: instant('missed_at'),
    /** Since when pushes have been relied on, or not been relied on any more; both null: nothing is known yet. */
    trustedAt: instant('trusted_at'),
    distrustedAt: instant('distrusted_at'),
  },
  (table) => [
    uniqueIndex('websub_subscriptions_wanted')
      .on(table.sourceId)
      .where(sql`intent = 'subscribe'`),
    index('websub_subscriptions_source').on(table.sourceId),
  ],
)

/** Documents that hubs have pushed and that are still to be read. */
export const webSubPushes = pgTable(
  'websub_pushes',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    subscriptionId: integer('subscription_id')
      .notNull()
      .references(() => webSubSubscriptions.id, { onDelete: 'cascade' }),
    receivedAt: instant('received_at').notNull(),
    contentType: text('content_type'),
    body: bytea('body').notNull(),
  },
  (table) => [index('websub_pushes_subscription').on(table.subscriptionId)],
)
