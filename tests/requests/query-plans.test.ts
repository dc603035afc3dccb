import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { eraseOldRequests } from '../../src/requests/erase.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { inventRequests, ONE_REQUEST } from '../support/many-requests.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { agentOf } from './support.ts'

/** Tables that grow with what firms ask. */
const GROWING =
  /Seq Scan on (request(?:s|_messages|_files|_events|_relays|_links|_steps)|documents)\b/g

let database: OpenDatabase & { url: string }
let program: TestProgram
let handler: SignedIn
let administrator: SignedIn
let asked: { query: string; params: unknown[] }[] = []
let db: TestProgram['deps']['db']

beforeAll(async () => {
  database = await openTestPostgres('ready')
  program = await testProgram(database, new Date().toISOString())
  await inventRequests(database.db, 20_000)
  await database.db.execute(
    sql`update requests set partner_id = (select id from partners where slug = 'narbonne')
      where partner_id is not null`,
  )
  await database.db.execute(sql`vacuum analyze requests`)
  handler = await agentOf(
    program,
    { role: 'publisher', partner: 'narbonne' },
    { difficulties: true },
  )
  administrator = await signIn(program, 'administrator')
  db = drizzle(database.sql, {
    logger: { logQuery: (query, params) => void asked.push({ query, params }) },
  })
}, 120_000)
afterAll(() => database.close())

/** The plans of what was read of requests since the last time. */
async function plans(): Promise<string[]> {
  const reads = asked.filter(
    ({ query }) => /^(select|delete)/i.test(query) && /"request/.test(query),
  )
  asked = []
  expect(reads.length).toBeGreaterThan(0)
  return Promise.all(
    reads.map(async ({ query, params }) => {
      const rows = await database.sql.unsafe<{ 'QUERY PLAN': string }[]>(
        `explain ${query}`,
        params as string[],
      )
      return `${query}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`
    }),
  )
}

const scanned = (shown: string[]) => shown.flatMap((plan) => plan.match(GROWING) ?? [])

it('no page reads all requests, whoever asks and however far the list goes', async () => {
  const app = createApp({ ...program.deps, db, keep: createKeeper(0) })
  const at = Date.now() - 5_000 * 60_000
  for (const [path, who] of [
    [`/saisines/suivi/${ONE_REQUEST}`, null],
    ['/espace/narbonne/saisines', handler],
    [`/espace/narbonne/saisines?apres=${at}_5000`, handler],
    [`/espace/narbonne/saisines?etat=closes`, handler],
    [`/espace/narbonne/saisines?etat=closes&avant=${at}_5000`, handler],
    ['/espace', handler],
    ['/espace/administration/saisines', administrator],
  ] as const) {
    asked = []
    const answer = await app.request(path, { headers: who?.headers ?? {} })
    expect([path, answer.status]).toEqual([path, 200])
    await answer.text()
    expect([path, scanned(await plans())]).toEqual([path, []])
  }
})

it('the job finds what is to be erased without reading what is not', async () => {
  await eraseOldRequests(db, new Date())
  // The few files of three days are looked up in what came with requests: whichever way costs less.
  const shown = (await plans()).flatMap((plan) => plan.match(GROWING) ?? [])
  expect(shown.filter((scan) => !scan.endsWith('request_files'))).toEqual([])
})

it('the list shows each request once, forwards and back', async () => {
  const seen: string[] = []
  let path: string | undefined = '/espace/narbonne/saisines'
  let last = ''
  for (let page = 0; path && page < 4; page += 1) {
    const text: string = await (
      await program.app.request(path, { headers: handler.headers })
    ).text()
    const shown = [...text.matchAll(/saisines\/(S-[0-9A-F]{7})"/g)].flatMap(
      ([, word]) => word ?? [],
    )
    expect([path, shown.length]).toEqual([path, 25])
    seen.push(...shown)
    last = text
    const next: string | undefined = /href="(\?apres=[^"]+)"/.exec(text)?.[1]
    path = next && `/espace/narbonne/saisines${next}`
  }
  expect(new Set(seen).size).toBe(100)
  const back = /href="(\?avant=[^"]+)"/.exec(last)?.[1]
  const before = await (
    await program.app.request(`/espace/narbonne/saisines${back}`, { headers: handler.headers })
  ).text()
  expect([...before.matchAll(/saisines\/(S-[0-9A-F]{7})"/g)].map(([, word]) => word)).toEqual(
    seen.slice(50, 75),
  )
})
