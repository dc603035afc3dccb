import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { inventPurchases, ONE_BUYER, ONE_PATH } from '../support/many-purchases.ts'

const GROWING = /Seq Scan on planned_purchase/g

let database: OpenDatabase & { url: string }
let asked: { query: string; params: unknown[] }[] = []
let ask: (path: string) => Promise<Response>

beforeAll(async () => {
  database = await openTestPostgres('ready')
  const program = await testProgram(database, new Date().toISOString())
  await inventPurchases(database.db, 20_000)
  const db = drizzle(database.sql, {
    logger: { logQuery: (query, params) => void asked.push({ query, params }) },
  })
  // A keeper without room keeps nothing.
  const app = createApp({ ...program.deps, db, keep: createKeeper(0) })
  ask = async (path) => app.request(path)
}, 60_000)
afterAll(() => database.close())

it.each([
  '/programmation',
  '/programmation?metier=nettoyage',
  '/programmation?statut=en-retard',
  '/programmation?statut=publie',
  '/programmation?statut=tous',
  `/programmation?acheteur=${ONE_BUYER}`,
  '/programmation?annee=2027&lieu=narbonne&metier=electricite&montant-max=90000',
  ONE_PATH,
  '/programmation.rss',
  `/programmation.rss?acheteur=${ONE_BUYER}`,
  `/acheteurs/${ONE_BUYER}`,
])('%s reads neither the lines nor their events from end to end', async (path) => {
  asked = []
  const answer = await ask(path)
  expect([path, answer.status]).toEqual([path, 200])
  await answer.text()
  const reads = asked.filter(({ query }) => /^\s*(?:select|with)/i.test(query))
  const ofLines = reads.filter(({ query }) => query.includes('planned_purchase'))
  expect(ofLines.length).toBeGreaterThan(0)
  for (const { query, params } of ofLines) {
    const rows = await database.sql.unsafe<{ 'QUERY PLAN': string }[]>(
      `explain ${query}`,
      params as string[],
    )
    const plan = `${query}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`
    expect(plan.match(GROWING), plan).toBeNull()
  }
})
