import { bigint, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** Who did what, for which partner: rows are only ever added. No personal data beyond the actor's name for itself. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    actor: text('actor').notNull(),
    /** Not a foreign key: the line outlives the partner. */
    partnerId: integer('partner_id'),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    before: jsonb('before').$type<AuditFacts>(),
    after: jsonb('after').$type<AuditFacts>(),
  },
  (table) => [
    index('audit_log_subject').on(table.subject, table.id),
    index('audit_log_partner').on(table.partnerId, table.id),
    index('audit_log_actor').on(table.actor, table.id),
    index('audit_log_action').on(table.action, table.id),
    index('audit_log_at').on(table.at),
  ],
)

/** The facts that an action changed, as JSON. */
export type AuditFacts = Record<string, unknown>
