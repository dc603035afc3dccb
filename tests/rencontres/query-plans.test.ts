import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import {
  inventRencontres,
  ONE_ORGANISER,
  ONE_RECEIVER,
  ONE_RENCONTRE,
} from '../support/many-rencontres.ts'

const GROWING = /Seq Scan on (rencontres|rencontre_(?:news|buyers|slots|bookings|firms))\b/g

let database: OpenDatabase & { url: string }
let program: TestProgram
let ask: (path: string) => Promise<Response>
let asked: { query: string; params: unknown[] }[] = []

beforeAll(async () => {
  database = await openTestPostgres('ready')
  program = await testProgram(database, new Date().toISOString())
  await inventRencontres(database.db, 10_000)
  const db = drizzle(database.sql, {
    logger: { logQuery: (query, params) => void asked.push({ query, params }) },
  })
  // A keeper without room keeps nothing.
  const app = createApp({ ...program.deps, db, keep: createKeeper(0) })
  ask = async (path) => app.request(path)
}, 120_000)
afterAll(() => database.close())

it.each([
  '/rencontres',
  '/rencontres?quand=passees',
  '/rencontres?metier=nettoyage',
  `/rencontres?organisateur=${ONE_ORGANISER}`,
  `/rencontres?acheteur=${ONE_RECEIVER}`,
  `/rencontres/${ONE_RENCONTRE}`,
  '/rencontres.rss',
  '/rencontres.ics',
])('among ten thousand meetings, %s reads none of their tables from end to end', async (path) => {
  asked = []
  const answer = await ask(path)
  expect([path, answer.status]).toEqual([path, 200])
  await answer.text()
  const reads = asked.filter(({ query }) => /^select/i.test(query) && query.includes('rencontre'))
  expect(reads.length).toBeGreaterThan(0)
  for (const { query, params } of reads) {
    const rows = await database.sql.begin(async (tx) => {
      // As on a disk without heads: small tables are read whole otherwise, and rightly.
      await tx.unsafe('set local random_page_cost = 1.1')
      return tx.unsafe<{ 'QUERY PLAN': string }[]>(`explain ${query}`, params as string[])
    })
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan.match(GROWING), `${query}\n${plan}`).toBeNull()
  }
})
