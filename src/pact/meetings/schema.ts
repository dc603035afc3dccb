import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'
import { actions } from '../actions/schema.ts'
import { groups } from '../groups/schema.ts'

/** Meetings of groups and of the steering committee. */
export const meetings = pgTable(
  'pact_meetings',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    externalId: text('external_id').unique(),
    /** Null: the steering committee (« comité de pilotage ») meets. */
    groupId: integer('group_id').references(() => groups.id),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** The same in Paris, as it was typed: `2026-11-30T09:30`. */
    startsWall: text('starts_wall').notNull(),
    endsWall: text('ends_wall').notNull(),
    place: text('place').notNull(),
    /** To take part from afar: for members only. */
    link: text('link'),
    agenda: text('agenda').notNull(),
    state: text('state').$type<'planned' | 'held' | 'cancelled'>().notNull(),
    /** When the members were last called; null: not yet. */
    calledAt: instant('called_at'),
    /** Counts up with each calling (iCalendar SEQUENCE). */
    sequence: integer('sequence').notNull().default(0),
    minutes: text('minutes').notNull(),
    minutesDocumentId: uuid('minutes_document_id').references(() => documents.id),
    minutesState: text('minutes_state').$type<'none' | 'draft' | 'validated'>().notNull(),
    minutesVisibility: text('minutes_visibility').$type<'public' | 'members'>().notNull(),
    minutesValidatedOn: date('minutes_validated_on', { mode: 'string' }),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('pact_meetings_group').on(table.groupId, table.startsAt),
    index('pact_meetings_starts').on(table.startsAt),
    index('pact_meetings_committee')
      .on(table.startsAt)
      .where(sql`group_id is null`),
  ],
)

/** Which organisations said that they would come, and which came. */
export const attendance = pgTable(
  'pact_attendance',
  {
    meetingId: integer('meeting_id')
      .notNull()
      .references(() => meetings.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    /** Announced beforehand; null: no answer. */
    expected: boolean('expected'),
    presence: text('presence').$type<'present' | 'excused' | 'absent'>(),
  },
  (table) => [primaryKey({ columns: [table.meetingId, table.partnerId] })],
)

/** What a meeting decided (« relevé de décisions »): always public. */
export const decisions = pgTable(
  'pact_decisions',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    externalId: text('external_id').unique(),
    meetingId: integer('meeting_id')
      .notNull()
      .references(() => meetings.id),
    what: text('what').notNull(),
    /** Who does it; null: nothing has to be done. */
    partnerId: integer('partner_id').references(() => partners.id),
    dueOn: date('due_on', { mode: 'string' }),
    /** The action that it became. */
    actionId: integer('action_id').references(() => actions.id),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('pact_decisions_meeting').on(table.meetingId),
    index('pact_decisions_action').on(table.actionId),
  ],
)
