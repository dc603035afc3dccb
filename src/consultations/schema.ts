import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { instant, tsvector } from '../db/columns.ts'
import { buyers, partners } from '../partners/schema.ts'
import type { Facts, Moment, Procedure, RecordFacts } from './facts.ts'
import type { Change, NoticeKind, TradeBasis } from './shown.ts'
import type { ProvenanceRow } from './records/projection.ts'

const id = () => integer('id').primaryKey().generatedByDefaultAsIdentity()

/** Plain-language trades mapped to CPV prefixes; slugs never change because addresses carry them. */
export const trades = pgTable('trades', {
  slug: text('slug').primaryKey(),
  position: integer('position').notNull(),
  family: text('family').notNull(),
  label: text('label').notNull(),
  prefixes: text('prefixes').array().notNull(),
  words: text('words').array().notNull(),
  exclusions: text('exclusions').array().notNull(),
  /** Craftsmen's names that propose the trade in the search box. */
  craftsmen: text('craftsmen').array().notNull(),
  /** Counts only when no other trade was found. */
  weak: boolean('weak').notNull(),
})

/** Where records come from: a feed, an interface, a file, an agent's typing. How reading it goes is in source_health. */
export const sources = pgTable('sources', {
  id: id(),
  url: text('url').notNull().unique(),
  kind: text('kind').notNull(),
  name: text('name').notNull(),
  partnerId: integer('partner_id')
    .notNull()
    .references(() => partners.id),
  demonstration: boolean('demonstration').notNull().default(false),
  createdAt: instant('created_at').notNull(),
})

/** One procedure, from programme to award: the projection of its source records. */
export const consultations = pgTable(
  'consultations',
  {
    id: id(),
    /** `2026-0042`, from the counter row. */
    reference: text('reference').notNull().unique(),
    ocid: text('ocid').notNull().unique(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    buyerId: integer('buyer_id').references(() => buyers.id),
    status: text('status').$type<Facts['status']>().notNull(),
    category: text('category').$type<Facts['category']>(),
    procedure: text('procedure').$type<Procedure>(),
    /** First publication that firms could see. */
    publishedAt: instant('published_at').notNull(),
    deadlineAt: instant('deadline_at'),
    /** When it leaves the board: its deadline, or 60 days after publication while the deadline is unknown. */
    closesAt: instant('closes_at').notNull(),
    /** Null: not said. */
    divided: boolean('divided'),
    compulsoryVisit: boolean('compulsory_visit'),
    reserved: boolean('reserved'),
    signatory: boolean('signatory').notNull(),
    demonstration: boolean('demonstration').notNull(),
    facts: jsonb('facts').$type<Partial<Facts>>().notNull(),
    provenance: jsonb('provenance').$type<ProvenanceRow>().notNull(),
    /** How often the deadline has moved. */
    deadlineMoves: integer('deadline_moves').notNull().default(0),
    lastChangeAt: instant('last_change_at').notNull(),
    lastNoticeKind: text('last_notice_kind').$type<NoticeKind>().notNull(),
    renewsId: integer('renews_id').references((): AnyPgColumn => consultations.id),
    /** The consultation that this one turned out to be: it holds the records, and this reference leads there. */
    joinedIntoId: integer('joined_into_id').references((): AnyPgColumn => consultations.id),
    searchText: text('search_text').notNull(),
    search: tsvector('search').generatedAlwaysAs(
      sql`to_tsvector('guichet_fr'::regconfig, search_text)`,
    ),
  },
  (table) => [
    // Lists show what stands by itself: so they count in the index alone, without a look at the rows.
    index('consultations_standing_open')
      .on(table.closesAt, table.id)
      .where(sql`status = 'active' and joined_into_id is null`),
    // Calendars hold what is to come whatever becomes of it.
    index('consultations_standing_closing')
      .on(table.closesAt)
      .where(sql`joined_into_id is null`),
    index('consultations_standing_by_status')
      .on(table.status, table.publishedAt, table.id)
      .where(sql`joined_into_id is null`),
    // Partners' own are few among all that is kept of a whole département.
    index('consultations_signatories')
      .on(table.status, table.publishedAt, table.id)
      .where(sql`joined_into_id is null and signatory`),
    index('consultations_standing_published')
      .on(table.publishedAt, table.id)
      .where(sql`joined_into_id is null`),
    index('consultations_changed').on(table.lastChangeAt, table.id),
    index('consultations_buyer').on(table.buyerId, table.publishedAt),
    index('consultations_buyer_deadline').on(table.buyerId, table.deadlineAt),
    index('consultations_search').using('gin', table.search),
    index('consultations_renews').on(table.renewsId),
    index('consultations_joined')
      .on(table.joinedIntoId)
      .where(sql`joined_into_id is not null`),
  ],
)

/**
 * What a firm may bid for: one row per lot, or a single one without number where no lots are known. Trade, amount,
 * place, reserved status and deadline are always compared on the same row.
 */
export const lots = pgTable(
  'lots',
  {
    consultationId: integer('consultation_id')
      .notNull()
      .references(() => consultations.id),
    position: integer('position').notNull(),
    number: text('number'),
    title: text('title').notNull(),
    trades: text('trades').array().notNull(),
    tradeBasis: text('trade_basis').$type<TradeBasis>(),
    /** Concerns every building trade: « lots à vérifier dans le dossier ». */
    allBuildingTrades: boolean('all_building_trades').notNull(),
    /** `c:11262` commune, `e:200035715` intercommunality, `d:11` département. */
    placeKey: text('place_key'),
    /** The place is not given: it is the buyer's territory. */
    placeOfBuyer: boolean('place_of_buyer').notNull(),
    amountMin: numeric('amount_min', { precision: 16, scale: 2, mode: 'number' }),
    amountMax: numeric('amount_max', { precision: 16, scale: 2, mode: 'number' }),
    deadlineAt: instant('deadline_at'),
    reserved: boolean('reserved'),
    outcome: text('outcome').$type<'awarded' | 'unsuccessful' | 'abandoned'>(),
  },
  (table) => [
    primaryKey({ columns: [table.consultationId, table.position] }),
    index('lots_trades').using('gin', table.trades),
    index('lots_place').on(table.placeKey),
    index('lots_reserved')
      .on(table.consultationId)
      .where(sql`reserved is true`),
  ],
)

/** Every buyer of a consultation; several where it is a groupement de commandes. */
export const consultationBuyers = pgTable(
  'consultation_buyers',
  {
    consultationId: integer('consultation_id')
      .notNull()
      .references(() => consultations.id),
    buyerId: integer('buyer_id')
      .notNull()
      .references(() => buyers.id),
    coordinator: boolean('coordinator').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.consultationId, table.buyerId] }),
    index('consultation_buyers_by_buyer').on(table.buyerId, table.consultationId),
  ],
)

/** Contracts awarded, one row per lot and winner, for « qui a obtenu quoi ». */
export const awards = pgTable(
  'awards',
  {
    id: id(),
    consultationId: integer('consultation_id')
      .notNull()
      .references(() => consultations.id),
    lotNumber: text('lot_number'),
    lotTitle: text('lot_title').notNull(),
    trades: text('trades').array().notNull(),
    placeKey: text('place_key'),
    supplierName: text('supplier_name').notNull(),
    supplierSiret: text('supplier_siret'),
    supplierCommune: text('supplier_commune'),
    amount: numeric('amount', { precision: 16, scale: 2, mode: 'number' }),
    bids: integer('bids'),
    /** Date of notification; unknown where the source does not give it. */
    notifiedOn: date('notified_on'),
    listedOn: date('listed_on').notNull(),
  },
  (table) => [
    index('awards_listed').on(table.listedOn, table.id),
    index('awards_consultation').on(table.consultationId),
    index('awards_trades').using('gin', table.trades),
  ],
)

/** What one source says of one consultation, as it stands now; earlier states are in source_record_versions. */
export const sourceRecords = pgTable(
  'source_records',
  {
    id: id(),
    sourceId: integer('source_id')
      .notNull()
      .references(() => sources.id),
    externalId: text('external_id').notNull(),
    alternateIds: text('alternate_ids').array().notNull(),
    consultationId: integer('consultation_id')
      .notNull()
      .references(() => consultations.id),
    /** The consultation that it was told of before that one was joined to another. */
    joinedFromId: integer('joined_from_id').references(() => consultations.id),
    /** Identities shared with other sources. */
    boampId: text('boamp_id'),
    referenceKey: text('reference_key'),
    raw: text('raw').notNull(),
    facts: jsonb('facts').$type<RecordFacts>().notNull(),
    publishedAt: instant('published_at'),
    firstSeenAt: instant('first_seen_at').notNull(),
    /** When what it says of the deadline last changed. */
    deadlineSaidAt: instant('deadline_said_at').notNull(),
    /** When what it says has become of the procedure or of a lot last changed. */
    outcomeSaidAt: instant('outcome_said_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    uniqueIndex('source_records_identity').on(table.sourceId, table.externalId),
    index('source_records_alternates').using('gin', table.alternateIds),
    index('source_records_consultation').on(table.consultationId),
    index('source_records_boamp').on(table.boampId),
    index('source_records_reference').on(table.referenceKey),
  ],
)

/** How a record read before it changed. Append-only. */
export const sourceRecordVersions = pgTable(
  'source_record_versions',
  {
    id: id(),
    recordId: integer('record_id')
      .notNull()
      .references(() => sourceRecords.id),
    raw: text('raw').notNull(),
    facts: jsonb('facts').$type<RecordFacts>().notNull(),
    replacedAt: instant('replaced_at').notNull(),
  },
  (table) => [index('source_record_versions_record').on(table.recordId)],
)

/** The history of a consultation: append-only. */
export const notices = pgTable(
  'notices',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    consultationId: integer('consultation_id')
      .notNull()
      .references(() => consultations.id),
    /** The consultation that it was told about, where that has been joined to this one since. */
    toldOfId: integer('told_of_id').references(() => consultations.id),
    kind: text('kind').$type<NoticeKind>().notNull(),
    recordId: integer('record_id').references(() => sourceRecords.id),
    publishedAt: instant('published_at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    /** Where it stands in feeds: its publication, or the time it was found when that is much later. */
    feedAt: instant('feed_at').notNull(),
    /** Old awards stand on pages and in the feed of awards only (users.md, decision 8). */
    inDefaultFeed: boolean('in_default_feed').notNull(),
    changes: jsonb('changes').$type<Change[]>().notNull(),
    reason: text('reason'),
  },
  (table) => [
    index('notices_consultation').on(table.consultationId, table.id),
    index('notices_feed')
      .on(table.feedAt, table.id)
      .where(sql`in_default_feed`),
    index('notices_kind').on(table.kind, table.feedAt, table.id),
    index('notices_recorded').on(table.recordedAt, table.recordId),
  ],
)

/** How near two consultations are. */
export interface Nearness {
  /** Share of the words of both titles that both have, from 0 to 1. */
  sameWords: number
  /** Minutes between their deadlines. */
  deadlineGap: number
}

/** `linked`: a notice of their source names both. */
export type WhyAsked = Nearness | 'linked'

/** Whether two consultations are one: asked of an agent, never decided by itself. An answer is never asked for again. */
export const possibleDuplicates = pgTable(
  'possible_duplicates',
  {
    elderId: integer('elder_id')
      .notNull()
      .references(() => consultations.id),
    youngerId: integer('younger_id')
      .notNull()
      .references(() => consultations.id),
    /** Null where an agent saw it by himself. */
    why: jsonb('why').$type<WhyAsked>(),
    askedAt: instant('asked_at').notNull(),
    answer: text('answer').$type<'same' | 'different'>(),
    answeredAt: instant('answered_at'),
    /** As the audit log names him. */
    answeredBy: text('answered_by'),
  },
  (table) => [
    primaryKey({ columns: [table.elderId, table.youngerId] }),
    index('possible_duplicates_younger').on(table.youngerId),
    index('possible_duplicates_open')
      .on(table.askedAt)
      .where(sql`answer is null`),
  ],
)

/** Deadlines that agents typed and that a later official one has replaced: each is told to them once. */
export const overriddenDeadlines = pgTable(
  'overridden_deadlines',
  {
    id: id(),
    consultationId: integer('consultation_id')
      .notNull()
      .references(() => consultations.id),
    /** The record that holds what was typed. */
    recordId: integer('record_id')
      .notNull()
      .references(() => sourceRecords.id),
    typed: jsonb('typed').$type<Moment>().notNull(),
    official: jsonb('official').$type<Moment>().notNull(),
    officialAt: instant('official_at').notNull(),
    at: instant('at').notNull(),
    /** When an agent said that it is understood. */
    seenAt: instant('seen_at'),
  },
  (table) => [
    uniqueIndex('overridden_deadlines_once').on(table.recordId, table.officialAt),
    index('overridden_deadlines_consultation').on(table.consultationId),
    index('overridden_deadlines_unseen')
      .on(table.at)
      .where(sql`seen_at is null`),
  ],
)
