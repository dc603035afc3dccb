import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'

/**
 * Messages to send, and what became of them. What they say is erased as soon as that is settled, whom they went to a
 * month later; the row stays, so that nothing is ever announced twice.
 */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    /** What the message is about (`invitation:…`): one message each, ever. */
    key: text('key').notNull().unique(),
    /** Without angle brackets; the same at every try, so that mail programs show a repeat once. */
    messageId: text('message_id').notNull(),
    recipient: text('recipient'),
    subject: text('subject'),
    text: text('text'),
    html: text('html'),
    calendar: jsonb('calendar').$type<CalendarPart>(),
    headers: jsonb('headers').$type<Record<string, string>>().notNull(),
    queuedAt: instant('queued_at').notNull(),
    /** Of no use to anybody from then on. */
    expiresAt: instant('expires_at'),
    attempts: integer('attempts').notNull().default(0),
    /** Tries whose end nobody told: the process died, or the server's answer never came. It may have been sent. */
    unanswered: integer('unanswered').notNull().default(0),
    /** What stood in the way at the last try: a code, without names or addresses. */
    lastFailure: text('last_failure'),
    sentAt: instant('sent_at'),
    givenUpAt: instant('given_up_at'),
  },
  (table) => [
    index('outbox_queued_at').on(table.queuedAt),
    /** Reports of what could not be delivered name it. */
    index('outbox_message_id').on(table.messageId),
    index('outbox_waiting')
      .on(table.recipient)
      .where(sql`sent_at is null and given_up_at is null`),
  ],
)

/** An iCalendar object (RFC 5546) that goes with a message. */
export interface CalendarPart {
  method: 'PUBLISH' | 'REQUEST' | 'CANCEL'
  content: string
}
