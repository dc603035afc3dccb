import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'
import { documents } from '../documents/schema.ts'
import type { FirmSize } from '../firms/schema.ts'
import { actions } from '../pact/actions/schema.ts'
import { groups } from '../pact/groups/schema.ts'
import { axes } from '../pact/schema.ts'
import { partners } from '../partners/schema.ts'

/** Where a training stands as long as it has no session: « besoin, conception », or given up. */
export type Stage = 'need' | 'design' | 'dropped'

/** Training actions (« actions de formation »), each carried by one partner. Their sessions tell how far they are. */
export const trainings = pgTable(
  'trainings',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    slug: text('slug').notNull().unique(),
    externalId: text('external_id').unique(),
    axisId: integer('axis_id').references(() => axes.id),
    /** The group or the action that it came from. */
    groupId: integer('group_id').references(() => groups.id),
    actionId: integer('action_id').references(() => actions.id),
    organiserId: integer('organiser_id')
      .notNull()
      .references(() => partners.id),
    title: text('title').notNull(),
    stage: text('stage').$type<Stage>().notNull(),
    /** What it answers, and where that was seen. Empty where nothing is said, as all texts below. */
    need: text('need').notNull(),
    programme: text('programme').notNull(),
    aims: text('aims').notNull(),
    audience: text('audience').notNull(),
    prerequisites: text('prerequisites').notNull(),
    length: text('length').notNull(),
    trainers: text('trainers').notNull(),
    /** What it costs, and who pays. */
    cost: text('cost').notNull(),
    /** What a firm pays. */
    price: text('price').notNull(),
    /** How disabled people are received, and whom to ask. */
    access: text('access').notNull(),
    slidesUrl: text('slides_url'),
    slidesDocumentId: uuid('slides_document_id').references(() => documents.id),
    /** What the organisers say of it, beside the figures. */
    balanceWords: text('balance_words').notNull().default(''),
    balancePublishedAt: instant('balance_published_at'),
    createdAt: instant('created_at').notNull(),
    movedAt: instant('moved_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('trainings_organiser').on(table.organiserId, table.id),
    index('trainings_action').on(table.actionId),
    index('trainings_moved').on(table.movedAt, table.id),
  ],
)

/** Partners that organise a training together with its organiser. */
export const trainingPartners = pgTable(
  'training_partners',
  {
    trainingId: integer('training_id')
      .notNull()
      .references(() => trainings.id, { onDelete: 'cascade' }),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
  },
  (table) => [
    primaryKey({ columns: [table.trainingId, table.partnerId] }),
    index('training_partners_partner').on(table.partnerId),
  ],
)

/** Confirmed and postponed are told by their own columns: registrations may go on through both. */
export type SessionState = 'planned' | 'open' | 'closed' | 'cancelled' | 'held'

export const sessions = pgTable(
  'training_sessions',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    externalId: text('external_id').unique(),
    trainingId: integer('training_id')
      .notNull()
      .references(() => trainings.id),
    /** Wall time in Europe/Paris (2027-02-04T09:30), as it was typed, and the instant that it means. */
    startsWall: text('starts_wall').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsWall: text('ends_wall').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** As it is written: a room, a street, a commune. Empty: by the link alone. */
    place: text('place').notNull(),
    /** Key of the commune (`c:11262`), where one was recognised. */
    placeKey: text('place_key'),
    /** Told to those who are registered only. */
    link: text('link'),
    minimum: integer('minimum').notNull(),
    seats: integer('seats').notNull(),
    /** Day on which the organisers decide whether it takes place. */
    decideOn: date('decide_on', { mode: 'string' }),
    state: text('state').$type<SessionState>().notNull(),
    confirmedAt: instant('confirmed_at'),
    /** The wall time that it was postponed from last. */
    postponedFrom: text('postponed_from'),
    cancelledAt: instant('cancelled_at'),
    /** Why it was postponed or cancelled: everyone may read it. */
    reason: text('reason').notNull().default(''),
    /** Counts up with what changes in calendars (RFC 5545, 3.8.7.4). */
    sequence: integer('sequence').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    movedAt: instant('moved_at').notNull(),
    /** When the organisers were asked to decide. */
    decisionAskedAt: instant('decision_asked_at'),
    /** When those who came were asked what they thought of it, and four months later. */
    hotAskedAt: instant('hot_asked_at'),
    coldAskedAt: instant('cold_asked_at'),
    /** What is left once the personal data are erased. */
    figures: jsonb('figures').$type<SessionFigures>(),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('training_sessions_training').on(table.trainingId, table.startsAt),
    index('training_sessions_starts').on(table.startsAt, table.id),
    index('training_sessions_cold')
      .on(table.endsAt)
      .where(sql`cold_asked_at is null and state <> 'cancelled'`),
    index('training_sessions_erasable')
      .on(table.endsAt)
      .where(sql`figures is null`),
  ],
)

/** Figures of a session, without anybody's name. */
export interface SessionFigures {
  registered: number
  /** Null where attendance was not written down. */
  present: number | null
  firms: number
  /** Those of each size, of those that gave a SIRET which the register knows; absent: kept before sizes were told. */
  sizes?: Partial<Record<FirmSize, number>>
  /** People of each trade, by the trade's word. */
  trades: Record<string, number>
  /** People who had never answered a consultation. */
  newcomers: number
  /** Answers to the evaluation of the day, of each note from 1 to 4. */
  hot: [number, number, number, number]
  /** Those who said that they feel ready to answer. */
  ready: number
  /** Answers to the evaluation four months later. */
  cold: number
  /** Those among them who have answered a consultation since, how many answers that makes, and how many won. */
  since: { people: number; answers: number; won: number }
}

export type RegistrationStatus = 'registered' | 'waiting' | 'cancelled'

/** From 1 (« pas du tout ») to 4 (« tout à fait »). */
export type Note = 1 | 2 | 3 | 4

export interface HotAnswer {
  satisfaction: Note
  ready: boolean
  words: string
}

export interface ColdAnswer {
  answered: boolean
  /** Consultations answered and won since; 0 where none was. */
  answers: number
  won: number
  words: string
}

/**
 * Who wants to come to a session. What could tell a person or a firm is emptied after a set time (`erasedAt`); the rest
 * stays for the figures.
 */
export const registrations = pgTable(
  'training_registrations',
  {
    /** Their order is that of the waiting list: given while the session's row is locked. */
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    sessionId: integer('session_id')
      .notNull()
      .references(() => sessions.id),
    status: text('status').$type<RegistrationStatus>().notNull(),
    firm: text('firm'),
    siret: text('siret'),
    person: text('person'),
    email: text('email'),
    /** In lower case: one person has one seat. */
    emailKey: text('email_key'),
    commune: text('commune'),
    /** A trade's word, or `autre`. */
    trade: text('trade').notNull(),
    answeredBefore: boolean('answered_before').notNull(),
    /** When the person agreed to their data being used for this session. */
    consentAt: instant('consent_at').notNull(),
    registeredAt: instant('registered_at').notNull(),
    /** When a seat became free for who was waiting. */
    promotedAt: instant('promoted_at'),
    cancelledAt: instant('cancelled_at'),
    remindedAt: instant('reminded_at'),
    attendance: text('attendance').$type<'present' | 'absent'>(),
    hot: jsonb('hot').$type<HotAnswer>(),
    cold: jsonb('cold').$type<ColdAnswer>(),
    erasedAt: instant('erased_at'),
  },
  (table) => [
    uniqueIndex('training_registrations_person')
      .on(table.sessionId, table.emailKey)
      .where(sql`status <> 'cancelled'`),
    index('training_registrations_session').on(table.sessionId, table.status, table.id),
    index('training_registrations_cancelled')
      .on(table.cancelledAt)
      .where(sql`status = 'cancelled' and erased_at is null`),
  ],
)

/** Private links to a registration, by the hash of the secret that they carry: each message has its own. */
export const registrationLinks = pgTable(
  'training_registration_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    registrationId: integer('registration_id')
      .notNull()
      .references(() => registrations.id, { onDelete: 'cascade' }),
  },
  (table) => [index('training_registration_links_of').on(table.registrationId)],
)

/** « Prévenez-moi de la prochaine session »: forgotten once that was done, or after a year. */
export const interests = pgTable(
  'training_interests',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    /** Null: any training. */
    trainingId: integer('training_id').references(() => trainings.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    consentAt: instant('consent_at').notNull(),
    /** Of the link that withdraws it. */
    tokenHash: text('token_hash').notNull().unique(),
  },
  (table) => [
    unique('training_interests_person').on(table.trainingId, table.email).nullsNotDistinct(),
    index('training_interests_consent').on(table.consentAt),
  ],
)
