import { boolean, date, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'

export type PaperKind = 'charter' | 'guide' | 'template' | 'report' | 'practice' | 'other'

/** Documents of the pact (« documents du pacte »). */
export const papers = pgTable('pact_papers', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  slug: text('slug').notNull().unique(),
  kind: text('kind').$type<PaperKind>().notNull(),
  title: text('title').notNull(),
  description: text('description').notNull(),
  version: integer('version').notNull().default(1),
})

/** Each version of such a document: a file or an address. The last one counts. */
export const paperVersions = pgTable(
  'pact_paper_versions',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    paperId: integer('paper_id')
      .notNull()
      .references(() => papers.id),
    /** From 1 on. */
    number: integer('number').notNull(),
    datedOn: date('dated_on', { mode: 'string' }).notNull(),
    /** Not for everyone: members alone read it, and comment on it while it is the last one. */
    draft: boolean('draft').notNull().default(false),
    documentId: uuid('document_id').references(() => documents.id),
    url: text('url'),
    /** What it changes. */
    note: text('note').notNull(),
    partnerId: integer('partner_id').references(() => partners.id),
    addedAt: instant('added_at').notNull(),
  },
  (table) => [unique('pact_paper_versions_number').on(table.paperId, table.number)],
)
