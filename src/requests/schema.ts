import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'
import { agents } from '../auth/schema.ts'
import { helpBodies } from '../contacts/schema.ts'
import { documents } from '../documents/schema.ts'
import { buyers, partners } from '../partners/schema.ts'

export type RequestKind = 'question' | 'orientation' | 'mediation' | 'innovation' | 'difficulty'

/** How far it is; whether it has found its correspondent is told by `partnerId`. */
export type RequestState = 'received' | 'acknowledged' | 'answered' | 'closed'

/** How a mediation goes on between « demandée » and its end. */
export type MediationStep = 'asked' | 'buyer-heard' | 'proposal'

/** What came of it: the first four of a mediation, the others of any. */
export type Outcome =
  | 'agreement'
  | 'partial'
  | 'none'
  | 'withdrawn'
  | 'answered'
  | 'oriented'
  | 'solution'
  | 'no-follow-up'

/** Why it is this partner's: the buyer meant is its own, a rule found it, an administrator or a relay gave it. */
export type RoutedBy = 'buyer' | 'rule' | 'administrator' | 'relay'

/**
 * What firms ask of correspondents (« saisines »), read by the firm and by the persons that the partner named, nobody
 * else. What could tell who it was is emptied some time after the end (`erasedAt`); the rest stays for the figures.
 */
export const requests = pgTable(
  'requests',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    /** As one says it on the telephone (S-K7M-4QX); its number tells nobody how many there are. */
    reference: text('reference').notNull().unique(),
    kind: text('kind').$type<RequestKind>().notNull(),
    /** One word of src/requests/themes.ts; null for a firm in difficulty. */
    theme: text('theme'),
    state: text('state').$type<RequestState>().notNull(),
    /** The partner whose correspondent answers; null: it waits for an administrator to find one. */
    partnerId: integer('partner_id').references(() => partners.id),
    routedBy: text('routed_by').$type<RoutedBy>(),
    routedAt: instant('routed_at'),
    /** The buyer that it is about, where it is known; its name as it was typed, where it is not. */
    buyerId: integer('buyer_id').references(() => buyers.id),
    buyerName: text('buyer_name'),
    /** Reference of a consultation or of a contract, as it was typed. */
    about: text('about'),
    subject: text('subject'),
    firm: text('firm'),
    siret: text('siret'),
    person: text('person'),
    email: text('email'),
    phone: text('phone'),
    commune: text('commune'),
    /** Key of the commune (`c:11262`), where it was recognised. */
    placeKey: text('place_key'),
    /** Number of the département; that of a firm in difficulty is emptied with the rest. */
    departement: text('departement'),
    trade: text('trade'),
    /** People that the firm employs. */
    headcount: integer('headcount'),
    /** Whether its name may be told to the buyer, in a mediation. */
    mayNameFirm: boolean('may_name_firm').notNull().default(false),
    consentAt: instant('consent_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** Until when it should be acknowledged and answered; counted anew when it changes hands or is opened again. */
    acknowledgeBy: instant('acknowledge_by').notNull(),
    answerBy: instant('answer_by').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    answeredAt: instant('answered_at'),
    /** Whose turn it is to write. */
    turn: text('turn').$type<'partner' | 'firm'>().notNull(),
    mediationStep: text('mediation_step').$type<MediationStep>(),
    outcome: text('outcome').$type<Outcome>(),
    closedAt: instant('closed_at'),
    /** How many times the firm opened it again. */
    reopened: integer('reopened').notNull().default(0),
    /** When who has to write was reminded of what is due now. */
    remindedAt: instant('reminded_at'),
    /** When somebody last did something to it. */
    movedAt: instant('moved_at').notNull().defaultNow(),
    erasedAt: instant('erased_at'),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('requests_desk').on(table.partnerId, table.receivedAt, table.id),
    index('requests_open')
      .on(table.partnerId, table.answerBy)
      .where(sql`state <> 'closed'`),
    index('requests_unrouted')
      .on(table.receivedAt, table.id)
      .where(sql`partner_id is null and state <> 'closed'`),
    index('requests_due')
      .on(table.answerBy)
      .where(sql`state <> 'closed'`),
    index('requests_quiet')
      .on(table.movedAt)
      .where(sql`state <> 'closed'`),
    index('requests_erasable')
      .on(table.closedAt)
      .where(sql`state = 'closed' and erased_at is null`),
    index('requests_received').on(table.receivedAt),
    index('requests_buyer').on(table.buyerId),
  ],
)

/** What the firm and its correspondent write to each other; gone with the personal data. */
export const requestMessages = pgTable(
  'request_messages',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    requestId: integer('request_id')
      .notNull()
      .references(() => requests.id, { onDelete: 'cascade' }),
    /** The agent who wrote it, and for whom; null: the firm. */
    agentId: uuid('agent_id').references(() => agents.id),
    partnerId: integer('partner_id').references(() => partners.id),
    body: text('body').notNull(),
    /** Hash of the secret of the form that brought it: sent twice, it is one message. */
    formHash: text('form_hash').notNull().unique(),
    at: instant('at').notNull(),
  },
  (table) => [index('request_messages_of').on(table.requestId, table.id)],
)

/** Files that came with a request or a message; a file whose form was not accepted yet is known by the form's secret. */
export const requestFiles = pgTable(
  'request_files',
  {
    documentId: uuid('document_id')
      .primaryKey()
      .references(() => documents.id, { onDelete: 'cascade' }),
    requestId: integer('request_id').references(() => requests.id, { onDelete: 'cascade' }),
    messageId: integer('message_id').references(() => requestMessages.id, { onDelete: 'cascade' }),
    /** Hash of the form's secret. */
    formHash: text('form_hash').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [
    index('request_files_of').on(table.requestId),
    index('request_files_message').on(table.messageId),
    index('request_files_form')
      .on(table.formHash)
      .where(sql`request_id is null`),
    index('request_files_waiting')
      .on(table.at)
      .where(sql`request_id is null`),
  ],
)

export type RequestEventKind =
  | 'received'
  | 'routed'
  | 'acknowledged'
  | 'answered'
  | 'relay-asked'
  | 'relay-accepted'
  | 'relay-refused'
  | 'name-allowed'
  | 'buyer-heard'
  | 'proposal'
  | 'closed'
  | 'reopened'
  | 'erased'

/** What happened to a request and when, without anything that somebody wrote: it stays for the figures. */
export const requestEvents = pgTable(
  'request_events',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    requestId: integer('request_id')
      .notNull()
      .references(() => requests.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<RequestEventKind>().notNull(),
    by: text('by').$type<'firm' | 'partner' | 'guichet'>().notNull(),
    partnerId: integer('partner_id').references(() => partners.id),
    outcome: text('outcome').$type<Outcome>(),
    at: instant('at').notNull(),
  },
  (table) => [index('request_events_of').on(table.requestId, table.id)],
)

/** A correspondent's wish to hand a request on: to another partner, or to a body outside. The firm decides. */
export const requestRelays = pgTable(
  'request_relays',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    requestId: integer('request_id')
      .notNull()
      .references(() => requests.id, { onDelete: 'cascade' }),
    /** Null: a body outside, by its name at that time. */
    partnerId: integer('partner_id').references(() => partners.id),
    body: text('body'),
    /** That body, where it is among the contacts. */
    bodyId: integer('body_id').references(() => helpBodies.id),
    /** Why, in the correspondent's words to the firm. */
    reason: text('reason').notNull(),
    askedAt: instant('asked_at').notNull(),
    askedBy: integer('asked_by')
      .notNull()
      .references(() => partners.id),
    answer: text('answer').$type<'accepted' | 'refused'>(),
    answeredAt: instant('answered_at'),
  },
  (table) => [
    uniqueIndex('request_relays_waiting')
      .on(table.requestId)
      .where(sql`answer is null`),
    index('request_relays_of').on(table.requestId),
  ],
)

/** Private links to a request, by the hash of the secret that they carry: each message has its own. */
export const requestLinks = pgTable(
  'request_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    requestId: integer('request_id')
      .notNull()
      .references(() => requests.id, { onDelete: 'cascade' }),
  },
  (table) => [index('request_links_of').on(table.requestId)],
)

/** Agents whom their partner's administrators named to handle requests: nobody else reads them. */
export const requestHandlers = pgTable(
  'request_handlers',
  {
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id, { onDelete: 'cascade' }),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    /** Whether the confidential files of firms in difficulty are theirs too. */
    difficulties: boolean('difficulties').notNull(),
    namedBy: text('named_by').notNull(),
    namedAt: instant('named_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.partnerId, table.agentId] }),
    index('request_handlers_agent').on(table.agentId),
  ],
)

/** The confidential form of a firm in difficulty: one for each such request. Empty where nothing is said. */
export const requestDiagnoses = pgTable('request_diagnoses', {
  requestId: integer('request_id')
    .primaryKey()
    .references(() => requests.id, { onDelete: 'cascade' }),
  industrial: text('industrial').notNull(),
  financial: text('financial').notNull(),
  social: text('social').notNull(),
  /** Jobs concerned; null: not said. */
  jobs: integer('jobs'),
  /** What came of it, in words. */
  result: text('result').notNull().default(''),
  savedAt: instant('saved_at').notNull(),
  version: integer('version').notNull().default(1),
})

/** What was undertaken for a firm in difficulty, day by day. */
export const requestSteps = pgTable(
  'request_steps',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    requestId: integer('request_id')
      .notNull()
      .references(() => requests.id, { onDelete: 'cascade' }),
    on: date('on', { mode: 'string' }).notNull(),
    words: text('words').notNull(),
  },
  (table) => [index('request_steps_of').on(table.requestId, table.on, table.id)],
)
