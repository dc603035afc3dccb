import { sql } from 'drizzle-orm'
import { customType, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'
import type { DocumentKind } from './kinds.ts'

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** Files that agents gave. Nothing published ever goes without a trace: what is withdrawn keeps its row. */
export const documents = pgTable(
  'documents',
  {
    id: uuid('id').primaryKey(),
    /** Not a foreign key: partners come after documents. Null: no partner's, but of a firm's private request. */
    partnerId: integer('partner_id'),
    /** As it is offered to save: no folder, no control character, the ending of its kind. */
    name: text('name').notNull(),
    kind: text('kind').$type<DocumentKind>().notNull(),
    /** Bytes. */
    size: integer('size').notNull(),
    /** In hexadecimal. */
    sha256: text('sha256').notNull(),
    /** As the audit log names who did it. */
    uploadedBy: text('uploaded_by').notNull(),
    uploadedAt: instant('uploaded_at').notNull(),
    /** `waiting` for the antivirus, which found it `clean` or `infected`; `unasked` where the operator has none. */
    scan: text('scan').$type<'unasked' | 'waiting' | 'clean' | 'infected'>().notNull(),
    /** Everyone may read it from then on; null: its partner's agents only. */
    publishedAt: instant('published_at'),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    index('documents_partner').on(table.partnerId, table.uploadedAt),
    index('documents_private')
      .on(table.uploadedAt)
      .where(sql`partner_id is null`),
  ],
)

/** Bytes of a document in one row, but for its last. */
export const CHUNK_BYTES = 256 * 1024

/** The bytes of documents. */
export const documentChunks = pgTable(
  'document_chunks',
  {
    documentId: uuid('document_id')
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    bytes: bytea('bytes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.documentId, table.position] })],
)
