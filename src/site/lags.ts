import { and, eq, gt, inArray, isNull, lte, or, lt, sql } from 'drizzle-orm'
import { consultations, sourceRecords } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { jobs } from '../jobs/schema.ts'
import { outbox } from '../mail/schema.ts'
import { POLL_JOB } from '../sources/polling/schedule.ts'

/** How many wait, and how many seconds the first of them has waited: 0 where there are none. */
export interface Lag {
  waiting: number
  seconds: number
}

/** What is late by now. */
export interface Lags {
  /** Jobs whose time has come and that no process does, by kind; looks at sources are the kind `poll`. */
  jobs: Record<string, Lag>
  /** Messages that no server has taken yet. */
  mail: Lag
}

/** Deadlines so near have their sources looked at every quarter of an hour. */
const NEAR_HOURS = 72

/** What is late: of jobs on the database's clock, of messages on the program's. Reads no more than what is late. */
export async function readLags(reader: Reader, now: Date): Promise<Lags> {
  const late = await reader
    .select({ kind: jobs.kind, waiting: sql<number>`count(*)::int`, seconds: secondsSince(jobs) })
    .from(jobs)
    .where(isDue())
    .groupBy(jobs.kind)
  const [mail] = await reader
    .select({
      waiting: sql<number>`count(*)::int`,
      oldest: sql<string | null>`min(${outbox.queuedAt})`,
    })
    .from(outbox)
    .where(and(isNull(outbox.sentAt), isNull(outbox.givenUpAt)))
  const queued = mail?.oldest ? new Date(mail.oldest).getTime() : now.getTime()
  return {
    jobs: Object.fromEntries(
      late.map(({ kind, waiting, seconds }) => [kind, { waiting, seconds }]),
    ),
    mail: {
      waiting: mail?.waiting ?? 0,
      seconds: Math.max(0, Math.round((now.getTime() - queued) / 1000)),
    },
  }
}

/** The same of looks at sources that tell of a consultation whose deadline is less than three days away. */
export async function readCriticalLag(reader: Reader, now: Date): Promise<Lag> {
  const until = new Date(now.getTime() + NEAR_HOURS * 3_600_000)
  const near = reader
    .select({ key: sql<string>`${sourceRecords.sourceId}::text` })
    .from(consultations)
    .innerJoin(sourceRecords, eq(sourceRecords.consultationId, consultations.id))
    .where(
      and(
        eq(consultations.status, 'active'),
        isNull(consultations.joinedIntoId),
        gt(consultations.closesAt, now),
        lte(consultations.closesAt, until),
      ),
    )
  const [row] = await reader
    .select({ waiting: sql<number>`count(*)::int`, seconds: secondsSince(jobs) })
    .from(jobs)
    .where(and(eq(jobs.kind, POLL_JOB), isDue(), inArray(jobs.key, near)))
  return row ?? { waiting: 0, seconds: 0 }
}

function isDue() {
  return and(
    lte(jobs.runAt, sql`now()`),
    or(isNull(jobs.leasedUntil), lt(jobs.leasedUntil, sql`now()`)),
  )
}

function secondsSince({ runAt }: Pick<typeof jobs, 'runAt'>) {
  return sql<number>`coalesce(extract(epoch from now() - min(${runAt}))::int, 0)`
}
