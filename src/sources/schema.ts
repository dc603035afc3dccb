import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'
import { sources } from '../consultations/schema.ts'
import { partners } from '../partners/schema.ts'
import type { Reading, ReadingWarning } from './reading.ts'

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
  /** Milliseconds that the document last read asks to wait between looks; null where it does not. */
  askedPauseMs: bigint('asked_pause_ms', { mode: 'number' }),
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
  /** How the document last read could be read; null before the first, and for kinds that read no document. */
  reading: text('reading').$type<Reading>(),
  warnings: jsonb('warnings').$type<ReadingWarning[]>().notNull(),
  partial: boolean('partial').notNull().default(false),
  /** When it last told of something not known before, and its rhythm then: how long it may well say nothing new. */
  lastNewAt: instant('last_new_at'),
  usualRhythmMs: bigint('usual_rhythm_ms', { mode: 'number' }),
})

/** The last looks at each source: a ring, in which a look takes the place of the one fifty looks earlier. */
export const sourceLooks = pgTable(
  'source_looks',
  {
    sourceId: integer('source_id')
      .notNull()
      .references(() => sources.id),
    slot: integer('slot').notNull(),
    /** Of all looks at this source, counted from 1. */
    number: integer('number').notNull(),
    at: instant('at').notNull(),
    outcome: text('outcome').$type<LookOutcome>().notNull(),
    /** Why it failed; null otherwise. */
    code: text('code'),
    detail: text('detail'),
    /** Items of a document, or rows of a file. */
    items: integer('items'),
    added: integer('added'),
    changed: integer('changed'),
    /** How long it took; null where nobody measured. */
    ms: integer('ms'),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.slot] }),
    index('source_looks_number').on(table.sourceId, table.number),
  ],
)

export type LookOutcome = 'read' | 'unchanged' | 'failed' | 'imported'

/** What is wrong with a source for so long that its partner is told, from the time it was noticed until it is over. */
export const sourceAlerts = pgTable(
  'source_alerts',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    sourceId: integer('source_id')
      .notNull()
      .references(() => sources.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    kind: text('kind').$type<AlertKind>().notNull(),
    /** Since when it has been so. */
    since: instant('since').notNull(),
    noticedAt: instant('noticed_at').notNull(),
    /** When the messages about it were handed over; null: nobody is written to. */
    toldAt: instant('told_at'),
    endedAt: instant('ended_at'),
  },
  (table) => [
    uniqueIndex('source_alerts_open')
      .on(table.sourceId, table.kind)
      .where(sql`ended_at is null`),
    index('source_alerts_partner').on(table.partnerId, table.id),
  ],
)

/** `failing`: not read for a day; `empty`: had items and has none; `quiet`: nothing new for longer than its rhythm. */
export type AlertKind = 'failing' | 'empty' | 'quiet'

/** Whose turn it is at each host that sources live on. */
export const sourceHosts = pgTable('source_hosts', {
  host: text('host').primaryKey(),
  busyUntil: instant('busy_until').notNull(),
  nextAt: instant('next_at').notNull(),
})
