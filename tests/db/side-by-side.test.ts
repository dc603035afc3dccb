import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Tx } from '../../src/db/db.ts'
import { readSideBySide } from '../../src/db/side-by-side.ts'
import { describeOnBothDatabases, openTestDatabase } from '../support/databases.ts'

const sessionOf = async (tx: Tx) => {
  // Whoever is first keeps its connection while the next is asked.
  await tx.execute(sql`select pg_sleep(0.05)`)
  const [row] = await tx.execute(sql`select pg_backend_pid() as pid`)
  return Number(row?.['pid'])
}

const failing = async (tx: Tx): Promise<number> => {
  await tx.execute(sql`select 1 / 0`)
  return 0
}

describeOnBothDatabases('readings of one instant', (database, engine) => {
  test('are answered in their order, on two connections where there are two', async () => {
    const db = database()
    const numbered = [1, 2, 3, 4].map((n) => async (tx: Tx) => {
      await tx.execute(sql`select pg_sleep(${(5 - n) / 100})`)
      return n
    })
    expect(await readSideBySide(db, numbered)).toEqual([1, 2, 3, 4])
    const sessions = new Set(await readSideBySide(db, [sessionOf, sessionOf, sessionOf]))
    expect(sessions.size).toBe(engine === 'PostgreSQL' ? 2 : 1)
    await db.transaction(async (tx) => {
      expect(new Set(await readSideBySide(tx, [sessionOf, sessionOf])).size).toBe(1)
    })
  })

  test('fail as a whole, and leave no connection behind', async () => {
    const db = database()
    for (let round = 0; round < 12; round += 1)
      await expect(readSideBySide(db, [sessionOf, failing, sessionOf])).rejects.toThrow()
    expect(await readSideBySide(db, [async () => 'then'])).toEqual(['then'])
  })
})

test('see nothing of what is written meanwhile', async () => {
  const { db, close } = await openTestDatabase('PostgreSQL')
  await db.execute(sql`create table probe (n int)`)
  const begun = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const count = async (tx: Tx) => {
    begun.resolve()
    await written.promise
    const [row] = await tx.execute(sql`select count(*)::int as n from probe`)
    return Number(row?.['n'])
  }
  const counted = readSideBySide(db, [count, count, count])
  await begun.promise
  await db.execute(sql`insert into probe values (1)`)
  written.resolve()
  expect(await counted).toEqual([0, 0, 0])
  await close()
})
