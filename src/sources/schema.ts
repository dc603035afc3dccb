import { bigint, boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { sources } from '../consultations/schema.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** How reading each source goes: one row per source. */
export const sourceHealth = pgTable('source_health', {
  sourceId: integer('source_id')
    .primaryKey()
    .references(() => sources.id),
  etag: text('etag'),
  lastModified: text('last_modified'),
  bodyHash: text('body_hash'),
  /** Items of the last document read. */
  items: integer('items'),
  triedAt: instant('tried_at'),
  succeededAt: instant('succeeded_at'),
  /** When the document last differed. */
  changedAt: instant('changed_at'),
  /** When it will be looked at again; null: never by itself. */
  nextPollAt: instant('next_poll_at'),
  failures: integer('failures').notNull().default(0),
  /** Milliseconds between its items lately; null while unknown. */
  rhythmMs: bigint('rhythm_ms', { mode: 'number' }),
  /** When the document was last asked for without validators, so that a server with wrong ones is found out. */
  askedWholeAt: instant('asked_whole_at'),
  /** Where its address permanently leads, since when, and how often it did: it moves there once that has lasted. */
  movedTo: text('moved_to'),
  movedSince: instant('moved_since'),
  movedTimes: integer('moved_times').notNull().default(0),
  /** Since when it has had no items, having had some; null otherwise. */
  emptySince: instant('empty_since'),
  /** Code of the last failure, null after a success; French words are in the views. */
  errorCode: text('error_code'),
  errorDetail: text('error_detail'),
  warnings: text('warnings').array().notNull(),
  partial: boolean('partial').notNull().default(false),
})

/** Whose turn it is at each host that sources live on. */
export const sourceHosts = pgTable('source_hosts', {
  host: text('host').primaryKey(),
  busyUntil: instant('busy_until').notNull(),
  nextAt: instant('next_at').notNull(),
})
