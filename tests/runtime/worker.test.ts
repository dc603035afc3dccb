import { once } from 'node:events'
import { createServer } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import type { TestHarness } from 'wrangler'
import { jobs } from '../../src/jobs/schema.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { publishDocuments } from '../../src/documents/publish-document.ts'
import { documentPath } from '../../src/documents/queries.ts'
import { storeDocument } from '../../src/documents/store-document.ts'
import { readAssets } from '../../src/runtime/node/assets.ts'
import { addSources } from '../../src/sources/register.ts'
import { bought, draft, testProgram, type TestProgram, winter } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { pdf } from '../support/document-files.ts'
import { buildBundle, startWorker } from '../support/worker.ts'

const NOW = '2026-11-21T09:00:00Z'
const VARIABLES = {
  BASE_URL: 'https://guichet.example',
  FAKE_NOW: NOW,
  ALLOW_PRIVATE_SOURCES: '1',
}

describe('the Worker, in workerd and in front of PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof openTestPostgres>>
  let program: TestProgram
  let worker: TestHarness

  beforeAll(async () => {
    database = await openTestPostgres('ready')
    program = await testProgram(database, NOW)
    await program.say('plateforme', [
      draft(
        'ecole',
        {
          object: 'Construction d’un groupe scolaire',
          buyers: bought('Ville de Narbonne', '21110262900019'),
          category: 'works',
          cpv: ['45210000'],
          place: { kind: 'unrecognised', name: 'Narbonne', code: null },
          deadline: winter('2026-12-15T12:00'),
          lots: [
            { number: '1', title: 'Gros œuvre' },
            { number: '2', title: 'Charpente' },
          ],
        },
        { publishedAt: '2026-11-20T08:00:00Z' },
      ),
      draft(
        'energie',
        {
          object: 'Fourniture et acheminement d’électricité',
          buyers: bought('SYADEN'),
          deadline: winter('2026-12-10T12:00'),
        },
        { publishedAt: '2026-11-19T08:00:00Z' },
      ),
    ])
    worker = await startWorker(database.url, VARIABLES)
  })
  afterAll(async () => {
    await worker?.close()
    await database?.close()
  })

  test.each([
    '/',
    '/?type=travaux',
    '/consultations.rss',
    '/consultations.atom',
    '/consultations.json',
    '/consultations.ics',
    '/consultations.csv',
    '/flux',
    '/acheteurs/narbonne',
    '/attributions',
    '/sources.json',
    '/plan-du-site',
    '/sante/vif',
    '/sante/pret',
    '/?type=inconnu',
    '/nulle-part',
  ])('answers %s as Node does, to the byte', async (path) => {
    const here = await worker.fetch(path)
    const onNode = await program.app.request(path)
    expect(await here.text()).toBe(await onNode.text())
    expect(here.status).toBe(onNode.status)
    expect(headersOf(here)).toEqual(headersOf(onNode))
  })

  test('refuses an unknown filter value and an unknown address', async () => {
    expect((await worker.fetch('/?type=inconnu')).status).toBe(400)
    expect((await worker.fetch('/nulle-part')).status).toBe(404)
  })

  test('answers 304 to those who have the page already, and HEAD without a body', async () => {
    const first = await worker.fetch('/consultations.rss')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"\w+"$/)
    const again = await worker.fetch('/consultations.rss', { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const head = await worker.fetch('/consultations.rss', { method: 'HEAD' })
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag])
  })

  test('serves styles, scripts and pictures under the addresses they have on Node', async () => {
    for (const { name, hash, type, bytes } of readAssets().values()) {
      const [stem, extension] = name.split('.')
      const answer = await worker.fetch(`/assets/${stem}.${hash}.${extension}`)
      expect([answer.status, answer.headers.get('content-type')], name).toEqual([200, type])
      expect(answer.headers.get('cache-control')).toContain('immutable')
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes), name).toBe(true)
    }
  })

  test('gives a document of many chunks to its last byte, and any part of it', async () => {
    const bytes = pdf(3_000_000)
    const giver = { partnerId: 1, actor: 'test', now: new Date(NOW) }
    const stored = await storeDocument(database.db, { name: 'a.pdf', bytes }, giver, {
      antivirusUrl: '',
    })
    if (!stored.ok) throw new Error(stored.problem)
    await database.db.transaction((tx) => publishDocuments(tx, [stored.document.id], giver))
    const path = documentPath(stored.document)
    const answer = await worker.fetch(path)
    expect(answer.headers.get('accept-ranges')).toBe('bytes')
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
    const part = await worker.fetch(path, { headers: { range: 'bytes=262100-800000' } })
    expect(part.status).toBe(206)
    const expected = bytes.subarray(262_100, 800_001)
    expect(Buffer.from(await part.arrayBuffer()).equals(expected)).toBe(true)
  })

  test('streams the open data as Node does, and not again to who has them', async () => {
    const path = '/donnees/ocds.jsonl.gz'
    const answer = await worker.fetch(path)
    const onNode = await program.app.request(path)
    const text = gunzipSync(await answer.arrayBuffer()).toString('utf8')
    expect(text).toBe(gunzipSync(await onNode.arrayBuffer()).toString('utf8'))
    expect(text.trimEnd().split('\n')).toHaveLength(2)
    expect(headersOf(answer)).toEqual(headersOf(onNode))
    const headers = { 'if-none-match': answer.headers.get('etag') ?? '' }
    expect((await worker.fetch(path, { headers })).status).toBe(304)
    for (const name of ['consultations.csv', 'contrats.csv', 'titulaires.csv', 'decp.json']) {
      const there = await (await program.app.request(`/donnees/${name}`)).text()
      expect(await (await worker.fetch(`/donnees/${name}`)).text(), name).toBe(there)
    }
    expect((await worker.fetch('/donnees/ocds/9999.jsonl.gz')).status).toBe(404)
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
        const open = await database.sql`
          select pid from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`
        expect(open).toHaveLength(0)
      },
      { timeout: 10_000 },
    )
  })

  test('polls the sources whose time has come when the cron trigger fires', async () => {
    const feed = await serveFeed('Réfection de la voirie communale')
    await database.db.delete(jobs)
    await database.db.transaction((tx) =>
      addSources(tx, [{ url: feed.url, partner: 'narbonne', kind: 'rss' }], {
        now: new Date(NOW),
        demonstration: false,
      }),
    )
    const trigger = () => worker.getWorker('guichet-desk').scheduled({ cron: '*/5 * * * *' })
    expect((await trigger()).outcome).toBe('ok')
    expect(await (await worker.fetch('/')).text()).toContain('Réfection de la voirie communale')
    await trigger()
    expect(feed.asked()).toBe(1)
    await feed.close()
  })

  test('shows the last page it kept while the database is away', async () => {
    const page = await (await worker.fetch('/')).text()
    const server = openPostgres(inject('databases').postgresUrl, { max: 1 })
    const name = server.sql(new URL(database.url).pathname.slice(1))
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
  const { size, sources } = await buildBundle('readers')
  expect(size).toBeGreaterThan(100_000)
  expect(size).toBeLessThan(400_000)
  expect(sources).toContain('src/application.ts')
  expect(sources.filter((file) => /^src\/(espace|api)\/|rss-parser|tldts/.test(file))).toEqual([])
  expect(sources.filter(onNodeOnly)).toEqual([])
})

test('the desk’s Worker fits what the platform takes, with nothing that only Node can do', async () => {
  const { size, sources } = await buildBundle('desk')
  expect(size).toBeLessThan(1_000_000)
  expect(sources).toContain('src/app.ts')
  expect(sources.filter(onNodeOnly)).toEqual([])
})

function onNodeOnly(file: string): boolean {
  return /^src\/(commands|runtime\/node)\/|pglite|\/undici\//.test(file)
}

/** What the application said; the way it was sent is each runtime's. */
function headersOf(response: { headers: Iterable<[string, string]> }): Record<string, string> {
  const headers = Object.fromEntries(response.headers)
  // Each request has an id of its own.
  for (const name of ['content-length', 'transfer-encoding', 'mf-content-encoding', 'x-request-id'])
    delete headers[name]
  return headers
}

/** A feed of one consultation on loopback; `asked` counts the requests. */
async function serveFeed(title: string) {
  let requests = 0
  const server = createServer((_request, response) => {
    requests += 1
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
    asked: () => requests,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
