import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'

/** What a job needs to know, as JSON; nothing secret. */
export type JobPayload = Record<string, unknown>

/** Work to be done later, by any process that knows its kind. A job that is done has no row. */
export const jobs = pgTable(
  'jobs',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    payload: jsonb('payload').$type<JobPayload>().notNull(),
    runAt: timestamp('run_at', { withTimezone: true }).notNull(),
    /** Names the run that holds the job; only that run may end it. */
    lease: uuid('lease'),
    leasedUntil: timestamp('leased_until', { withTimezone: true }),
    /** Asked for once more while it was running. */
    askedAgain: boolean('asked_again').notNull().default(false),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    /** When it was last planned or leased, on the database's clock: later than now where that has gone back since. */
    writtenAt: timestamp('written_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique('jobs_kind_key').on(table.kind, table.key),
    index('jobs_run_at').on(table.runAt),
  ],
)
