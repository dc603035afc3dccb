import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
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
import { buyers, partners } from '../partners/schema.ts'
import { plannedPurchases } from '../programme/schema.ts'

export type RencontreState = 'draft' | 'published' | 'called-off'

/** Meetings of buyers and firms (« rencontres acheteurs-entreprises »): one day, one place, one partner that organises. */
export const rencontres = pgTable(
  'rencontres',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    slug: text('slug').notNull().unique(),
    /** Often a federation: it need not buy anything. */
    organiserId: integer('organiser_id')
      .notNull()
      .references(() => partners.id),
    title: text('title').notNull(),
    /** A trade's word; null: for any trade. */
    trade: text('trade'),
    /** Empty where nothing is said, as all texts below. */
    description: text('description').notNull(),
    /** As it is written: a room, a street, a commune. */
    place: text('place').notNull(),
    /** Key of the commune (`c:11262`), where one was recognised. */
    placeKey: text('place_key'),
    /** How one gets there, and how disabled people are received. */
    access: text('access').notNull(),
    /** Whom to ask: everyone reads it. */
    contact: text('contact').notNull(),
    /** Wall time in Europe/Paris (2027-02-04T09:30), and the instant that it means; it ends on the same day. */
    startsWall: text('starts_wall').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsWall: text('ends_wall').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** Until when firms book; appointments can be given back afterwards. */
    bookableUntilWall: text('bookable_until_wall').notNull(),
    bookableUntil: instant('bookable_until').notNull(),
    state: text('state').$type<RencontreState>().notNull(),
    publishedAt: instant('published_at'),
    calledOffAt: instant('called_off_at'),
    /** The wall time that it was moved from last. */
    movedFrom: text('moved_from'),
    /** Why it was moved or called off: everyone may read it. */
    reason: text('reason').notNull().default(''),
    /** What the organiser says of it afterwards, beside the figures. */
    outcome: text('outcome').notNull().default(''),
    /** Counts up with what changes in calendars (RFC 5545, 3.8.7.4). */
    sequence: integer('sequence').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    movedAt: instant('moved_at').notNull(),
    /** When firms were reminded of the day before. */
    remindedAt: instant('reminded_at'),
    /** When the slides were sent to the firms that took part. */
    slidesSentAt: instant('slides_sent_at'),
    /** When nothing that tells a firm or a person was left. */
    erasedAt: instant('erased_at'),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('rencontres_starts')
      .on(table.startsAt, table.id)
      .where(sql`state <> 'draft'`),
    index('rencontres_trade')
      .on(table.trade, table.startsAt, table.id)
      .where(sql`state <> 'draft'`),
    index('rencontres_organiser').on(table.organiserId, table.startsAt, table.id),
    index('rencontres_reminders')
      .on(table.startsAt)
      .where(sql`reminded_at is null and state = 'published'`),
    index('rencontres_erasable')
      .on(table.endsAt)
      .where(sql`erased_at is null`),
  ],
)

/** What was told of a meeting, in the order of telling: entries of the feeds. */
export const rencontreNews = pgTable(
  'rencontre_news',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    rencontreId: integer('rencontre_id')
      .notNull()
      .references(() => rencontres.id),
    at: instant('at').notNull(),
    kind: text('kind').$type<NewsKind>().notNull(),
    /** As they were then. */
    title: text('title').notNull(),
    startsWall: text('starts_wall').notNull(),
    place: text('place').notNull(),
    /** Where it was moved or called off: why, and where it was moved: from when. */
    reason: text('reason').notNull(),
    movedFrom: text('moved_from'),
  },
  (table) => [
    index('rencontre_news_at').on(table.at, table.id),
    index('rencontre_news_of').on(table.rencontreId, table.id),
  ],
)

export type NewsKind = 'published' | 'moved' | 'called-off' | 'documents' | 'outcome'

/** The programme of the plenary. Minutes are counted from the midnight before, as on a clock. */
export const programmeItems = pgTable(
  'rencontre_programme_items',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    rencontreId: integer('rencontre_id')
      .notNull()
      .references(() => rencontres.id, { onDelete: 'cascade' }),
    fromMinute: integer('from_minute').notNull(),
    toMinute: integer('to_minute'),
    title: text('title').notNull(),
    /** What the speaker is (« directrice des achats du Département »): no name is asked. */
    speaker: text('speaker').notNull(),
  },
  (table) => [index('rencontre_programme_items_of').on(table.rencontreId, table.fromMinute)],
)

/** Times at which a buyer receives firms, as they were asked for. Minutes since midnight. */
export interface Grid {
  from: number
  to: number
  /** Minutes of an appointment. */
  length: number
  breaks: { from: number; to: number }[]
}

/** A buyer that takes part in a meeting, at one table: it receives one firm at a time. */
export const attendingBuyers = pgTable(
  'rencontre_buyers',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    rencontreId: integer('rencontre_id')
      .notNull()
      .references(() => rencontres.id, { onDelete: 'cascade' }),
    buyerId: integer('buyer_id')
      .notNull()
      .references(() => buyers.id),
    /** Which services come, and what they look for. */
    seeks: text('seeks').notNull(),
    /** Where it is found in the room; empty where that is not said. */
    spot: text('spot').notNull(),
    /** Null: it comes to the plenary only. */
    grid: jsonb('grid').$type<Grid>(),
    /** What the buyer says of it afterwards; null: what was written down counts. */
    toldMet: integer('told_met'),
    toldNew: integer('told_new'),
    outcomeWords: text('outcome_words').notNull().default(''),
    /** It does not come after all: its appointments were given back. */
    withdrawnAt: instant('withdrawn_at'),
    /** What is left once firms and persons are erased. */
    figures: jsonb('figures').$type<BuyerFigures>(),
  },
  (table) => [
    unique('rencontre_buyers_once').on(table.rencontreId, table.buyerId),
    unique('rencontre_buyers_key').on(table.id, table.rencontreId),
    index('rencontre_buyers_buyer').on(table.buyerId, table.rencontreId),
  ],
)

/** Of one buyer at one meeting, without any firm's name. Null: nobody wrote it down. */
export interface BuyerFigures {
  slots: number
  booked: number
  /** Firms that came. */
  met: number | null
  /** Firms among them that this buyer had neither met nor given a contract before. */
  newFirms: number | null
  /** Firms met that have answered one of its consultations since, and that were given a contract. */
  bids: number
  won: number
}

/** Times that a buyer gives to one firm (« créneaux »), in minutes since midnight. A buyer's slots never overlap. */
export const slots = pgTable(
  'rencontre_slots',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    attendingBuyerId: integer('attending_buyer_id')
      .notNull()
      .references(() => attendingBuyers.id, { onDelete: 'cascade' }),
    fromMinute: integer('from_minute').notNull(),
    toMinute: integer('to_minute').notNull(),
  },
  (table) => [
    unique('rencontre_slots_key').on(
      table.id,
      table.attendingBuyerId,
      table.fromMinute,
      table.toMinute,
    ),
    index('rencontre_slots_of').on(table.attendingBuyerId, table.fromMinute),
    check('rencontre_slots_order', sql`0 <= from_minute and from_minute < to_minute`),
    // In the migration, as drizzle knows no exclusion: rencontre_slots_apart.
  ],
)

/** A firm at one meeting, however many of its people book: by its SIREN, or else by its name. */
export const firms = pgTable(
  'rencontre_firms',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    rencontreId: integer('rencontre_id')
      .notNull()
      .references(() => rencontres.id, { onDelete: 'cascade' }),
    name: text('name'),
    nameKey: text('name_key'),
    siret: text('siret'),
    siren: text('siren'),
    erasedAt: instant('erased_at'),
  },
  (table) => [
    unique('rencontre_firms_key').on(table.id, table.rencontreId),
    unique('rencontre_firms_siren').on(table.rencontreId, table.siren),
    uniqueIndex('rencontre_firms_name')
      .on(table.rencontreId, table.nameKey)
      .where(sql`siren is null`),
    index('rencontre_firms_known').on(table.siren),
  ],
)

/** `offered`: a slot that fell free is held for a firm that waited. `lapsed`: it did not answer in time. */
export type BookingStatus = 'booked' | 'waiting' | 'offered' | 'lapsed' | 'cancelled'

/**
 * Appointments (« rendez-vous ») and places in the waiting lists. What could tell a person is emptied after a set time
 * (`erasedAt`). The database itself keeps a slot, a buyer and a firm from being booked twice: see the indexes, and the
 * exclusion in the migration (rencontre_bookings_firm_apart).
 */
export const bookings = pgTable(
  'rencontre_bookings',
  {
    /** Their order is that of the waiting list: given while the meeting's row is locked. */
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    rencontreId: integer('rencontre_id').notNull(),
    attendingBuyerId: integer('attending_buyer_id').notNull(),
    firmId: integer('firm_id').notNull(),
    status: text('status').$type<BookingStatus>().notNull(),
    /** None while waiting, and none any more once given back. */
    slotId: integer('slot_id'),
    /** Of the slot, which they follow; what was given back keeps them. */
    fromMinute: integer('from_minute'),
    toMinute: integer('to_minute'),
    person: text('person'),
    email: text('email'),
    /** In lower case: one person is in one place at a time. */
    emailKey: text('email_key'),
    phone: text('phone'),
    /** What the firm sells. */
    sells: text('sells').notNull(),
    /** When the person agreed to their data being used for this meeting. */
    consentAt: instant('consent_at').notNull(),
    askedAt: instant('asked_at').notNull(),
    /** Until when a slot that fell free is held. */
    offerUntil: instant('offer_until'),
    cancelledAt: instant('cancelled_at'),
    sequence: integer('sequence').notNull().default(0),
    attendance: text('attendance').$type<'present' | 'absent'>(),
    /** Whether the firm is new to the buyer, where the buyer says so. */
    toldNew: boolean('told_new'),
    /** Whether the firm has answered a consultation of this buyer since, where the buyer says so. */
    hasBid: boolean('has_bid'),
    erasedAt: instant('erased_at'),
  },
  (table) => [
    foreignKey({
      name: 'rencontre_bookings_buyer_fk',
      columns: [table.attendingBuyerId, table.rencontreId],
      foreignColumns: [attendingBuyers.id, attendingBuyers.rencontreId],
    }),
    foreignKey({
      name: 'rencontre_bookings_firm_fk',
      columns: [table.firmId, table.rencontreId],
      foreignColumns: [firms.id, firms.rencontreId],
    }),
    foreignKey({
      name: 'rencontre_bookings_slot_fk',
      columns: [table.slotId, table.attendingBuyerId, table.fromMinute, table.toMinute],
      foreignColumns: [slots.id, slots.attendingBuyerId, slots.fromMinute, slots.toMinute],
    }).onUpdate('cascade'),
    check(
      'rencontre_bookings_slot',
      sql`(status in ('booked', 'offered')) = (slot_id is not null) and (slot_id is null or (from_minute is not null and to_minute is not null))`,
    ),
    check('rencontre_bookings_offer', sql`status <> 'offered' or offer_until is not null`),
    uniqueIndex('rencontre_bookings_slot_once').on(table.slotId),
    uniqueIndex('rencontre_bookings_firm_once')
      .on(table.attendingBuyerId, table.firmId)
      .where(sql`status in ('booked', 'offered', 'waiting')`),
    uniqueIndex('rencontre_bookings_person_once')
      .on(table.attendingBuyerId, table.emailKey)
      .where(sql`status in ('booked', 'offered', 'waiting')`),
    index('rencontre_bookings_table').on(table.attendingBuyerId, table.fromMinute),
    index('rencontre_bookings_of').on(table.rencontreId, table.id),
    index('rencontre_bookings_person').on(table.rencontreId, table.emailKey),
    index('rencontre_bookings_firm').on(table.firmId),
    index('rencontre_bookings_offers')
      .on(table.offerUntil)
      .where(sql`status = 'offered'`),
    index('rencontre_bookings_given_back')
      .on(table.cancelledAt)
      .where(sql`status in ('cancelled', 'lapsed') and erased_at is null`),
  ],
)

/** Private links to a booking, by the hash of the secret that they carry: each message has its own. */
export const bookingLinks = pgTable(
  'rencontre_booking_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    bookingId: integer('booking_id')
      .notNull()
      .references(() => bookings.id, { onDelete: 'cascade' }),
  },
  (table) => [index('rencontre_booking_links_of').on(table.bookingId)],
)

/** Slides and other files of a meeting, to be downloaded afterwards. */
export const rencontreDocuments = pgTable(
  'rencontre_documents',
  {
    documentId: uuid('document_id')
      .primaryKey()
      .references(() => documents.id),
    rencontreId: integer('rencontre_id')
      .notNull()
      .references(() => rencontres.id, { onDelete: 'cascade' }),
    title: text('title').notNull(),
    addedAt: instant('added_at').notNull(),
  },
  (table) => [index('rencontre_documents_of').on(table.rencontreId, table.addedAt)],
)

/** « Prévenez-moi des prochaines rencontres »: counts once its link was opened; forgotten after a set time. */
export const interests = pgTable(
  'rencontre_interests',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    email: text('email').notNull(),
    /** In lower case. */
    emailKey: text('email_key').notNull().unique(),
    /** A trade's word: of meetings for that trade, or for any; null: of all. */
    trade: text('trade'),
    askedAt: instant('asked_at').notNull(),
    confirmedAt: instant('confirmed_at'),
  },
  (table) => [index('rencontre_interests_asked').on(table.askedAt)],
)

/** Private links that confirm an interest, and end it. */
export const interestLinks = pgTable(
  'rencontre_interest_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    interestId: integer('interest_id')
      .notNull()
      .references(() => interests.id, { onDelete: 'cascade' }),
  },
  (table) => [index('rencontre_interest_links_of').on(table.interestId)],
)

/** Planned purchases that a buyer shows at a meeting. */
export const shownPurchases = pgTable(
  'rencontre_purchases',
  {
    attendingBuyerId: integer('attending_buyer_id')
      .notNull()
      .references(() => attendingBuyers.id, { onDelete: 'cascade' }),
    plannedPurchaseId: integer('planned_purchase_id')
      .notNull()
      .references(() => plannedPurchases.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.attendingBuyerId, table.plannedPurchaseId] }),
    index('rencontre_purchases_planned').on(table.plannedPurchaseId),
  ],
)
