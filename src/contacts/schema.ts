import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'
import { partners } from '../partners/schema.ts'

const day = (name: string) => date(name, { mode: 'string' })

/** What a firm may need help with. Requests are of the first five kinds; the others only orient. */
export type Problem =
  'question' | 'orientation' | 'mediation' | 'innovation' | 'difficulty' | 'payment' | 'financing'

/** `instance`: where several bodies sit together, as a watch over firms in difficulty. */
export type BodyKind =
  | 'state-service'
  | 'national-body'
  | 'council'
  | 'chamber'
  | 'professional-body'
  | 'public-body'
  | 'instance'

/** Words of a row that are there or « à compléter »: empty where nothing is said. */
const words = (name: string) => text(name).notNull().default('')

/** When somebody last looked whether what is said still holds, and where it comes from. */
const checking = {
  /** Null: never looked at. */
  checkedOn: day('checked_on'),
  source: words('source'),
  sourceUrl: text('source_url'),
}

/** When what readers see of a row last changed; `now()` for what came with the program. */
const changedAt = instant('changed_at').notNull().defaultNow()

/** A list of words, with none for all of them: a list with `*` finds such rows by an index. */
const open = (column: AnyPgColumn) =>
  sql`(case when cardinality(${column}) = 0 then '{*}'::text[] else ${column} end)`

/** A row that leaves: it is kept, says when and why, and where to turn instead. */
const leaving = {
  removedAt: instant('removed_at'),
  removedReason: words('removed_reason'),
}

/** Bodies that help firms: partners (their name is then the partner's) and others. */
export const helpBodies = pgTable(
  'help_bodies',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    /** Its word in addresses and files: never changed. */
    slug: text('slug').notNull().unique(),
    partnerId: integer('partner_id')
      .unique()
      .references(() => partners.id),
    kind: text('kind').$type<BodyKind>().notNull(),
    name: text('name').notNull(),
    /** French sentences: what it does for firms. */
    role: words('role'),
    website: text('website'),
    /** Where its office stands, as it is written. */
    office: words('office'),
    phones: text('phones').array().notNull(),
    email: text('email'),
    /** Keys of the places that it serves (`d:11`); empty: everywhere. */
    territories: text('territories').array().notNull(),
    /** What it helps with; empty: only what rules send it. */
    problems: text('problems').array().$type<Problem[]>().notNull(),
    demonstration: boolean('demonstration').notNull().default(false),
    ...checking,
    ...leaving,
    changedAt,
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('help_bodies_name')
      .on(table.name, table.id)
      .where(sql`removed_at is null`),
    index('help_bodies_changed').on(table.changedAt, table.id),
    index('help_bodies_places').using('gin', open(table.territories)),
  ],
)

/** Who answers in a body: a function, and who holds it where that is known. */
export const helpContacts = pgTable(
  'help_contacts',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    slug: text('slug').notNull().unique(),
    bodyId: integer('body_id')
      .notNull()
      .references(() => helpBodies.id),
    /** « Conseiller commande publique ». */
    function: text('function').notNull(),
    /** Null: not known, « à compléter »; emptied when the contact is removed, as what reaches the person is. */
    person: text('person'),
    email: text('email'),
    phones: text('phones').array().notNull(),
    /** Where to meet them, when elsewhere than at the body's. */
    office: words('office'),
    /** Keys of the places served; empty: the body's. */
    territories: text('territories').array().notNull(),
    /** Words of the trades; empty: all. */
    trades: text('trades').array().notNull(),
    /** Empty: the body's. */
    problems: text('problems').array().$type<Problem[]>().notNull(),
    demonstration: boolean('demonstration').notNull().default(false),
    ...checking,
    ...leaving,
    changedAt,
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('help_contacts_body').on(table.bodyId, table.id),
    index('help_contacts_changed').on(table.changedAt, table.id),
    index('help_contacts_problems').using('gin', table.problems),
  ],
)

/** Bodies in which a contact sits for firms (« représente … »), beside its own. */
export const helpSeats = pgTable(
  'help_seats',
  {
    contactId: integer('contact_id')
      .notNull()
      .references(() => helpContacts.id, { onDelete: 'cascade' }),
    bodyId: integer('body_id')
      .notNull()
      .references(() => helpBodies.id),
  },
  (table) => [
    primaryKey({ columns: [table.contactId, table.bodyId] }),
    index('help_seats_body').on(table.bodyId),
  ],
)

/**
 * To whom a rule sends: the correspondent of the buyer that the problem is with, the chambers or the professional bodies
 * among the partners that serve the place, or one body.
 */
export type RuleTarget = 'buyer-correspondent' | 'chambers' | 'professional-bodies' | 'body'

/** Who helps with what, as dated data: the rules that a firm's problem is oriented by. */
export const helpRules = pgTable(
  'help_rules',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    slug: text('slug').notNull().unique(),
    problem: text('problem').$type<Problem>().notNull(),
    /** Head count from which, and under which, it holds; null: any. */
    employeesFrom: integer('employees_from'),
    employeesBelow: integer('employees_below'),
    /** Keys of the places where it holds; empty: everywhere. */
    territories: text('territories').array().notNull(),
    target: text('target').$type<RuleTarget>().notNull(),
    /** Null where the target is no one body. */
    bodyId: integer('body_id').references(() => helpBodies.id),
    /** The lowest is turned to first. */
    rank: integer('rank').notNull(),
    /** French sentence: why there. */
    reason: text('reason').notNull(),
    source: text('source').notNull(),
    sourceUrl: text('source_url'),
    inForceFrom: day('in_force_from').notNull(),
    inForceUntil: day('in_force_until'),
    demonstration: boolean('demonstration').notNull().default(false),
    version: integer('version').notNull().default(1),
  },
  (table) => [index('help_rules_problem').on(table.problem, table.rank)],
)

export type SchemeTheme = 'advance' | 'aid' | 'innovation' | 'financing' | 'difficulty'

/** Support schemes (« aides »), each as a short dated sheet. */
export const supportSchemes = pgTable(
  'support_schemes',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    slug: text('slug').notNull().unique(),
    theme: text('theme').$type<SchemeTheme>().notNull(),
    title: text('title').notNull(),
    /** What it is, for whom, how much, how to have it: French sentences. */
    what: text('what').notNull(),
    audience: words('audience'),
    amount: words('amount'),
    steps: words('steps'),
    /** Articles of law. */
    law: words('law'),
    bodyId: integer('body_id').references(() => helpBodies.id),
    /** Partner that answers for the sheet; null: the administrators. */
    partnerId: integer('partner_id').references(() => partners.id),
    demonstration: boolean('demonstration').notNull().default(false),
    ...checking,
    ...leaving,
    changedAt,
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('support_schemes_title')
      .on(table.title, table.id)
      .where(sql`removed_at is null`),
    index('support_schemes_theme')
      .on(table.theme, table.title, table.id)
      .where(sql`removed_at is null`),
    index('support_schemes_changed').on(table.changedAt, table.id),
    index('support_schemes_partner').on(table.partnerId),
    index('support_schemes_body').on(table.bodyId),
  ],
)

/** Who buys what at a buyer's. */
export interface BuyingService {
  name: string
  buys: string
}

/** What a buyer does from an amount on: « à partir de 5 000 € HT, trois devis ». */
export interface InternalThreshold {
  /** Euros excl. VAT. */
  from: number
  practice: string
}

/** « Comment cet acheteur achète », as the partner says it. */
export const buyingPractices = pgTable('buying_practices', {
  partnerId: integer('partner_id')
    .primaryKey()
    .references(() => partners.id),
  services: jsonb('services').$type<BuyingService[]>().notNull(),
  thresholds: jsonb('thresholds').$type<InternalThreshold[]>().notNull(),
  lots: words('lots'),
  payment: words('payment'),
  platform: words('platform'),
  smallContracts: words('small_contracts'),
  ...checking,
  demonstration: boolean('demonstration').notNull().default(false),
  version: integer('version').notNull().default(1),
})

/** When a partner last said that its SME correspondent is right: only for the very words that it looked at. */
export const correspondentChecks = pgTable('correspondent_checks', {
  partnerId: integer('partner_id')
    .primaryKey()
    .references(() => partners.id, { onDelete: 'cascade' }),
  checkedOn: day('checked_on'),
  /** Digest of what was looked at; empty for « à désigner ». */
  digest: words('digest'),
  /** When the partner was last asked to look at whatever it has here. */
  nudgedAt: instant('nudged_at'),
})
