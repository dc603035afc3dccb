import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { isOutage } from '../../src/db/outage.ts'
import { type OpenDatabase, openPostgres } from '../../src/db/postgres.ts'
import { settings } from '../../src/db/settings.ts'
import { takingTurns } from '../../src/db/turns.ts'
import { openTestPostgres } from '../support/databases.ts'

let database: OpenDatabase & { url: string }
let opened: Pick<OpenDatabase, 'sql'>[] = []

beforeAll(async () => {
  database = await openTestPostgres()
})
afterEach(async () => {
  for (const each of opened) await each.sql.end({ timeout: 0 })
  opened = []
})
afterAll(() => database.close())

/** Two connections, and little patience. */
function impatient(url = database.url) {
  const one = openPostgres(url, { max: 2 })
  opened.push(one)
  return { db: drizzle(takingTurns(one.sql, 2, { turnMs: 100, answerMs: 300 }).client) }
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

describe('connections that are all held', () => {
  test('go first to those who ask how the database is', async () => {
    const one = openPostgres(database.url, { max: 1 })
    opened.push(one)
    const released = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const holder = one.db.transaction(async (tx) => {
      await tx.execute(sql`select 1`)
      held.resolve()
      await released.promise
    })
    await held.promise
    const answered: string[] = []
    const others = [1, 2, 3].map(() =>
      one.db.execute(sql`select 1`).then(() => answered.push('other')),
    )
    const ahead = one.ahead.execute(sql`select 1`).then(() => answered.push('ahead'))
    await vi.waitFor(() => expect(one.load()).toMatchObject({ inUse: 1, waiting: 4 }))
    released.resolve()
    await Promise.all([holder, ahead, ...others])
    expect(answered).toEqual(['ahead', 'other', 'other', 'other'])
  })

  test('are waited for a while only, and what was turned away is never done', async () => {
    const { db } = impatient()
    const released = Promise.withResolvers<void>()
    const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holders = held.map((holding) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`select 1`)
        holding.resolve()
        await released.promise
      }),
    )
    await Promise.all(held.map(({ promise }) => promise))
    const turnedAway = await Promise.all([
      failureOf(db.insert(settings).values({ key: 'never', value: 'a' })),
      failureOf(db.transaction((tx) => tx.insert(settings).values({ key: 'never', value: 'b' }))),
    ])
    expect(turnedAway.map(isOutage)).toEqual([true, true])
    released.resolve()
    await Promise.all(holders)
    await db.insert(settings).values({ key: 'then', value: 'c' })
    expect(await database.db.select().from(settings).where(eq(settings.key, 'never'))).toEqual([])
  })
})

describe('a network that goes silent', () => {
  let proxy: Server
  let port: number
  let isSilent = false
  const pairs: [Socket, Socket][] = []
  beforeAll(async () => {
    const { hostname, port: target } = new URL(database.url)
    proxy = createServer((near) => {
      const far = connect(Number(target), hostname)
      pairs.push([near, far])
      near.on('error', () => far.destroy())
      far.on('error', () => near.destroy())
      if (isSilent) return
      near.pipe(far)
      far.pipe(near)
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const address = proxy.address()
    port = typeof address === 'object' && address !== null ? address.port : 0
  })
  afterAll(() => {
    for (const [near, far] of pairs) {
      near.destroy()
      far.destroy()
    }
    proxy.close()
  })

  test('is not waited for; what was asked in a transaction is not done later, and all goes on when it speaks again', async () => {
    const address = new URL(database.url)
    address.port = String(port)
    const { db } = impatient(address.href)
    await Promise.all([1, 2].map(() => db.transaction((tx) => tx.execute(sql`select 1`))))
    isSilent = true
    for (const [near, far] of pairs) {
      near.unpipe(far)
      near.pause()
    }
    const failures = await Promise.all([
      failureOf(db.select().from(settings)),
      failureOf(db.transaction((tx) => tx.insert(settings).values({ key: 'late', value: 'a' }))),
      failureOf(db.select().from(settings)),
    ])
    expect(failures.map(isOutage)).toEqual([true, true, true])
    isSilent = false
    for (const [near, far] of pairs) {
      near.pipe(far)
      near.resume()
    }
    let answer = await failureOf(db.select().from(settings))
    while (answer !== null) answer = await failureOf(db.select().from(settings))
    expect(await db.select().from(settings).where(eq(settings.key, 'late'))).toEqual([])
  })
})
