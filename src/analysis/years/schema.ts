import { sql } from 'drizzle-orm'
import {
  boolean,
  char,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { agents } from '../../auth/schema.ts'
import { actions } from '../../pact/actions/schema.ts'
import { partners } from '../../partners/schema.ts'
import type { YearState } from './states.ts'

/** A signatory as a published analysis names it, whatever becomes of it later. */
export interface KeptSigning {
  name: string
  /** An instant as text; null where it did not sign. */
  signedAt: string | null
  /** Empty: it agreed with all of it. */
  dissent: string
}

/** The analysis of each year, and how far it has come. When it came there, and why, is told by the pact's versions. */
export const analysisYears = pgTable('analysis_years', {
  year: smallint('year').primaryKey(),
  state: text('state').$type<YearState>().notNull(),
  /** Counts every write, so that two hands at once are noticed. */
  version: integer('version').notNull().default(1),
  /** First day on which the data may be frozen. */
  freezesOn: date('freezes_on', { mode: 'string' }).notNull(),
  /** Last day on which buyers check their lines; null until the data are frozen. */
  checksEndOn: date('checks_end_on', { mode: 'string' }),
  /** Last day of comments; null until it is shared. */
  commentsEndOn: date('comments_end_on', { mode: 'string' }),
  /** What firms say, in the words of the partners. */
  firmsSay: text('firms_say').notNull().default(''),
  /** How many firms were asked and answered. */
  firmsAsked: integer('firms_asked'),
  findings: text('findings').array().notNull(),
  publishedAt: instant('published_at'),
  /** Who signed and who did not, as it was when it was published; null until then. */
  signing: jsonb('signing').$type<KeptSigning[]>(),
  movedAt: instant('moved_at').notNull(),
  demonstration: boolean('demonstration').notNull().default(false),
})

/** What was frozen of a year: never changed, never deleted. Its lines carry its number as their edition. */
export const analysisSnapshots = pgTable(
  'analysis_snapshots',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    year: smallint('year')
      .notNull()
      .references(() => analysisYears.year),
    /** Counts up from 1 within the year. */
    number: smallint('number').notNull(),
    takenAt: instant('taken_at').notNull(),
    /** Version of the method note. */
    method: smallint('method').notNull(),
    /** YearFigures as JSON, byte for byte as they were computed. */
    figures: text('figures').notNull(),
    /** Coverage as JSON: of whom the lines are, and what is unknown of them. */
    coverage: text('coverage').notNull(),
    /** SHA-256 of the lines, in hexadecimal. */
    dataHash: char('data_hash', { length: 64 }).notNull(),
    lines: integer('lines').notNull(),
    /** Corrections of buyers that were applied. */
    corrections: integer('corrections').notNull(),
  },
  (table) => [uniqueIndex('analysis_snapshots_number').on(table.year, table.number)],
)

/** Where a buyer stands with its own lines and its own sheet. */
export const analysisChecks = pgTable(
  'analysis_checks',
  {
    year: smallint('year')
      .notNull()
      .references(() => analysisYears.year),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    /** When it said that its lines are right, as they stand and as it corrected them. */
    confirmedAt: instant('confirmed_at'),
    /** Since when everyone may read its sheet; null: it is private. */
    sheetPublicSince: instant('sheet_public_since'),
  },
  (table) => [primaryKey({ columns: [table.year, table.partnerId] })],
)

/** What a buyer says of a line of its own may be wrong in. */
export type CorrectedField = 'amount' | 'size' | 'place' | 'notified' | 'not-ours'

/** A buyer's correction of one of its lines: what, why, who, when. Applied when the data are frozen again. */
export const analysisCorrections = pgTable(
  'analysis_corrections',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    year: smallint('year')
      .notNull()
      .references(() => analysisYears.year),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    /** Key of the line that it is of; the lead's, where it is of the contract. */
    line: text('line').notNull(),
    field: text('field').$type<CorrectedField>().notNull(),
    /** As it stood; null: unknown. */
    before: text('before'),
    /** As it should be; null where the line is not the buyer's. */
    after: text('after'),
    reason: text('reason').notNull(),
    at: instant('at').notNull(),
    /** As the audit log names it: never shown. */
    actor: text('actor').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    uniqueIndex('analysis_corrections_standing')
      .on(table.year, table.line, table.field)
      .where(sql`withdrawn_at is null`),
    index('analysis_corrections_partner').on(table.year, table.partnerId),
  ],
)

/** What an organisation says of the draft, and what is answered. */
export const analysisComments = pgTable(
  'analysis_comments',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    year: smallint('year')
      .notNull()
      .references(() => analysisYears.year),
    /** The indicator that it is about; null: the whole. */
    indicator: text('indicator'),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    agentId: uuid('agent_id').references(() => agents.id, { onDelete: 'set null' }),
    words: text('words').notNull(),
    at: instant('at').notNull(),
    answer: text('answer'),
    /** In whose name it was answered; null: the pact's administration. */
    answeredById: integer('answered_by_id').references(() => partners.id),
    answeredAt: instant('answered_at'),
  },
  (table) => [index('analysis_comments_year').on(table.year, table.id)],
)

/** A signatory's name under the analysis, with its dissent where it has one. */
export const analysisSignatures = pgTable(
  'analysis_signatures',
  {
    year: smallint('year')
      .notNull()
      .references(() => analysisYears.year),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    signedAt: instant('signed_at').notNull(),
    actor: text('actor').notNull(),
    /** Empty: it agrees with all of it. */
    dissent: text('dissent').notNull(),
  },
  (table) => [primaryKey({ columns: [table.year, table.partnerId] })],
)

/** What changes next year: each recommendation leads to an action of the pact. */
export const analysisRecommendations = pgTable(
  'analysis_recommendations',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    year: smallint('year')
      .notNull()
      .references(() => analysisYears.year),
    words: text('words').notNull(),
    actionId: integer('action_id')
      .notNull()
      .references(() => actions.id),
  },
  (table) => [index('analysis_recommendations_year').on(table.year, table.id)],
)

/** What was found wrong after publication: told beside the figures, which stay as they were. */
export const analysisErrata = pgTable(
  'analysis_errata',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    year: smallint('year')
      .notNull()
      .references(() => analysisYears.year),
    at: instant('at').notNull(),
    /** The indicator that it is about; null: the whole. */
    indicator: text('indicator'),
    words: text('words').notNull(),
    /** The figure as published, and as it would be; empty where it is about words. */
    before: text('before').notNull(),
    after: text('after').notNull(),
    partnerId: integer('partner_id').references(() => partners.id),
  },
  (table) => [index('analysis_errata_year').on(table.year, table.id)],
)
