import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { enqueue, type JobRequest } from '../../src/jobs/queue.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { retryDelay, tick, type Job, type JobHandler } from '../../src/jobs/tick.ts'
import { describeOnBothDatabases, emptyTables } from '../support/databases.ts'

describeOnBothDatabases('jobs', (database) => {
  const deps = () => ({ db: database(), log: () => {} })
  const ask = (request: JobRequest) => database().transaction((tx) => enqueue(tx, request))
  const waiting = () => database().select().from(jobs).orderBy(jobs.key)

  beforeEach(() => emptyTables(database()))

  it('each run once when four processes tick at the same time', async () => {
    for (let n = 0; n < 40; n++) await ask({ kind: 'mail', key: String(n), payload: { n } })
    const ran: Job[] = []
    const mail: JobHandler = async (job) => {
      ran.push(job)
      await new Promise((resolve) => setTimeout(resolve, 2))
      return 'done'
    }
    const counts = await Promise.all(Array.from({ length: 4 }, () => tick(deps(), { mail })))
    expect(counts.reduce((sum, count) => sum + count.done, 0)).toBe(40)
    expect(new Set(ran.map((job) => job.payload.n)).size).toBe(40)
    expect(ran).toHaveLength(40)
    expect(await waiting()).toEqual([])
  })

  it('are left to a process that knows their kind, and to their time', async () => {
    await ask({ kind: 'pdf', key: 'a' })
    await ask({ kind: 'mail', key: 'b', afterSeconds: 60 })
    expect(await tick(deps(), { mail: async () => 'done' })).toEqual({ done: 0, failed: 0 })
    expect(await waiting()).toHaveLength(2)
  })

  it('of a process that died are taken by another once the lease has run out', async () => {
    await ask({ kind: 'mail', key: 'a' })
    const attempts: number[] = []
    const running = Promise.withResolvers<void>()
    const dead = Promise.withResolvers<'done'>()
    const slow = tick(
      deps(),
      {
        mail: async () => {
          running.resolve()
          return dead.promise
        },
      },
      { lanes: 1 },
    )
    await running.promise
    const mail: JobHandler = async (job) => {
      attempts.push(job.attempt)
      return { againAfterSeconds: 3600 }
    }
    expect(await tick(deps(), { mail })).toEqual({ done: 0, failed: 0 })
    await database().execute(sql`update jobs set leased_until = now() - interval '1 second'`)
    expect(await tick(deps(), { mail })).toEqual({ done: 1, failed: 0 })
    expect(attempts).toEqual([2])
    // The first one wakes up and may not end what is no longer its own.
    dead.resolve('done')
    await slow
    expect(await waiting()).toHaveLength(1)
  })

  it('that fail keep the reason and come again later', async () => {
    await ask({ kind: 'mail', key: 'a' })
    const failing: JobHandler = async () => {
      throw new Error('the server is away')
    }
    expect(await tick(deps(), { mail: failing })).toEqual({ done: 0, failed: 1 })
    expect(await waiting()).toMatchObject([
      { attempts: 1, lastError: 'the server is away', leasedUntil: null },
    ])
    expect(await tick(deps(), { mail: failing })).toEqual({ done: 0, failed: 0 })
    await database().execute(sql`update jobs set run_at = now()`)
    expect(await tick(deps(), { mail: async () => 'done' })).toEqual({ done: 1, failed: 0 })
    expect(await waiting()).toEqual([])
  })

  it('whose query fails say why, and nothing that the query carried', async () => {
    await ask({ kind: 'mail', key: 'a' })
    const told: unknown[] = []
    const log = (event: string, fields = {}) => void told.push({ event, ...fields })
    const query = sql`select ${'camille@firm.example'}::text from nothing_like_it`
    const mail: JobHandler = async () => {
      await database().execute(query)
      return 'done'
    }
    expect(await tick({ ...deps(), log }, { mail })).toEqual({ done: 0, failed: 1 })
    const [job] = await waiting()
    expect(told).toMatchObject([{ event: 'job.failed', error: job?.lastError }])
    expect(job?.lastError).toContain('nothing_like_it')
    expect(job?.lastError).not.toContain('camille')
  })

  it('that are asked for while running run once more', async () => {
    await ask({ kind: 'render', key: 'a', payload: { version: 1 } })
    const versions: unknown[] = []
    const render: JobHandler = async (job) => {
      versions.push(job.payload.version)
      if (versions.length === 1) await ask({ kind: 'render', key: 'a', payload: { version: 2 } })
      return 'done'
    }
    expect(await tick(deps(), { render }, { lanes: 1 })).toEqual({ done: 2, failed: 0 })
    expect(versions).toEqual([1, 2])
  })

  it('that are asked for twice stand once, at the earlier time, with the newer payload', async () => {
    await ask({ kind: 'mail', key: 'a', payload: { version: 1 } })
    await ask({ kind: 'mail', key: 'a', payload: { version: 2 }, afterSeconds: 3600 })
    expect(await waiting()).toMatchObject([{ payload: { version: 2 }, askedAgain: false }])
    expect(await tick(deps(), { mail: async () => 'done' })).toEqual({ done: 1, failed: 0 })
  })

  it('that wait keep what they were asked with, where they are asked for again without anything', async () => {
    await ask({ kind: 'mail', key: 'a', payload: { version: 1 }, afterSeconds: 3600 })
    await ask({ kind: 'mail', key: 'a' })
    expect(await waiting()).toMatchObject([{ payload: { version: 1 } }])
    expect(await tick(deps(), { mail: async () => 'done' })).toEqual({ done: 1, failed: 0 })
  })

  it('that wait are left to others by a process that stops', async () => {
    for (const key of ['a', 'b', 'c']) await ask({ kind: 'mail', key })
    const stopping = new AbortController()
    const mail: JobHandler = async () => {
      stopping.abort()
      return 'done'
    }
    const options = { lanes: 1, stopping: stopping.signal }
    expect(await tick(deps(), { mail }, options)).toEqual({ done: 1, failed: 0 })
    expect(await waiting()).toMatchObject([{ lease: null }, { lease: null }])
  })

  it('that a process leaves undone at its end are taken by another, a little later', async () => {
    await ask({ kind: 'mail', key: 'a' })
    const leaving = new AbortController()
    const endless: JobHandler = () => {
      leaving.abort()
      return new Promise(() => {})
    }
    await tick(deps(), { mail: endless }, { leaving: leaving.signal })
    const attempts: number[] = []
    const mail: JobHandler = async ({ attempt }) => {
      attempts.push(attempt)
      return 'done'
    }
    await tick(deps(), { mail })
    expect(attempts).toEqual([])
    await database().execute(
      sql`update jobs set leased_until = leased_until - interval '10 seconds'`,
    )
    await tick(deps(), { mail })
    expect(attempts).toEqual([1])
  })

  it('are at most as many as a tick may take', async () => {
    for (const key of ['a', 'b', 'c']) await ask({ kind: 'mail', key })
    expect(await tick(deps(), { mail: async () => 'done' }, { limit: 2 })).toMatchObject({
      done: 2,
    })
  })

  it('that come back wait for the time they named', async () => {
    await ask({ kind: 'poll', key: 'a' })
    const poll: JobHandler = async () => ({ againAfterSeconds: 600 })
    expect(await tick(deps(), { poll })).toEqual({ done: 1, failed: 0 })
    const [row] = await database().execute<{ seconds: number; attempts: number }>(
      sql`select extract(epoch from run_at - now())::int as seconds, attempts from jobs`,
    )
    expect(row?.attempts).toBe(0)
    expect(row?.seconds).toBeGreaterThan(500)
    expect(row?.seconds).toBeLessThanOrEqual(600)
  })
})

describe('the time until a job is tried again', () => {
  it('doubles from half a minute up to six hours, spread by half', () => {
    expect([1, 2, 3].map((attempts) => retryDelay(attempts, 1))).toEqual([30, 60, 120])
    expect(retryDelay(1, 0)).toBe(15)
    expect(retryDelay(500, 1)).toBe(6 * 3600)
  })
})
