import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.ts'
import { agents } from '../../auth/schema.ts'
import { partners } from '../../partners/schema.ts'
import { actions } from '../actions/schema.ts'
import { groups } from '../groups/schema.ts'
import { meetings } from '../meetings/schema.ts'
import { papers } from '../papers/schema.ts'

/** What members say about an action, a group or a draft, for members only. */
export const comments = pgTable(
  'pact_comments',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    actionId: integer('action_id').references(() => actions.id),
    groupId: integer('group_id').references(() => groups.id),
    /** The meeting whose draft minutes it is about. */
    meetingId: integer('meeting_id').references(() => meetings.id),
    /** The document of the pact whose draft it is about. */
    paperId: integer('paper_id').references(() => papers.id),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id),
    words: text('words').notNull(),
    at: instant('at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    index('pact_comments_action').on(table.actionId, table.id),
    index('pact_comments_group').on(table.groupId, table.id),
    index('pact_comments_meeting').on(table.meetingId, table.id),
    index('pact_comments_paper').on(table.paperId, table.id),
  ],
)
