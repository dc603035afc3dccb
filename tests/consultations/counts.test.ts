import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillDatabase } from '../../src/commands/generate/fill-database.ts'
import { prepareDatabase } from '../../src/commands/prepare.ts'
import { readBoard } from '../../src/consultations/board.ts'
import { currentLists } from '../../src/consultations/lists.ts'
import { resolveFilter, stateCondition } from '../../src/consultations/matching.ts'
import { consultations } from '../../src/consultations/schema.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { type TestProgram, testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { testConfig } from '../support/directory.ts'

/** With DEEP=1 more than a board counts. */
const QUANTITY = process.env['DEEP']
  ? { consultations: 60_000, open: 2_000, seed: 1 }
  : { consultations: 400, open: 100, seed: 1 }
const BOUND = 10_000
const STATES = ['open', 'ended', 'all', 'awarded', 'unsuccessful', 'abandoned'] as const

let database: OpenDatabase
let program: TestProgram
const now = new Date()

beforeAll(async () => {
  database = await openTestPostgres('ready')
  // The prepared database has the directory that the generator brings along.
  await database.db.execute(sql`truncate partners cascade`)
  await prepareDatabase(database, testConfig(), now, () => {})
  await fillDatabase(database, QUANTITY, now, () => {})
  program = await testProgram(database, now.toISOString())
}, 600_000)
afterAll(() => database.close())

async function boardOf(state: (typeof STATES)[number]) {
  const lists = await currentLists(program.deps)
  const resolution = await resolveFilter(database.db, { state }, lists)
  if (!resolution.ok) throw new Error('no such state')
  return readBoard(database.db, resolution.resolved, null, now, lists)
}

async function inState(state: (typeof STATES)[number]): Promise<number> {
  const rows = await database.db
    .select({ id: consultations.id })
    .from(consultations)
    .where(stateCondition(state, now))
  return rows.length
}

describe('the board of a state', () => {
  it.each(STATES)(
    'counts all of it up to the bound, and says where there is more: %s',
    async (state) => {
      const { total, facets } = await boardOf(state)
      const held = await inState(state)
      expect(total).toEqual({ count: Math.min(held, BOUND), more: held > BOUND })
      const spread = facets.category.reduce((sum, { count }) => sum + count.count, 0)
      expect(spread).toBe(state === 'open' ? held : Math.min(held, 500))
    },
  )

  it('leaves out what turned out to be another', async () => {
    const { db } = database
    for (const state of STATES) {
      const before = await inState(state)
      await db.execute(sql`
        update consultations set joined_into_id = (select min(id) from consultations)
        where id = (select max(id) from consultations where ${stateCondition(state, now)})`)
      expect(await inState(state)).toBe(before - 1)
      const { total } = await boardOf(state)
      expect(total.count).toBe(Math.min(before - 1, BOUND))
    }
  })
})
