import { and, asc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import { describeError } from '../http/describe-error.ts'
import { secondsFromNow } from './queue.ts'
import { jobs, type JobPayload } from './schema.ts'

const LEASE_SECONDS = 120
const LONGEST_RETRY_SECONDS = 6 * 3600
/** Until another process may take up what this one leaves: it has ended by then. */
const LEAVING_SECONDS = 10

/** A job as its handler sees it. */
export interface Job {
  kind: string
  key: string
  payload: JobPayload
  /** 1 at the first try. */
  attempt: number
}

/** What follows a job that succeeded: nothing, or the same job again after so many seconds. */
export type JobOutcome = 'done' | { againAfterSeconds: number }

/** Does one kind of job, and throws to have it tried again. It may run twice where a process died: it must bear that. */
export type JobHandler = (job: Job) => Promise<JobOutcome>

export interface TickOptions {
  /** Jobs at most in this tick: Workers have little time. */
  limit?: number
  /** Jobs at the same time. */
  lanes?: number
  /** The process stops: no other job is begun. */
  stopping?: AbortSignal
  /** The process ends: what still runs is left to another one. */
  leaving?: AbortSignal
}

interface LeasedJob extends Job {
  id: number
  lease: string
}

/**
 * Does the jobs that are due and whose kind has a handler here, the longest due first, and returns how many succeeded
 * and failed. Any number of processes may tick at once: each job is leased on the database's clock, and the lease is
 * renewed while it runs, so that only the jobs of a process that died run out and are taken by another. What failed
 * is tried again, later each time, up to every six hours. What is left undone counts as failed.
 */
export async function tick(
  deps: Pick<Deps, 'db' | 'log'>,
  handlers: Record<string, JobHandler>,
  options: TickOptions = {},
): Promise<{ done: number; failed: number }> {
  const { limit = Infinity, lanes = 4, stopping, leaving } = options
  const count = { done: 0, failed: 0 }
  const kinds = Object.keys(handlers)
  let taken = 0
  const next = async () => {
    if (taken >= limit || stopping?.aborted) return null
    taken += 1
    return leaseNext(deps, kinds)
  }
  // Where nothing is due, the database is asked once and not by every lane.
  const first = await next()
  if (!first) return count
  const lane = async (begun: LeasedJob | null) => {
    for (let job = begun ?? (await next()); job; job = await next()) {
      const handler = handlers[job.kind]
      if (handler && (await run(deps, job, handler, leaving))) count.done += 1
      else count.failed += 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, each) => lane(each === 0 ? first : null)))
  return count
}

/** Seconds until a job that has failed `attempts` times is tried again; `random` from 0 to 1 spreads them by half. */
export function retryDelay(attempts: number, random: number): number {
  const delay = Math.min(30 * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS)
  return delay * (0.5 + random / 2)
}

async function leaseNext({ db }: Pick<Deps, 'db'>, kinds: string[]): Promise<LeasedJob | null> {
  const due = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        inArray(jobs.kind, kinds),
        lte(jobs.runAt, sql`now()`),
        or(isNull(jobs.leasedUntil), lt(jobs.leasedUntil, sql`now()`)),
      ),
    )
    .orderBy(asc(jobs.runAt))
    .limit(1)
    .for('update', { skipLocked: true })
  const lease = crypto.randomUUID()
  const [job] = await db
    .update(jobs)
    .set({
      lease,
      leasedUntil: secondsFromNow(LEASE_SECONDS),
      writtenAt: sql`now()`,
      askedAgain: false,
      attempts: sql`${jobs.attempts} + 1`,
    })
    .where(eq(jobs.id, sql`(${due})`))
    .returning({
      id: jobs.id,
      kind: jobs.kind,
      key: jobs.key,
      payload: jobs.payload,
      attempt: jobs.attempts,
    })
  return job ? { ...job, lease } : null
}

/** Whether it succeeded. */
async function run(
  deps: Pick<Deps, 'db' | 'log'>,
  job: LeasedJob,
  handler: JobHandler,
  leaving?: AbortSignal,
): Promise<boolean> {
  const ended = new AbortController()
  const renewal = setInterval(
    () => {
      renew(deps, job).catch((error: unknown) =>
        deps.log('job.renewal-failed', { ...describeError(error) }),
      )
    },
    (LEASE_SECONDS * 1000) / 3,
  )
  try {
    const outcome = await Promise.race([handler(job), whenAborted(leaving, ended.signal)])
    if (outcome === 'left') {
      await giveBack(deps, job)
      return false
    }
    await succeed(deps, job, outcome)
    return true
  } catch (error) {
    const { error: message } = describeError(error)
    deps.log('job.failed', { kind: job.kind, key: job.key, attempt: job.attempt, error: message })
    await fail(deps, job, message)
    return false
  } finally {
    clearInterval(renewal)
    ended.abort()
  }
}

/** Not heard any more once `until` is aborted: the process's own signal outlives a million jobs. */
function whenAborted(signal: AbortSignal | undefined, until: AbortSignal): Promise<'left'> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve('left')
    signal?.addEventListener('abort', () => resolve('left'), { signal: until })
  })
}

async function giveBack({ db }: Pick<Deps, 'db'>, job: LeasedJob): Promise<void> {
  await db
    .update(jobs)
    .set({
      lease: null,
      leasedUntil: secondsFromNow(LEAVING_SECONDS),
      writtenAt: sql`now()`,
      attempts: job.attempt - 1,
    })
    .where(isOurs(job))
}

async function renew({ db }: Pick<Deps, 'db'>, job: LeasedJob): Promise<void> {
  await db
    .update(jobs)
    .set({ leasedUntil: secondsFromNow(LEASE_SECONDS), writtenAt: sql`now()` })
    .where(isOurs(job))
}

async function succeed(
  { db }: Pick<Deps, 'db'>,
  job: LeasedJob,
  outcome: JobOutcome,
): Promise<void> {
  const released = {
    lease: null,
    leasedUntil: null,
    attempts: 0,
    lastError: null,
    writtenAt: sql`now()`,
  }
  await db.transaction(async (tx) => {
    if (outcome === 'done') {
      await tx.delete(jobs).where(and(isOurs(job), eq(jobs.askedAgain, false)))
      await tx
        .update(jobs)
        .set({ ...released, askedAgain: false })
        .where(isOurs(job))
    } else {
      const again = secondsFromNow(outcome.againAfterSeconds)
      const runAt = sql`case when ${jobs.askedAgain} then least(${jobs.runAt}, ${again}) else ${again} end`
      await tx
        .update(jobs)
        .set({ ...released, askedAgain: false, runAt })
        .where(isOurs(job))
    }
  })
}

async function fail({ db }: Pick<Deps, 'db'>, job: LeasedJob, message: string): Promise<void> {
  await db
    .update(jobs)
    .set({
      lease: null,
      leasedUntil: null,
      lastError: message.slice(0, 500),
      writtenAt: sql`now()`,
      runAt: secondsFromNow(retryDelay(job.attempt, Math.random())),
    })
    .where(isOurs(job))
}

/** False once the lease has run out and another process took the job. */
function isOurs(job: LeasedJob) {
  return and(eq(jobs.id, job.id), eq(jobs.lease, job.lease))
}
