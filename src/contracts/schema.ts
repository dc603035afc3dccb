import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  char,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { euros, instant } from '../db/columns.ts'
import type { Category, Winner } from '../consultations/facts.ts'
import { consultations, sources } from '../consultations/schema.ts'
import { buyers } from '../partners/schema.ts'
import type {
  AwardProcedure,
  ContractFacts,
  ContractNature,
  Grouping,
  Trouble,
  TroubleCode,
} from './facts.ts'

const bigId = () => bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity()

/** Files and addresses of essential data that were read, and what was found in each. */
export const contractImports = pgTable(
  'contract_imports',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    /** The source that is polled; null for a file that an operator read in. */
    sourceId: integer('source_id').references(() => sources.id),
    /** The file's name or the address. */
    name: text('name').notNull(),
    /** `decp-1.5-json`, `decp-2.0-xml`… */
    format: text('format').notNull(),
    sha256: char('sha256', { length: 64 }).notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at').notNull(),
    read: integer('read').notNull(),
    added: integer('added').notNull(),
    changed: integer('changed').notNull(),
    unchanged: integer('unchanged').notNull(),
    /** Rows that tell again of what another row of the same file tells, later or in more detail. */
    repeated: integer('repeated').notNull().default(0),
    /** Rows of buyers that are none of this instance's concern. */
    leftOut: integer('left_out').notNull().default(0),
    /** Rows that tell of no contract that could be kept. */
    refused: integer('refused').notNull(),
    /** How many rows have each trouble. */
    troubles: jsonb('troubles').$type<Partial<Record<TroubleCode, number>>>().notNull(),
  },
  (table) => [index('contract_imports_source').on(table.sourceId, table.finishedAt)],
)

/** Rows of an import that could not be kept, as they stood. */
export const contractRefusals = pgTable(
  'contract_refusals',
  {
    importId: integer('import_id')
      .notNull()
      .references(() => contractImports.id),
    /** Its place in the file, from 1. */
    row: integer('row').notNull(),
    code: text('code').$type<'no-number' | 'no-buyer' | 'not-a-contract' | 'too-large'>().notNull(),
    /** At most 4 000 characters. */
    raw: text('raw').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.row] })],
)

/**
 * A contract that has been let, counted once however many sources tell of it: the projection of its records. Fields
 * as in ContractFacts; null is unknown.
 */
export const contracts = pgTable(
  'contracts',
  {
    id: bigId(),
    /**
     * Of essential data: the buyer's SIREN, else its name's key, its own number for the contract, both normalised, and
     * what tells contracts under one number apart (see keys.ts), as first told; of the board: consultation and lot. It never
     * changes.
     */
    key: text('key').notNull().unique(),
    number: text('number').notNull(),
    buyerSiret: char('buyer_siret', { length: 14 }),
    buyerName: text('buyer_name'),
    /** The body of the directory that it is, where it is known there. */
    buyerId: integer('buyer_id').references(() => buyers.id),
    consultationId: integer('consultation_id').references(() => consultations.id),
    lotNumber: text('lot_number'),
    nature: text('nature').$type<ContractNature>().notNull(),
    object: text('object'),
    cpv: char('cpv', { length: 8 }),
    category: text('category').$type<Category>(),
    procedure: text('procedure').$type<AwardProcedure>(),
    amount: euros('amount'),
    /** After its modifications; the same as the amount where there is none. */
    currentAmount: euros('current_amount'),
    notifiedOn: date('notified_on', { mode: 'string' }),
    /** Of the notification; null where that is unknown. */
    year: smallint('year'),
    publishedOn: date('published_on', { mode: 'string' }),
    months: integer('months'),
    placeDepartement: text('place_departement'),
    bids: integer('bids'),
    smeBids: integer('sme_bids'),
    irregularBids: integer('irregular_bids'),
    advance: boolean('advance'),
    advanceRate: real('advance_rate'),
    subcontracting: boolean('subcontracting'),
    grouping: text('grouping').$type<Grouping>(),
    social: boolean('social'),
    environmental: boolean('environmental'),
    innovative: boolean('innovative'),
    modifications: integer('modifications').notNull(),
    demonstration: boolean('demonstration').notNull(),
    /** The contract that another source tells of and that this one turned out to be: it holds the records. */
    joinedIntoId: bigint('joined_into_id', { mode: 'number' }).references(
      (): AnyPgColumn => contracts.id,
    ),
    /** When the board took the award back and nobody else told of it. */
    withdrawnAt: instant('withdrawn_at'),
    /** Whether figures and exports are made of it. */
    counted: boolean('counted')
      .notNull()
      .generatedAlwaysAs(sql`joined_into_id is null and withdrawn_at is null`),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    index('contracts_joined')
      .on(table.joinedIntoId)
      .where(sql`joined_into_id is not null`),
    index('contracts_year').on(table.year, table.id),
    index('contracts_buyer').on(table.buyerId, table.year),
    index('contracts_consultation')
      .on(table.consultationId)
      .where(sql`consultation_id is not null`),
    index('contracts_changed').on(table.changedAt, table.id),
    // Files of essential data hold one nature of contracts after the other.
    index('contracts_nature').on(table.nature, table.id),
  ],
)

/** The firms that hold a contract as it stands now, the lead of a group first. */
export const contractSuppliers = pgTable(
  'contract_suppliers',
  {
    /** No foreign key, which would cost a tenth of an import: it is written with its contract, and contracts stay. */
    contractId: bigint('contract_id', { mode: 'number' }).notNull(),
    /** From 0, the lead. */
    position: smallint('position').notNull(),
    /** Null where none is known or it is no SIRET. */
    siret: char('siret', { length: 14 }),
    siren: char('siren', { length: 9 }),
    /** As written, where it is no SIRET. */
    otherId: text('other_id'),
    name: text('name'),
    /** What the buyer says; what the register says stands in firms. */
    sizeSaid: text('size_said').$type<NonNullable<Winner['size']>>(),
  },
  (table) => [
    primaryKey({ columns: [table.contractId, table.position] }),
    index('contract_suppliers_siren').on(table.siren),
  ],
)

/** What one source says of one contract, as it stands now. Of several, a correction wins over essential data, these over the board. */
export const contractRecords = pgTable(
  'contract_records',
  {
    id: bigId(),
    origin: text('origin').$type<'board' | 'decp' | 'correction'>().notNull(),
    /** Identity within the origin: buyer and number, `consultation:lot` of the board, a correction's contract. */
    externalKey: text('external_key').notNull(),
    /** What tells contracts of one buyer under one number apart (see keys.ts); empty but for essential data. */
    part: text('part').notNull().default(''),
    /** The consultation that the board tells it of, and its lot. */
    consultationId: integer('consultation_id').references(() => consultations.id),
    lotNumber: text('lot_number'),
    contractId: bigint('contract_id', { mode: 'number' })
      .notNull()
      .references(() => contracts.id),
    /** No foreign key either: it is written by that import, and imports stay. */
    importId: integer('import_id'),
    /** Its place in the import, from 1. */
    row: integer('row'),
    facts: jsonb('facts').$type<ContractFacts>().notNull(),
    /** Null where all can be believed. */
    troubles: jsonb('troubles').$type<Trouble[]>(),
    /** When its source took it back: it tells nothing any more. */
    withdrawnAt: instant('withdrawn_at'),
    changedAt: instant('changed_at').notNull(),
  },
  (table) => [
    uniqueIndex('contract_records_identity').on(table.origin, table.externalKey, table.part),
    index('contract_records_contract').on(table.contractId),
    index('contract_records_consultation')
      .on(table.consultationId)
      .where(sql`consultation_id is not null`),
  ],
)

/** How a record read before it changed. Append-only. */
export const contractRecordVersions = pgTable(
  'contract_record_versions',
  {
    id: bigId(),
    recordId: bigint('record_id', { mode: 'number' })
      .notNull()
      .references(() => contractRecords.id),
    importId: integer('import_id').references(() => contractImports.id),
    facts: jsonb('facts').$type<ContractFacts>().notNull(),
    troubles: jsonb('troubles').$type<Trouble[]>(),
    replacedAt: instant('replaced_at').notNull(),
  },
  (table) => [index('contract_record_versions_record').on(table.recordId)],
)
