import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { agents } from '../../auth/schema.ts'
import { consultations } from '../../consultations/schema.ts'
import { partners } from '../../partners/schema.ts'

/** Links that let one agent complete one consultation without signing in, by the hash of what they carry. */
export const complementLinks = pgTable(
  'complement_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    consultationId: integer('consultation_id')
      .notNull()
      .references(() => consultations.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    madeAt: instant('made_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [
    index('complement_links_agent').on(table.agentId, table.madeAt),
    index('complement_links_consultation').on(table.consultationId),
  ],
)

/** Consultations whose partner does not want to be asked any more. */
export const complementRefusals = pgTable('complement_refusals', {
  consultationId: integer('consultation_id')
    .primaryKey()
    .references(() => consultations.id),
  refusedAt: instant('refused_at').notNull(),
  /** As the audit log names who did it. */
  refusedBy: text('refused_by').notNull(),
})

/** Agents who do not want these messages. */
export const complementOptOuts = pgTable('complement_opt_outs', {
  agentId: uuid('agent_id')
    .primaryKey()
    .references(() => agents.id, { onDelete: 'cascade' }),
  at: instant('at').notNull(),
})
