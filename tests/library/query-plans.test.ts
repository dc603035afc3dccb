import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { inventItems, ONE_DOCUMENT, ONE_PRACTICE } from '../support/many-items.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'

const GROWING = /Seq Scan on (library_\w+|documents)/g

let database: OpenDatabase
let ask: (path: string, headers?: Record<string, string>) => Promise<Response>
let asked: { query: string; params: unknown[] }[] = []
let agent: SignedIn

beforeAll(async () => {
  database = await openTestPostgres('ready')
  const program = await testProgram(database, new Date().toISOString())
  await inventItems(database.db, 6_000)
  agent = await signIn(program, { role: 'pact-editor', partner: 'editeur-3' })
  const db = drizzle(database.sql, {
    logger: { logQuery: (query, params) => void asked.push({ query, params }) },
  })
  const app = createApp({ ...program.deps, db, keep: createKeeper(0) })
  ask = async (path, headers = {}) => app.request(path, { headers })
}, 60_000)
afterAll(() => database.close())

async function plansOf(path: string, headers?: Record<string, string>): Promise<string[]> {
  asked = []
  const answer = await ask(path, headers)
  expect([path, answer.status]).toEqual([path, 200])
  await answer.text()
  const reads = asked.filter(({ query }) => /^select/i.test(query) && query.includes('library_'))
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

const PAGES = [
  '/documents',
  '/documents?nature=guide',
  '/documents?theme=lots',
  '/documents?nature=guide&theme=lots',
  '/documents?partenaire=editeur-3',
  '/documents?nature=charte&partenaire=editeur-3',
  '/documents?q=avance',
  '/documents?q=document',
  '/documents/pratiques',
  `/documents/${ONE_DOCUMENT}`,
  `/documents/pratiques/${ONE_PRACTICE}`,
  '/documents.rss',
  '/documents.rss?partenaire=editeur-3',
]

describe('among six thousand documents', () => {
  it.each(PAGES)('%s reads no growing table from end to end', async (path) => {
    for (const plan of await plansOf(path)) expect(plan.match(GROWING), plan).toBeNull()
  })

  it.each(['', '/pratiques'])('nor does the desk%s', async (at) => {
    for (const plan of await plansOf(`/espace/editeur-3/bibliotheque${at}`, agent.headers))
      expect(plan.match(GROWING), plan).toBeNull()
  })

  it('pages go on and back without a gap', async () => {
    for (const start of ['/documents', '/documents?partenaire=editeur-3']) {
      const first = await (await ask(start)).text()
      const next = linkIn(first, 'next')
      const second = await (await ask(next)).text()
      expect(titlesIn(second).filter((title) => titlesIn(first).includes(title))).toEqual([])
      expect(titlesIn(await (await ask(linkIn(second, 'prev'))).text())).toEqual(titlesIn(first))
    }
  })
})

function linkIn(page: string, rel: string): string {
  const [, href = ''] = new RegExp(`<a href="([^"]+)" rel="${rel}"`).exec(page) ?? []
  return href.replaceAll('&amp;', '&')
}

function titlesIn(page: string): string[] {
  return [...page.matchAll(/class="card-title"><a[^>]+>([^<]+)/g)].map(([, title = '']) => title)
}
