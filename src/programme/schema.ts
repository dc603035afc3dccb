import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, tsvector } from '../db/columns.ts'
import { agents } from '../auth/schema.ts'
import type { Category, Place } from '../consultations/facts.ts'
import type { TradeBasis } from '../consultations/shown.ts'
import { consultations } from '../consultations/schema.ts'
import { buyers, partners } from '../partners/schema.ts'
import type { PurchaseChange, PurchaseEvent, PurchaseStatus } from './purchase.ts'
import type { UploadedLine } from './uploaded.ts'

const id = () => integer('id').primaryKey().generatedByDefaultAsIdentity()

/** Lines of the buyers' programmes (« plan de charge »): what they expect to buy. A forecast that binds nobody. */
export const plannedPurchases = pgTable(
  'planned_purchases',
  {
    id: id(),
    buyerId: integer('buyer_id')
      .notNull()
      .references(() => buyers.id),
    /** How the buyer's own file names the line; null where it was typed. */
    externalId: text('external_id'),
    /** Spelled alike for comparing, `external_id` in lower case. */
    externalKey: text('external_key'),
    object: text('object').notNull(),
    /** Empty where nothing is said. */
    description: text('description').notNull(),
    category: text('category').$type<Category>(),
    cpv: text('cpv').array().notNull(),
    trades: text('trades').array().notNull(),
    tradeBasis: text('trade_basis').$type<TradeBasis>(),
    /** Euros excluding VAT; either end may be open. */
    amountMin: numeric('amount_min', { precision: 16, scale: 2, mode: 'number' }),
    amountMax: numeric('amount_max', { precision: 16, scale: 2, mode: 'number' }),
    /** When the consultation is expected: the year, and its quarter where one is said (1 to 4). */
    year: integer('year').notNull(),
    quarter: integer('quarter'),
    /** Last day of that quarter, or of the year. */
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    /** The same as they were first announced: what the yearly look compares with. */
    firstYear: integer('first_year').notNull(),
    firstDueOn: date('first_due_on', { mode: 'string' }).notNull(),
    place: jsonb('place').$type<Place>(),
    /** `c:11262` commune, `e:200035715` intercommunality, `d:11` département; null: not said or not recognised. */
    placeKey: text('place_key'),
    /** Whom firms may ask; empty where nobody is named. Forgotten two years after the year of the line. */
    contactName: text('contact_name').notNull(),
    contactPhone: text('contact_phone').notNull(),
    contactEmail: text('contact_email').notNull(),
    status: text('status').$type<PurchaseStatus>().notNull(),
    /** Why it was dropped, in the buyer's words. */
    droppedReason: text('dropped_reason').notNull().default(''),
    droppedAt: instant('dropped_at'),
    /** The consultation that came of it (« devenu »). */
    consultationId: integer('consultation_id').references(() => consultations.id),
    demonstration: boolean('demonstration').notNull(),
    announcedAt: instant('announced_at').notNull(),
    /** When something last happened to it: the instant of its latest event. */
    movedAt: instant('moved_at').notNull(),
    version: integer('version').notNull().default(1),
    searchText: text('search_text').notNull(),
    search: tsvector('search').generatedAlwaysAs(
      sql`to_tsvector('guichet_fr'::regconfig, search_text)`,
    ),
  },
  (table) => [
    uniqueIndex('planned_purchases_identity')
      .on(table.buyerId, table.externalKey)
      .where(sql`external_key is not null`),
    index('planned_purchases_status').on(table.status, table.dueOn, table.id),
    index('planned_purchases_due').on(table.dueOn, table.id),
    index('planned_purchases_buyer').on(table.buyerId, table.status, table.dueOn, table.id),
    index('planned_purchases_moved').on(table.movedAt, table.id),
    index('planned_purchases_buyer_moved').on(table.buyerId, table.movedAt, table.id),
    index('planned_purchases_first_year').on(table.firstYear, table.buyerId, table.id),
    index('planned_purchases_trades').using('gin', table.trades),
    index('planned_purchases_place').on(table.placeKey),
    index('planned_purchases_search').using('gin', table.search),
    index('planned_purchases_consultation')
      .on(table.consultationId)
      .where(sql`consultation_id is not null`),
  ],
)

/** What happened to a line: its history and what feeds carry. Append-only; it names no contact. */
export const plannedPurchaseEvents = pgTable(
  'planned_purchase_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    purchaseId: integer('purchase_id')
      .notNull()
      .references(() => plannedPurchases.id),
    kind: text('kind').$type<PurchaseEvent>().notNull(),
    at: instant('at').notNull(),
    changes: jsonb('changes').$type<PurchaseChange[]>().notNull(),
    /** Empty where none was given. */
    reason: text('reason').notNull().default(''),
    consultationId: integer('consultation_id').references(() => consultations.id),
  },
  (table) => [index('planned_purchase_events_purchase').on(table.purchaseId, table.id)],
)

/** A file that an agent has sent and looks at before it is imported: forgotten after a day. */
export const programmeUploads = pgTable(
  'programme_uploads',
  {
    id: uuid('id').primaryKey(),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    lines: jsonb('lines').$type<UploadedLine[]>().notNull(),
    at: instant('at').notNull(),
  },
  (table) => [index('programme_uploads_at').on(table.at)],
)
