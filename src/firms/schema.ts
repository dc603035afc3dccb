import { sql } from 'drizzle-orm'
import { boolean, char, check, index, integer, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'
import type { Winner } from '../consultations/facts.ts'

/** As the law counts firms (loi 2008-776, art. 51). */
export type FirmSize = NonNullable<Winner['size']>

/** Where it was read: the State's search of firms, or an extract of INSEE's register. */
export type FirmSource = 'recherche-entreprises' | 'sirene'

/** What the register of firms (SIRENE) says of those that win contracts. Null is unknown. */
export const firms = pgTable(
  'firms',
  {
    siren: char('siren', { length: 9 }).primaryKey(),
    /** Of a legal person: no person's name is kept. */
    name: text('name'),
    size: text('size').$type<FirmSize>(),
    /** The year that INSEE counted the size for. */
    sizeYear: smallint('size_year'),
    /** SIRET of its head office. */
    seat: char('seat', { length: 14 }),
    source: text('source').$type<FirmSource>().notNull(),
    readAt: instant('read_at').notNull(),
  },
  (table) => [
    check('firms_siren', sql`${table.siren} ~ '^[0-9]{9}$'`),
    check('firms_size', sql`${table.size} in ('micro', 'sme', 'mid-size', 'large')`),
  ],
)

/** Where their establishments are, as INSEE codes places. Null is unknown, or abroad. */
export const establishments = pgTable(
  'establishments',
  {
    siret: char('siret', { length: 14 }).primaryKey(),
    siren: char('siren', { length: 9 }).notNull(),
    commune: text('commune'),
    departement: text('departement'),
    region: text('region'),
    source: text('source').$type<FirmSource>().notNull(),
    readAt: instant('read_at').notNull(),
  },
  (table) => [check('establishments_siret', sql`${table.siret} ~ '^[0-9]{14}$'`)],
)

/**
 * wanted: not answered yet; failing: the last try came to nothing, and another follows; answered: known, or known to be
 * in no register; impossible: no such number can be, and nobody is asked.
 */
export type LookupState = 'wanted' | 'failing' | 'answered' | 'impossible'

/** The firms and establishments that somebody wants to know of, and what came of asking. */
export const firmLookups = pgTable(
  'firm_lookups',
  {
    /** A SIREN or a SIRET. */
    number: text('number').primaryKey(),
    state: text('state').$type<LookupState>().notNull(),
    /** When to ask, again too; null: never. */
    dueAt: instant('due_at'),
    /** The last time that it was asked. */
    askedAt: instant('asked_at'),
    /** That came to nothing since the last answer. */
    attempts: integer('attempts').notNull().default(0),
    lastFailure: text('last_failure'),
    /** False: the register does not know it; null: it was never answered. */
    found: boolean('found'),
  },
  (table) => [
    index('firm_lookups_due').on(table.dueAt, table.number),
    index('firm_lookups_failing')
      .on(table.dueAt)
      .where(sql`state = 'failing'`),
  ],
)

/** How the register that is asked has been answering: one row. */
export const firmServices = pgTable('firm_services', {
  source: text('source').$type<FirmSource>().primaryKey(),
  /** Nothing is asked before. */
  pausedUntil: instant('paused_until'),
  /** In a row. */
  failures: integer('failures').notNull().default(0),
  lastFailure: text('last_failure'),
  lastFailureAt: instant('last_failure_at'),
  lastAnswerAt: instant('last_answer_at'),
})
