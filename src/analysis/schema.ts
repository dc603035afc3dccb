import {
  boolean,
  char,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import { euros } from '../db/columns.ts'
import type { Category, Procedure } from '../consultations/facts.ts'
import type { AwardProcedure, ContractNature } from '../contracts/facts.ts'
import type { FirmSize } from '../firms/schema.ts'
import type { Outcome } from '../requests/schema.ts'
import type { LotGround } from '../rules/check-lots.ts'

/** The order of lines is that of their bytes, whatever the database's language: their hash rests on it. */
const lineKey = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

/**
 * Why a contract of a council is in no figure but that of what was left out: its nature, a call-off whose framework is
 * counted, no date of notification, a buyer's number that nobody can read, a buyer who said that it is not its own or
 * of another year.
 */
export type Exclusion = 'nature' | 'call-off' | 'year' | 'buyer' | 'not-ours' | 'other-year'

/** How far a mediation is, or how it ended. */
export type MediationResult =
  'open' | Extract<Outcome, 'agreement' | 'partial' | 'none' | 'withdrawn'>

/**
 * The lines that an edition of a year's analysis rests on, as they were when it was frozen: one for each contract and
 * firm that holds it, the lead first (a contract whose firms are unknown has one line). What is unknown is null.
 */
export const contractLines = pgTable(
  'analysis_contract_lines',
  {
    year: smallint('year').notNull(),
    /** Number of the snapshot within the year. */
    edition: smallint('edition').notNull(),
    /** Key of the contract, `#` and the firm's position: the same wherever the same contract was read. */
    line: lineKey('line').notNull(),
    contract: text('contract').notNull(),
    /** 0: the lead, who stands for the contract wherever contracts or amounts are counted. */
    position: smallint('position').notNull(),
    /** Null: it is counted. */
    excluded: text('excluded').$type<Exclusion>(),
    number: text('number').notNull(),
    object: text('object'),
    /** Slug of the council. */
    buyer: text('buyer'),
    buyerName: text('buyer_name'),
    /** Public reference of its consultation. */
    consultation: text('consultation'),
    lotNumber: text('lot_number'),
    nature: text('nature').$type<ContractNature>().notNull(),
    cpv: char('cpv', { length: 8 }),
    category: text('category').$type<Category>(),
    procedure: text('procedure').$type<AwardProcedure>(),
    /** Euros excluding VAT, as first let. */
    amount: euros('amount'),
    notifiedOn: date('notified_on', { mode: 'string' }),
    publishedOn: date('published_on', { mode: 'string' }),
    months: integer('months'),
    bids: integer('bids'),
    smeBids: integer('sme_bids'),
    irregularBids: integer('irregular_bids'),
    advance: boolean('advance'),
    advanceRate: real('advance_rate'),
    subcontracting: boolean('subcontracting'),
    social: boolean('social'),
    environmental: boolean('environmental'),
    /** One of several lots, or a contract that was not divided. */
    division: text('division').$type<'lots' | 'single'>(),
    siret: char('siret', { length: 14 }),
    siren: char('siren', { length: 9 }),
    supplier: text('supplier'),
    size: text('size').$type<FirmSize>(),
    sizeFrom: text('size_from').$type<'register' | 'buyer'>(),
    departement: text('departement'),
    placeFrom: text('place_from').$type<'establishment' | 'seat'>(),
    /** In a département of the councils; in their region. */
    local: boolean('local'),
    regional: boolean('regional'),
    /** Whether it held no contract of a council in the years before; null where these years are not known. */
    newcomer: boolean('newcomer'),
  },
  (table) => [
    primaryKey({
      name: 'analysis_contract_lines_key',
      columns: [table.year, table.edition, table.line],
    }),
    index('analysis_contract_lines_buyer').on(table.year, table.edition, table.buyer, table.line),
  ],
)

/** Consultations that the councils published in a year, as they were when its data were frozen. Null is unknown. */
export const consultationLines = pgTable(
  'analysis_consultation_lines',
  {
    year: smallint('year').notNull(),
    edition: smallint('edition').notNull(),
    /** Public reference. */
    line: lineKey('line').notNull(),
    title: text('title').notNull(),
    buyer: text('buyer').notNull(),
    buyerName: text('buyer_name').notNull(),
    category: text('category').$type<Category>(),
    procedure: text('procedure').$type<Procedure>(),
    /** Ends of the estimate; both null: not said. */
    amountMin: euros('amount_min'),
    amountMax: euros('amount_max'),
    publishedOn: date('published_on', { mode: 'string' }).notNull(),
    deadlineOn: date('deadline_on', { mode: 'string' }),
    /** Calendar days given, and the pact's floor for it; null where the pact has none. */
    days: integer('days'),
    floor: integer('floor'),
    divided: boolean('divided'),
    /** Why it is not divided. */
    ground: text('ground').$type<LotGround>(),
    /** Of a divided one. */
    lots: integer('lots'),
    /** Lots, or the whole where it has none, whose outcome is known; of these, those without an acceptable bid. */
    lotsTold: integer('lots_told').notNull(),
    lotsUnsuccessful: integer('lots_unsuccessful').notNull(),
    status: text('status').notNull(),
    /** Why it was withdrawn, abandoned or unsuccessful, as written. */
    reason: text('reason'),
    /** Started again as another consultation. */
    renewed: boolean('renewed').notNull(),
    corrections: integer('corrections').notNull(),
    /** Whether one of them moved the deadline. */
    moved: boolean('moved').notNull(),
    /** Documents that firms have to hand in. */
    pieces: integer('pieces'),
    paymentDays: integer('payment_days'),
    /**
     * The shared model is meant for works estimated below so many euros excluding VAT; null: for none of its kind, or no
     * version was in force. Null in editions of the method's first version, as is the next.
     */
    modelBelow: doublePrecision('model_below'),
    /** Whether documents were made for it with the model. */
    modelUsed: boolean('model_used'),
  },
  (table) => [
    primaryKey({
      name: 'analysis_consultation_lines_key',
      columns: [table.year, table.edition, table.line],
    }),
  ],
)

/** Training sessions that were to end in a year, with their figures. */
export const sessionLines = pgTable(
  'analysis_session_lines',
  {
    year: smallint('year').notNull(),
    edition: smallint('edition').notNull(),
    /** The training's slug and when the session starts. */
    line: lineKey('line').notNull(),
    title: text('title').notNull(),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    state: text('state').$type<'held' | 'cancelled'>().notNull(),
    people: integer('people').notNull(),
    firms: integer('firms').notNull(),
    /** People who had never answered a consultation. */
    newcomers: integer('newcomers').notNull(),
    /** Answers four months later, and of these, people who have answered a consultation since, and won one. */
    cold: integer('cold').notNull(),
    answeredSince: integer('answered_since').notNull(),
    wonSince: integer('won_since').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'analysis_session_lines_key',
      columns: [table.year, table.edition, table.line],
    }),
  ],
)

/** Mediations that firms asked for in a year, and nothing of a firm or a buyer. */
export const mediationLines = pgTable(
  'analysis_mediation_lines',
  {
    year: smallint('year').notNull(),
    edition: smallint('edition').notNull(),
    /** `000012`: the twelfth of the year. */
    line: lineKey('line').notNull(),
    askedOn: date('asked_on', { mode: 'string' }).notNull(),
    outcome: text('outcome').$type<MediationResult>().notNull(),
    /** Calendar days from asking to the end, with or without an agreement; null: open or withdrawn. */
    days: integer('days'),
  },
  (table) => [
    primaryKey({
      name: 'analysis_mediation_lines_key',
      columns: [table.year, table.edition, table.line],
    }),
  ],
)

/** Uses of the shared model in a year by any buyer: documents made with it, or a buyer's word that stands. */
export const modelUseLines = pgTable(
  'analysis_model_use_lines',
  {
    year: smallint('year').notNull(),
    edition: smallint('edition').notNull(),
    /** Number of the use. */
    line: lineKey('line').notNull(),
    usedOn: date('used_on', { mode: 'string' }).notNull(),
    kind: text('kind').$type<'documents' | 'declaration'>().notNull(),
    /** Of the model. */
    version: integer('version').notNull(),
    /** Name of the partner; null: another buyer. */
    partner: text('partner'),
  },
  (table) => [
    primaryKey({
      name: 'analysis_model_use_lines_key',
      columns: [table.year, table.edition, table.line],
    }),
  ],
)
