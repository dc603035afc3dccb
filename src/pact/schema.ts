import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'
import { documents } from '../documents/schema.ts'
import { partners } from '../partners/schema.ts'

/** The pact itself: one row. Who signed it, and since when, is told by the partners. */
export const pact = pgTable(
  'pact',
  {
    /** Always 1. */
    id: integer('id').primaryKey(),
    title: text('title').notNull(),
    /** What it is for, in a few sentences. */
    purpose: text('purpose').notNull(),
    signedOn: date('signed_on', { mode: 'string' }),
    endsOn: date('ends_on', { mode: 'string' }),
    /** How it is renewed, in a sentence. */
    renewal: text('renewal').notNull(),
    principles: text('principles').array().notNull(),
    version: integer('version').notNull().default(1),
  },
  (table) => [check('pact_one_row', sql`${table.id} = 1`)],
)

/** The pact's text as it was adopted each time; the last one counts. */
export const pactTexts = pgTable('pact_texts', {
  /** From 1 on. */
  number: integer('number').primaryKey(),
  adoptedOn: date('adopted_on', { mode: 'string' }).notNull(),
  text: text('text').notNull(),
  /** The signed text as a file. */
  documentId: uuid('document_id').references(() => documents.id),
  /** What it changes. */
  note: text('note').notNull(),
  addedAt: instant('added_at').notNull(),
})

/** The four directions of the pact. */
export const axes = pgTable('pact_axes', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  slug: text('slug').notNull().unique(),
  position: integer('position').notNull(),
  title: text('title').notNull(),
  aim: text('aim').notNull(),
  version: integer('version').notNull().default(1),
})

/** Problems that councils and firms share, with the figure that shows each. */
export const problems = pgTable(
  'pact_problems',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    axisId: integer('axis_id')
      .notNull()
      .references(() => axes.id),
    title: text('title').notNull(),
    statement: text('statement').notNull(),
    /** As it is read: « 41 % des lots n’ont reçu qu’une offre ». Null where none is known yet. */
    figure: text('figure'),
    /** Where the figure comes from, and of which day it is. */
    figureSource: text('figure_source'),
    figureOn: date('figure_on', { mode: 'string' }),
    version: integer('version').notNull().default(1),
  },
  (table) => [index('pact_problems_axis').on(table.axisId)],
)

/** What a version may be of. */
export type VersionedKind =
  | 'pact'
  | 'text'
  | 'axis'
  | 'problem'
  | 'group'
  | 'member'
  | 'step'
  | 'meeting'
  | 'decision'
  | 'action'
  | 'council'
  | 'milestone'
  | 'evidence'
  | 'measure'
  | 'reminder'
  | 'commitment'
  | 'answer'
  | 'paper'
  | 'training'
  | 'session'
  | 'analysis'

/** Fields that changed, from what to what; `from` is null for what is new. */
export type Changes = Record<string, { from: unknown; to: unknown }>

/**
 * Every change of what the pact holds: rows are only ever added. Replayed in order, the changes of a subject give its
 * row. Organisations are told, people are not: names and e-mail addresses never stand here.
 */
export const pactVersions = pgTable(
  'pact_versions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    at: instant('at').notNull(),
    kind: text('kind').$type<VersionedKind>().notNull(),
    /** Key of the row in its own table; `12:7` where the key is of two columns. */
    subject: text('subject').notNull(),
    /** Counts up from 1 for each subject. */
    version: integer('version').notNull(),
    /** The page that tells of it: an action's, a group's or a training's. */
    actionId: integer('action_id'),
    groupId: integer('group_id'),
    /** Not a foreign key: trainings come after the pact. */
    trainingId: integer('training_id'),
    axisId: integer('axis_id'),
    /** In whose name; null for the instance's administrators and commands. */
    partnerId: integer('partner_id').references(() => partners.id),
    /** Who, as the audit log names it: never shown. */
    actor: text('actor').notNull(),
    changes: jsonb('changes').$type<Changes>().notNull(),
    /** Empty where none had to be given. */
    reason: text('reason').notNull(),
    /** Members' versions tell of what only they may read (minutes). */
    visibility: text('visibility').$type<'public' | 'members'>().notNull(),
  },
  (table) => [
    uniqueIndex('pact_versions_subject').on(table.kind, table.subject, table.version),
    index('pact_versions_action').on(table.actionId, table.id),
    index('pact_versions_group').on(table.groupId, table.id),
    index('pact_versions_training').on(table.trainingId, table.id),
    index('pact_versions_public')
      .on(table.at, table.id)
      .where(sql`visibility = 'public'`),
  ],
)

/** Mistakes that readers told of. Who told is erased after a year. */
export const errorReports = pgTable(
  'pact_error_reports',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    /** The page meant, a path of this site. */
    page: text('page').notNull(),
    words: text('words').notNull(),
    email: text('email'),
    receivedAt: instant('received_at').notNull(),
    answeredAt: instant('answered_at'),
    answer: text('answer'),
  },
  (table) => [
    index('pact_error_reports_waiting')
      .on(table.receivedAt)
      .where(sql`answered_at is null`),
  ],
)

/** Other buyers who want to join, or who say that they use one of the pact's tools. Shown once it is confirmed. */
export const pactUses = pgTable(
  'pact_uses',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    organisation: text('organisation').notNull(),
    siret: text('siret'),
    /** The tool used; null: it wants to join the pact. */
    tool: text('tool'),
    words: text('words').notNull(),
    /** Private; erased after a year. */
    email: text('email'),
    receivedAt: instant('received_at').notNull(),
    confirmedAt: instant('confirmed_at'),
    declinedAt: instant('declined_at'),
  },
  (table) => [index('pact_uses_received').on(table.receivedAt)],
)
