import { sql } from 'drizzle-orm'
import {
  bigint,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, tsvector } from '../db/columns.ts'
import { documents } from '../documents/schema.ts'
import { partners } from '../partners/schema.ts'

/** What an item of the library is. A practice is written in a form; all others are files. */
export type ItemKind =
  'leaflet' | 'charter' | 'guide' | 'slides' | 'template' | 'practice' | 'study' | 'other'

/** What it helps with. */
export type Theme =
  | 'answering'
  | 'grouping'
  | 'writing'
  | 'lots'
  | 'time-to-answer'
  | 'small-contracts'
  | 'payment'
  | 'social-environment'
  | 'follow-up'
  | 'pact'

/** What partners hand out (`/documents`): each by one partner, with as many versions as it had. */
export const libraryItems = pgTable(
  'library_items',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    slug: text('slug').notNull().unique(),
    kind: text('kind').$type<ItemKind>().notNull(),
    theme: text('theme').$type<Theme>().notNull(),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    title: text('title').notNull(),
    /** What it is and whom it helps, in two or three sentences. */
    summary: text('summary').notNull(),
    /** Its place among its partner's, as that partner wants them read: low ones first. */
    position: integer('position').notNull(),
    /** When its last version appeared: what lists and feeds go by. */
    movedAt: instant('moved_at').notNull(),
    createdAt: instant('created_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
    /** Why: everyone may read it. Empty as long as it stands. */
    withdrawnReason: text('withdrawn_reason').notNull().default(''),
    /** Counts up with every change of this row. */
    version: integer('version').notNull().default(1),
    /** What the search reads. */
    searchText: text('search_text').notNull(),
    search: tsvector('search').generatedAlwaysAs(
      sql`to_tsvector('guichet_fr'::regconfig, search_text)`,
    ),
  },
  (table) => [
    index('library_items_moved')
      .on(table.movedAt, table.id)
      .where(sql`withdrawn_at is null`),
    index('library_items_kind')
      .on(table.kind, table.movedAt, table.id)
      .where(sql`withdrawn_at is null`),
    index('library_items_theme')
      .on(table.theme, table.movedAt, table.id)
      .where(sql`withdrawn_at is null`),
    index('library_items_partner').on(table.partnerId, table.position, table.id),
    index('library_items_partner_moved')
      .on(table.partnerId, table.movedAt, table.id)
      .where(sql`withdrawn_at is null`),
    index('library_items_search').using('gin', table.search),
  ],
)

/** What a practice says, in its own words. */
export interface PracticeText {
  problem: string
  done: string
  /** To copy: a clause, a letter, a paragraph. */
  text: string
  /** What the law asks or forbids here. Empty where nothing is said. */
  law: string
  /** Whom to ask: a function and its body, never a person's name. */
  contactFunction: string
  contactBody: string
}

/** Every version of an item, from 1 on; none is ever changed. The last that stands counts. */
export const libraryVersions = pgTable(
  'library_versions',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    itemId: integer('item_id')
      .notNull()
      .references(() => libraryItems.id),
    number: integer('number').notNull(),
    /** The day that it bears. */
    datedOn: date('dated_on', { mode: 'string' }).notNull(),
    /** What it changes; empty for the first one. */
    note: text('note').notNull(),
    /** Null: files say it. */
    practice: jsonb('practice').$type<PracticeText>(),
    addedAt: instant('added_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason').notNull().default(''),
  },
  (table) => [unique('library_versions_number').on(table.itemId, table.number)],
)

/** The files of a version: the same document in one or more formats. */
export const libraryFiles = pgTable(
  'library_files',
  {
    versionId: integer('version_id')
      .notNull()
      .references(() => libraryVersions.id),
    position: integer('position').notNull(),
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.position] }),
    unique('library_files_document').on(table.documentId),
  ],
)

/** What happened in the library, as feeds and messages tell it: each version, each withdrawal. Append-only. */
export const libraryNews = pgTable(
  'library_news',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    itemId: integer('item_id')
      .notNull()
      .references(() => libraryItems.id),
    /** Null: all of them were withdrawn, with the item. */
    versionId: integer('version_id').references(() => libraryVersions.id),
    kind: text('kind').$type<'version' | 'withdrawal'>().notNull(),
    /** Of a withdrawal: everyone may read it. */
    reason: text('reason').notNull().default(''),
    at: instant('at').notNull(),
  },
  (table) => [
    index('library_news_at').on(table.at, table.id),
    index('library_news_item').on(table.itemId, table.id),
  ],
)

/** Partners that have taken a practice up (« Nous utilisons »). */
export const libraryUses = pgTable(
  'library_uses',
  {
    itemId: integer('item_id')
      .notNull()
      .references(() => libraryItems.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    since: instant('since').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.itemId, table.partnerId] }),
    index('library_uses_partner').on(table.partnerId),
  ],
)
