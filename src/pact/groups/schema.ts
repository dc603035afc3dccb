import { sql } from 'drizzle-orm'
import {
  date,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'
import { axes, problems } from '../schema.ts'

export type RhythmPeriod = 'week' | 'month' | 'quarter' | 'year'

/** Working groups, each with its mission letter (« lettre de mission ») on one page. */
export const groups = pgTable(
  'pact_groups',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    slug: text('slug').notNull().unique(),
    externalId: text('external_id').unique(),
    axisId: integer('axis_id')
      .notNull()
      .references(() => axes.id),
    problemId: integer('problem_id').references(() => problems.id),
    title: text('title').notNull(),
    purpose: text('purpose').notNull(),
    /** The pilot and the co-pilot carry it together: a council, and a chamber or professional body. */
    pilotId: integer('pilot_id')
      .notNull()
      .references(() => partners.id),
    coPilotId: integer('co_pilot_id').references(() => partners.id),
    /** The mission letter; empty where it is not written yet. */
    problemStatement: text('problem_statement').notNull(),
    problemFigure: text('problem_figure').notNull(),
    aim: text('aim').notNull(),
    perimeter: text('perimeter').notNull(),
    deliverables: text('deliverables').notNull(),
    internalConstraints: text('internal_constraints').notNull(),
    legalConstraints: text('legal_constraints').notNull(),
    indicator: text('indicator').notNull(),
    indicatorUnit: text('indicator_unit').notNull(),
    indicatorStart: numeric('indicator_start', { mode: 'number' }),
    indicatorTarget: numeric('indicator_target', { mode: 'number' }),
    /** The rhythm it must meet at, like 2 a month; null: none is required. */
    rhythmMeetings: integer('rhythm_meetings'),
    rhythmPeriod: text('rhythm_period').$type<RhythmPeriod>(),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    endsOn: date('ends_on', { mode: 'string' }),
    closedOn: date('closed_on', { mode: 'string' }),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('pact_groups_axis').on(table.axisId),
    index('pact_groups_pilot').on(table.pilotId),
    index('pact_groups_co_pilot').on(table.coPilotId),
  ],
)

/** Who sits in a group for which organisation. Only the organisation is public. */
export const groupMembers = pgTable(
  'pact_group_members',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    groupId: integer('group_id')
      .notNull()
      .references(() => groups.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    person: text('person').notNull(),
    email: text('email'),
    substitute: text('substitute'),
    substituteEmail: text('substitute_email'),
    joinedOn: date('joined_on', { mode: 'string' }).notNull(),
    leftOn: date('left_on', { mode: 'string' }),
  },
  (table) => [
    uniqueIndex('pact_group_members_sitting')
      .on(table.groupId, table.partnerId)
      .where(sql`left_on is null`),
    index('pact_group_members_partner').on(table.partnerId),
  ],
)

export type Step =
  'framing' | 'diagnosis' | 'co-construction' | 'experiment' | 'deployment' | 'evaluation'

/** Steps of the project method that a group has closed, each with the deliverable that closed it. No row: open. */
export const groupSteps = pgTable(
  'pact_group_steps',
  {
    groupId: integer('group_id')
      .notNull()
      .references(() => groups.id),
    step: text('step').$type<Step>().notNull(),
    deliverable: text('deliverable').notNull(),
    url: text('url'),
    documentId: uuid('document_id').references(() => documents.id),
    validatedOn: date('validated_on', { mode: 'string' }).notNull(),
    validatedBy: text('validated_by')
      .$type<'steering-committee' | 'group' | 'councils'>()
      .notNull(),
    closedAt: instant('closed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.groupId, table.step] })],
)
