import { sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { jobs, type JobPayload } from './schema.ts'

export interface JobRequest {
  kind: string
  /** One job of a kind and key stands at a time. */
  key: string
  /** Absent: that of the same job, where it waits already. */
  payload?: JobPayload
  /** Seconds on the database's clock; absent: as soon as possible. */
  afterSeconds?: number
}

/**
 * Asks for a job, from the moment that the transaction is committed. Where the same one already waits, the earlier time
 * and the newer payload, where one is given, stand; where it is running, it runs once more afterwards.
 */
export async function enqueue(tx: Tx, request: JobRequest): Promise<void> {
  await enqueueAll(tx, [request])
}

/** Asks for several jobs at once, each of another kind or key. */
export async function enqueueAll(tx: Tx, requests: JobRequest[]): Promise<void> {
  if (requests.length === 0) return
  const running = sql`${jobs.leasedUntil} > now()`
  await tx
    .insert(jobs)
    .values(
      requests.map(({ kind, key, payload = {}, afterSeconds = 0 }) => ({
        kind,
        key,
        payload,
        runAt: secondsFromNow(afterSeconds),
        writtenAt: sql`now()`,
      })),
    )
    .onConflictDoUpdate({
      target: [jobs.kind, jobs.key],
      set: {
        payload: sql`case when excluded.payload = '{}' then ${jobs.payload} else excluded.payload end`,
        runAt: sql`case when ${running} then excluded.run_at else least(${jobs.runAt}, excluded.run_at) end`,
        askedAgain: sql`coalesce(${running}, false)`,
        writtenAt: sql`now()`,
      },
    })
}

/** An instant on the database's clock, which every process shares. */
export function secondsFromNow(seconds: number) {
  return sql`now() + make_interval(secs => ${seconds})`
}
