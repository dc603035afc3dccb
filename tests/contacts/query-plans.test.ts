import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { inventContacts, ONE_BODY, ONE_SCHEME } from '../support/many-contacts.ts'

const GROWING = /Seq Scan on (help_(?:bodies|contacts|seats)|support_schemes)/g

let database: OpenDatabase
let ask: (path: string) => Promise<Response>
let asked: { query: string; params: unknown[] }[] = []

beforeAll(async () => {
  database = await openTestPostgres('ready')
  const { deps } = await testProgram(database, '2026-11-22T08:00:00Z')
  await inventContacts(database.db, 20_000)
  const db = drizzle(database.sql, {
    logger: { logQuery: (query, params) => void asked.push({ query, params }) },
  })
  // A keeper without room keeps nothing.
  const app = createApp({ ...deps, db, keep: createKeeper(0) })
  ask = async (path) => app.request(path)
}, 120_000)
afterAll(() => database.close())

it.each([
  '/contacts',
  '/contacts?lieu=narbonne',
  '/contacts?metier=electricite',
  '/contacts?lieu=narbonne&metier=electricite',
  '/contacts?apres=500_Organisme+0000500',
  '/contacts?lieu=narbonne&probleme=innovation',
  `/contacts/organismes/${ONE_BODY}`,
  '/contacts/aides',
  '/contacts/aides?theme=aide',
  `/contacts/aides/${ONE_SCHEME}`,
  '/contacts.rss',
])('among twenty thousand bodies %s reads no growing table from end to end', async (path) => {
  asked = []
  const answer = await ask(path)
  expect([path, answer.status]).toEqual([path, 200])
  const reads = asked.filter(({ query }) => /^select/i.test(query) && GROWN.test(query))
  expect(reads.length).toBeGreaterThan(0)
  for (const { query, params } of reads) {
    const rows = await database.sql.unsafe<{ 'QUERY PLAN': string }[]>(
      `explain ${query}`,
      params as string[],
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan.match(GROWING), `${query}\n${plan}`).toBeNull()
  }
})

const GROWN = /help_|support_schemes/
