import { and, eq, lte, sql } from 'drizzle-orm'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import type { TestHarness } from 'wrangler'
import { jobs } from '../../src/jobs/schema.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { POLL_JOB } from '../../src/sources/polling/schedule.ts'
import { addSources } from '../../src/sources/register.ts'
import { draft, winter } from '../support/application.ts'
import { bundleOf, startBuiltWorkers } from '../support/built-workers.ts'
import { useProgram } from '../support/use-program.ts'
import { startWorker } from '../support/worker.ts'
import { POWER, SCHOOL } from './drafts.ts'

const NOW = '2026-11-21T09:00:00Z'
const VARIABLES = {
  BASE_URL: 'https://guichet.example',
  FAKE_NOW: NOW,
  ALLOW_PRIVATE_SOURCES: '1',
  SUBREQUESTS: '22',
}
/** Two of them are connections to the database. */
const MOST = 20

describe('the Worker, in workerd and in front of PostgreSQL', () => {
  const program = useProgram(NOW)
  let worker: TestHarness

  beforeAll(async () => {
    await program.say('plateforme', [SCHOOL, POWER])
    worker = await startBuiltWorkers(program.url, VARIABLES)
  })
  afterAll(async () => {
    await worker?.close()
  })

  test('shows a change to the next visitor, though it kept the page', async () => {
    const title = 'Curage des fossés du hameau'
    expect(await (await worker.fetch('/')).text()).not.toContain(title)
    await program.say('plateforme', [
      draft('fosses', { object: title, deadline: winter('2026-12-20T12:00') }),
    ])
    expect(await (await worker.fetch('/')).text()).toContain(title)
  })

  test('gives each request connections of its own, and leaves none open', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => worker.fetch(`/?q=mot${i % 4}`)),
    )
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    await vi.waitFor(
      async () => {
        const open = await program.database.sql`
          select pid from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`
        expect(open).toHaveLength(0)
      },
      { timeout: 10_000 },
    )
  })

  test('polls the sources whose time has come when the cron trigger fires, within what it may ask, and leaves no turn out', async () => {
    const feeds = await Promise.all(
      Array.from({ length: 20 }, (_, at) => serveFeed(`Voirie du chemin ${at}`)),
    )
    const neighbours = [1, 2].map((each) => `${feeds[0]?.url}/${each}`)
    await program.deps.db.delete(jobs)
    await program.deps.db.transaction((tx) =>
      addSources(
        tx,
        [...feeds.map(({ url }) => url), ...neighbours].map((url) => ({
          url,
          partner: 'narbonne',
          kind: 'rss' as const,
        })),
        { now: new Date(NOW), demonstration: false },
      ),
    )
    const asked = () => feeds.reduce((total, feed) => total + feed.asked(), 0)
    const looked = () => feeds.filter((feed) => feed.asked() > 0).length
    const trigger = async () => {
      const before = asked()
      const { outcome } = await worker.getWorker('guichet-desk').scheduled({ cron: '* * * * *' })
      expect(outcome).toBe('ok')
      // What was cut short and whose turn had not come is due a minute later.
      await program.deps.db
        .update(jobs)
        .set({ runAt: sql`now()` })
        .where(and(eq(jobs.kind, POLL_JOB), lte(jobs.runAt, sql`now() + interval '61 seconds'`)))
      return asked() - before
    }
    expect(await trigger()).toBeLessThanOrEqual(MOST)
    expect(looked()).toBeLessThan(feeds.length)
    for (let minute = 2; minute <= 4; minute += 1) expect(await trigger()).toBeLessThanOrEqual(MOST)
    // Each was read once, those on one host one after the other; nothing is due twice.
    expect(feeds.map((feed) => feed.read())).toEqual(feeds.map((_, at) => (at === 0 ? 3 : 1)))
    const board = await (await worker.fetch('/consultations.csv')).text()
    for (const at of feeds.keys()) expect(board).toContain(`Voirie du chemin ${at}`)
    await Promise.all(feeds.map((feed) => feed.close()))
  })

  test('shows the last page it kept while the database is away', async () => {
    const page = await (await worker.fetch('/')).text()
    const server = openPostgres(inject('databases').postgresUrl, { max: 1 })
    const name = server.sql(new URL(program.url).pathname.slice(1))
    await server.sql`alter database ${name} with allow_connections false`
    try {
      const kept = await worker.fetch('/')
      expect(kept.status).toBe(200)
      expect(kept.headers.get('age')).toMatch(/^\d+$/)
      expect(await kept.text()).toBe(page)
      expect((await worker.fetch('/sante')).status).toBe(503)
      expect((await worker.fetch('/nulle-part')).status).toBe(404)
    } finally {
      await server.sql`alter database ${name} with allow_connections true`
      await server.close()
    }
    expect((await worker.fetch('/sante')).status).toBe(200)
  })
})

test('a Worker without BASE_URL answers nothing, and says why in its log', async () => {
  const worker = await startWorker('postgres://127.0.0.1:1/nothing', { BASE_URL: '' })
  try {
    await expect(worker.fetch('/')).rejects.toThrow('BASE_URL')
  } finally {
    await worker.close()
  }
})

test('the readers’ Worker stays under 400 kB, with nothing of the desk or of sources', async () => {
  const { size, sources } = await bundleOf('readers')
  expect(size).toBeGreaterThan(100_000)
  expect(size).toBeLessThan(400_000)
  expect(sources).toContain('src/application.ts')
  expect(sources.filter((file) => /^src\/(espace|api)\/|rss-parser|tldts/.test(file))).toEqual([])
  expect(sources.filter(onNodeOnly)).toEqual([])
})

test('the desk’s Worker fits what the platform takes, with nothing that only Node can do', async () => {
  const { size, sources } = await bundleOf('desk')
  // The free plan takes 3 MB, the paid one 10 MB.
  expect(size).toBeLessThan(1_200_000)
  expect(sources).toContain('src/app.ts')
  expect(sources.filter(onNodeOnly)).toEqual([])
})

function onNodeOnly(file: string): boolean {
  return /^src\/(commands|runtime\/node)\/|pglite|\/undici\//.test(file)
}

/** A feed of one consultation on loopback; `asked` counts the requests, `read` those that were taken to the end. */
async function serveFeed(title: string) {
  const counts = { asked: 0, read: 0 }
  const server = createServer((_request, response) => {
    counts.asked += 1
    response.on('finish', () => (counts.read += 1))
    response.setHeader('content-type', 'application/rss+xml')
    response.end(`<rss version="2.0"><channel><title>Marchés</title><item>
      <title>${title}</title><link>https://profil.example/1</link><guid>1</guid>
      <description>Date limite de remise des offres : 14/12/2026 à 16h00</description>
    </item></channel></rss>`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/flux`,
    asked: () => counts.asked,
    read: () => counts.read,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
