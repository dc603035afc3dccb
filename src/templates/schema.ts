import { sql } from 'drizzle-orm'
import {
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytea, instant } from '../db/columns.ts'
import { consultations } from '../consultations/schema.ts'
import { partners } from '../partners/schema.ts'
import { drafts } from '../posting/schema.ts'
import type { GlossaryEntry, TemplateTexts } from './blocks.ts'
import type { TemplateFacts } from './template-facts.ts'

/** The councils' common model, version by version; which state each is in follows from its dates. */
export const templateVersions = pgTable(
  'template_versions',
  {
    /** From 1 on. */
    number: integer('number').primaryKey(),
    /** What it changes, in a sentence or two. */
    note: text('note').notNull(),
    texts: jsonb('texts').$type<TemplateTexts>().notNull(),
    glossary: jsonb('glossary').$type<GlossaryEntry[]>().notNull(),
    /** Adopted by the steering committee that day; null: a draft, which may still be edited. */
    adoptedOn: date('adopted_on', { mode: 'string' }),
    /** The meeting that adopted it. Not a foreign key: the pact comes after. */
    meetingId: integer('meeting_id'),
    /** First day in force; a later version in force replaces it. */
    inForceOn: date('in_force_on', { mode: 'string' }),
    createdAt: instant('created_at').notNull(),
    savedAt: instant('saved_at').notNull(),
    /** Counts up with each save. */
    version: integer('version').notNull().default(1),
  },
  (table) => [
    uniqueIndex('template_versions_one_draft')
      .on(sql`(${table.adoptedOn} is null)`)
      .where(sql`adopted_on is null`),
    check(
      'template_versions_dates',
      sql`(${table.adoptedOn} is null) = (${table.inForceOn} is null) and (${table.inForceOn} is null or ${table.inForceOn} >= ${table.adoptedOn})`,
    ),
  ],
)

/**
 * One row for each use, and no person in any: documents made for a consultation (by a partner, or by any buyer on the
 * public page), or a buyer who says that it uses the model.
 */
export const templateUses = pgTable(
  'template_uses',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    at: instant('at').notNull(),
    kind: text('kind').$type<'documents' | 'declaration'>().notNull(),
    templateNumber: integer('template_number')
      .notNull()
      .references(() => templateVersions.number),
    /** Null: a buyer that is no partner, under its own name. */
    partnerId: integer('partner_id').references(() => partners.id),
    organisation: text('organisation'),
    siret: text('siret'),
    draftId: uuid('draft_id').references(() => drafts.id),
    consultationId: integer('consultation_id').references(() => consultations.id),
    /** When the pact's administration found a declaration credible; null: it is not shown. */
    confirmedAt: instant('confirmed_at'),
    declinedAt: instant('declined_at'),
  },
  (table) => [
    uniqueIndex('template_uses_draft').on(table.draftId),
    uniqueIndex('template_uses_consultation').on(table.consultationId),
    uniqueIndex('template_uses_partner')
      .on(table.partnerId, table.templateNumber)
      .where(sql`kind = 'declaration'`),
    uniqueIndex('template_uses_siret')
      .on(table.siret, table.templateNumber)
      .where(sql`kind = 'declaration'`),
    index('template_uses_kind').on(table.kind, table.partnerId, table.at),
    index('template_uses_waiting')
      .on(table.at)
      .where(sql`kind = 'declaration' and confirmed_at is null and declined_at is null`),
    check(
      'template_uses_who',
      sql`(${table.partnerId} is null) <> (${table.organisation} is null)`,
    ),
  ],
)

/**
 * Documents asked for, with what they are filled from: reached by a private link, erased after some days with all that
 * it says.
 */
export const templateOrders = pgTable(
  'template_orders',
  {
    id: uuid('id').primaryKey(),
    /** SHA-256 of the private link's secret, in hexadecimal; null: its partner's agents only. */
    secretHash: text('secret_hash').unique(),
    partnerId: integer('partner_id').references(() => partners.id),
    draftId: uuid('draft_id').references(() => drafts.id),
    consultationId: integer('consultation_id').references(() => consultations.id),
    templateNumber: integer('template_number')
      .notNull()
      .references(() => templateVersions.number),
    facts: jsonb('facts').$type<TemplateFacts>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** When a runtime that writes no documents was asked for them: a Node process then makes them all. */
    wantedAt: instant('wanted_at'),
    madeAt: instant('made_at'),
  },
  (table) => [
    index('template_orders_created').on(table.createdAt),
    index('template_orders_wanted')
      .on(table.wantedAt)
      .where(sql`wanted_at is not null and made_at is null`),
  ],
)

/** Files of an order that a Node process made for runtimes that write none. */
export const templateFiles = pgTable(
  'template_files',
  {
    orderId: uuid('order_id')
      .notNull()
      .references(() => templateOrders.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.name] })],
)
