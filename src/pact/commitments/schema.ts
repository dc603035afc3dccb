import { date, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { partners } from '../../partners/schema.ts'

/** What the program can measure by itself, beside what a signatory answers. */
export type Metric =
  | 'share-with-lots'
  | 'median-response-days'
  | 'share-with-template'
  | 'coverage'
  | 'freshness'
  | 'stated-payment-days'
  | 'answer-delay'
  | 'trainings-held'
  | 'correspondent'

/** The charter's commitments, ten of them at first. */
export const commitments = pgTable('pact_commitments', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  position: integer('position').notNull(),
  title: text('title').notNull(),
  description: text('description').notNull(),
  metric: text('metric').$type<Metric>(),
  /** No longer asked from then on; answers given stay. */
  retiredOn: date('retired_on', { mode: 'string' }),
  version: integer('version').notNull().default(1),
})

/** « Tenu, en cours, non tenu, sans objet ». */
export type Answer = 'kept' | 'under-way' | 'not-kept' | 'not-applicable'

/** What a signatory answers for a year. */
export const commitmentAnswers = pgTable(
  'pact_commitment_answers',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    commitmentId: integer('commitment_id')
      .notNull()
      .references(() => commitments.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    year: integer('year').notNull(),
    answer: text('answer').$type<Answer>().notNull(),
    words: text('words').notNull(),
    answeredAt: instant('answered_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    unique('pact_commitment_answers_given').on(table.partnerId, table.year, table.commitmentId),
    index('pact_commitment_answers_year').on(table.year),
  ],
)
