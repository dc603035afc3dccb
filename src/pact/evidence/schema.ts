import { sql } from 'drizzle-orm'
import { check, date, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'
import { actions, measures } from '../actions/schema.ts'
import { commitmentAnswers } from '../commitments/schema.ts'
import { meetings } from '../meetings/schema.ts'

export type EvidenceKind = 'document' | 'link' | 'minutes' | 'figure'

/** What shows that something was done (« justificatif »), of an action or of an answer to a commitment. */
export const evidence = pgTable(
  'pact_evidence',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    actionId: integer('action_id').references(() => actions.id),
    /** The council that it shows the action to be carried out by; null: the action as a whole. */
    councilId: integer('council_id').references(() => partners.id),
    answerId: integer('answer_id').references(() => commitmentAnswers.id),
    kind: text('kind').$type<EvidenceKind>().notNull(),
    title: text('title').notNull(),
    /** Of which day it is. */
    datedOn: date('dated_on', { mode: 'string' }).notNull(),
    url: text('url'),
    documentId: uuid('document_id').references(() => documents.id),
    meetingId: integer('meeting_id').references(() => meetings.id),
    measureId: integer('measure_id').references(() => measures.id),
    /** Who gave it. */
    partnerId: integer('partner_id').references(() => partners.id),
    addedAt: instant('added_at').notNull(),
    /** It counts no more from then on; its row stays. */
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    index('pact_evidence_action').on(table.actionId, table.councilId),
    index('pact_evidence_answer').on(table.answerId),
    check('pact_evidence_of_one', sql`num_nonnulls(${table.actionId}, ${table.answerId}) = 1`),
    check(
      'pact_evidence_kind',
      sql`case ${table.kind} when 'link' then ${table.url} is not null when 'document' then ${table.documentId} is not null when 'minutes' then ${table.meetingId} is not null else true end`,
    ),
  ],
)
