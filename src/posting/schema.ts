import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'
import { agents } from '../auth/schema.ts'
import { consultations } from '../consultations/schema.ts'
import { partners } from '../partners/schema.ts'

/** The fields of a form as they were typed: several values where a field is repeated. */
export type TypedFields = Record<string, string[]>

/** Consultations being typed: only their partner's agents see them. */
export const drafts = pgTable(
  'consultation_drafts',
  {
    id: uuid('id').primaryKey(),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id),
    /** Twelve fields on one page, or short steps. */
    form: text('form').$type<'short' | 'steps'>().notNull(),
    fields: jsonb('fields').$type<TypedFields>().notNull(),
    /** Fields that were read somewhere and not typed: « à vérifier ». */
    prefilled: text('prefilled').array().notNull(),
    /** Counts up with each save: who saves an older one sees both. */
    version: integer('version').notNull().default(1),
    /** The consultation that this one starts again. */
    renewsId: integer('renews_id').references(() => consultations.id),
    createdAt: instant('created_at').notNull(),
    savedAt: instant('saved_at').notNull(),
    /** What came of it; its row stays. */
    consultationId: integer('consultation_id').references(() => consultations.id),
    discardedAt: instant('discarded_at'),
  },
  (table) => [index('consultation_drafts_partner').on(table.partnerId, table.savedAt)],
)

/**
 * Why an agent kept to what a check warned of: for the partners' area and, counted without names, for the yearly
 * analysis. Never on a public page.
 */
export const keptReasons = pgTable(
  'kept_reasons',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    consultationId: integer('consultation_id')
      .notNull()
      .references(() => consultations.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    /** Code of the finding. */
    finding: text('finding').notNull(),
    /** One of DEADLINE_REASONS, or the legal ground of a single lot. */
    ground: text('ground').notNull(),
    /** In the agent's words; empty where the ground says all. */
    words: text('words').notNull(),
    keptBy: text('kept_by').notNull(),
    keptAt: instant('kept_at').notNull(),
  },
  (table) => [index('kept_reasons_consultation').on(table.consultationId)],
)
