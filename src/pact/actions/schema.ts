import { sql } from 'drizzle-orm'
import { date, index, integer, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { partners } from '../../partners/schema.ts'
import { groups } from '../groups/schema.ts'
import { axes } from '../schema.ts'

/** « À lancer, lancée, réalisée en partie, réalisée, abandonnée ». Late is never one of them: it is computed. */
export type ActionStatus = 'to-launch' | 'launched' | 'partly-done' | 'done' | 'abandoned'

/** What the pact's partners do, each carried by one pilot. */
export const actions = pgTable(
  'pact_actions',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    slug: text('slug').notNull().unique(),
    externalId: text('external_id').unique(),
    axisId: integer('axis_id')
      .notNull()
      .references(() => axes.id),
    /** The group that it came from. */
    groupId: integer('group_id').references(() => groups.id),
    pilotId: integer('pilot_id')
      .notNull()
      .references(() => partners.id),
    title: text('title').notNull(),
    description: text('description').notNull(),
    startsOn: date('starts_on', { mode: 'string' }),
    dueOn: date('due_on', { mode: 'string' }),
    /** Euros, excluding VAT. */
    budget: numeric('budget', { mode: 'number', precision: 14, scale: 2 }),
    indicator: text('indicator').notNull(),
    indicatorUnit: text('indicator_unit').notNull(),
    indicatorTarget: numeric('indicator_target', { mode: 'number' }),
    status: text('status').$type<ActionStatus>().notNull(),
    /** When its pilot was reminded at or after the present due date; a new due date empties it. */
    remindedAt: instant('reminded_at'),
    /** When it, its evidence, councils, milestones or measures last changed. */
    movedAt: instant('moved_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('pact_actions_axis').on(table.axisId, table.status, table.id),
    index('pact_actions_group').on(table.groupId),
    index('pact_actions_pilot').on(table.pilotId, table.id),
    index('pact_actions_status').on(table.status, table.id),
    index('pact_actions_due')
      .on(table.dueOn, table.id)
      .where(sql`status in ('to-launch', 'launched', 'partly-done')`),
    index('pact_actions_dated').on(table.dueOn, table.id),
    index('pact_actions_reminded')
      .on(table.remindedAt, table.id)
      .where(sql`reminded_at is not null and status in ('to-launch', 'launched', 'partly-done')`),
    index('pact_actions_moved').on(table.movedAt, table.id),
  ],
)

/** Organisations that help with an action. */
export const actionPartners = pgTable(
  'pact_action_partners',
  {
    actionId: integer('action_id')
      .notNull()
      .references(() => actions.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
  },
  (table) => [
    primaryKey({ columns: [table.actionId, table.partnerId] }),
    index('pact_action_partners_partner').on(table.partnerId),
  ],
)

/** Where each council stands with an action: no row where it has not said. */
export const actionCouncils = pgTable(
  'pact_action_councils',
  {
    actionId: integer('action_id')
      .notNull()
      .references(() => actions.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    state: text('state').$type<'taken-up' | 'in-force' | 'not-concerned'>().notNull(),
    decidedOn: date('decided_on', { mode: 'string' }),
    inForceSince: date('in_force_since', { mode: 'string' }),
    /** Why it is not concerned; empty otherwise. */
    reason: text('reason').notNull(),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.actionId, table.partnerId] }),
    index('pact_action_councils_partner').on(table.partnerId),
  ],
)

export const milestones = pgTable(
  'pact_milestones',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    actionId: integer('action_id')
      .notNull()
      .references(() => actions.id),
    title: text('title').notNull(),
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    reachedOn: date('reached_on', { mode: 'string' }),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    index('pact_milestones_action').on(table.actionId, table.dueOn),
    index('pact_milestones_due').on(table.dueOn),
  ],
)

/** Measured values of an action's or a group's indicator. */
export const measures = pgTable(
  'pact_measures',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    actionId: integer('action_id').references(() => actions.id),
    groupId: integer('group_id').references(() => groups.id),
    measuredOn: date('measured_on', { mode: 'string' }).notNull(),
    value: numeric('value', { mode: 'number' }).notNull(),
    /** Where the value comes from. */
    note: text('note').notNull(),
  },
  (table) => [
    index('pact_measures_action').on(table.actionId, table.measuredOn),
    index('pact_measures_group').on(table.groupId, table.measuredOn),
  ],
)

/** When an action's pilot was reminded: 14 days before the due date, at the date, or because a member asked. */
export const reminders = pgTable(
  'pact_reminders',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    actionId: integer('action_id')
      .notNull()
      .references(() => actions.id),
    kind: text('kind').$type<'before' | 'due' | 'asked'>().notNull(),
    /** The due date that it was about. */
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    at: instant('at').notNull(),
    /** The partner that asked; null: the program did by itself. */
    partnerId: integer('partner_id').references(() => partners.id),
    /** People written to; none where mail is off: the area says it all the same. */
    recipients: integer('recipients').notNull(),
  },
  (table) => [index('pact_reminders_action').on(table.actionId, table.dueOn, table.kind)],
)
