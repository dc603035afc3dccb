import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CommitUnanswered, isOutage } from '../../src/db/outage.ts'
import { type OpenDatabase, openPostgres } from '../../src/db/postgres.ts'
import { openTestPostgres } from '../support/databases.ts'
import { startRelay } from '../support/relay.ts'

let database: OpenDatabase & { url: string }
let other: OpenDatabase

beforeAll(async () => {
  database = await openTestPostgres()
  other = openPostgres(database.url, { max: 1 })
  await other.db.execute(sql`create table kept (n int primary key)`)
})
afterAll(async () => {
  await other.close()
  await database.close()
})

/** What an operator does who stops the server, to every connection but one. */
async function breakConnections(): Promise<void> {
  await other.db.execute(sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where pid <> pg_backend_pid() and datname = current_database()`)
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

describe('a connection that breaks in a transaction', () => {
  test('while it is asked, between two questions, in one within another, ends that one and nothing else', async () => {
    const { db } = database
    const begun = [Promise.withResolvers(), Promise.withResolvers(), Promise.withResolvers()]
    const gone = Promise.withResolvers<void>()
    const failures = [
      db.transaction(async (tx) => {
        await tx.execute(sql`insert into kept values (1)`)
        begun[0]?.resolve(null)
        await tx.execute(sql`select pg_sleep(30)`)
      }),
      db.transaction(async (tx) => {
        await tx.execute(sql`insert into kept values (2)`)
        begun[1]?.resolve(null)
        await gone.promise
        await tx.execute(sql`insert into kept values (3)`)
      }),
      db.transaction(async (tx) => {
        await tx.transaction(async (inner) => {
          await inner.execute(sql`insert into kept values (4)`)
          begun[2]?.resolve(null)
          await inner.execute(sql`select pg_sleep(30)`)
        })
      }),
    ].map(failureOf)
    await Promise.all(begun.map(({ promise }) => promise))
    await breakConnections()
    // Others take over the connections, in transactions of their own, while the second goes on.
    const taken = failureOf(db.transaction((tx) => tx.execute(sql`insert into kept values (5)`)))
    gone.resolve()
    for (const failure of await Promise.all(failures)) expect(isOutage(failure)).toBe(true)
    await taken
    await Promise.all(
      Array.from({ length: 40 }, () => db.transaction((tx) => tx.execute(sql`select 1`))),
    )
    const rows = await other.db.execute(sql`select n from kept where n <> 5`)
    expect([...rows]).toEqual([])
  })

  test('while it is committed, is told as what nobody knows: it may stand', async () => {
    await other.db.execute(sql`
      create function wait_for_lock() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(1); return null; end $$`)
    await other.db.execute(sql`
      create constraint trigger last after insert on kept
      deferrable initially deferred for each row execute function wait_for_lock()`)
    await other.db.execute(sql`select pg_advisory_lock(1)`)
    const relay = await startRelay(database.url)
    const cut = openPostgres(relay.url, { max: 1 })
    try {
      const failure = failureOf(
        cut.db.transaction((tx) => tx.execute(sql`insert into kept values (6)`)),
      )
      await vi.waitFor(async () => {
        const [waits] = await other.db.execute(sql`
          select from pg_locks where locktype = 'advisory' and not granted`)
        expect(waits).toBeDefined()
      }, 30_000)
      relay.isOpen = false
      expect(await failure).toBeInstanceOf(CommitUnanswered)
      await other.db.execute(sql`select pg_advisory_unlock(1)`)
      await vi.waitFor(async () => {
        expect(await other.db.execute(sql`select n from kept where n = 6`)).toHaveLength(1)
      }, 30_000)
    } finally {
      await cut.close()
      await relay.close()
    }
  })
})
