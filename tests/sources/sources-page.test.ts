import { eq } from 'drizzle-orm'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bumpVersions } from '../../src/db/versions.ts'
import type { Deps } from '../../src/deps.ts'
import { createCheckedFetch } from '../../src/runtime/node/checked-fetch.ts'
import { looksAt } from '../../src/sources/polling/kept-looks.ts'
import { pollSource } from '../../src/sources/polling/poll.ts'
import { addSources } from '../../src/sources/register.ts'
import { sourceHealth } from '../../src/sources/schema.ts'
import { webSubSubscriptions } from '../../src/sources/websub/schema.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { frenchFeed, frenchItem } from '../support/french-feed.ts'
import { pageText } from '../support/page-text.ts'
import { useProgram } from '../support/use-program.ts'

describe.each(enginesOfLongSuites)('the state of sources, on %s', (engine) => {
  const program = useProgram('2026-11-21T09:00:00Z', engine)
  let deps: Deps
  let server: Server
  let id = 0
  /** What the source answers: a document, or a status. */
  let answer: string | number = ''

  beforeAll(async () => {
    deps = { ...program.deps, fetch: createCheckedFetch({ allowPrivate: true }) }
    server = createServer((_, response) => {
      response.statusCode = typeof answer === 'number' ? answer : 200
      response.setHeader('content-type', 'application/rss+xml')
      response.end(typeof answer === 'number' ? '' : answer)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/flux`
    ;[id = 0] = await add([{ url, name: 'Profil de Narbonne' }])
  })
  afterAll(async () => {
    server.close()
  })

  async function add(list: { url: string; name: string }[]): Promise<number[]> {
    const added = await program.deps.db.transaction((tx) =>
      addSources(
        tx,
        list.map((each) => ({ ...each, partner: 'narbonne', kind: 'rss' })),
        { now: program.clock.now, demonstration: false },
      ),
    )
    return added.ok ? added.ids : []
  }

  const look = async (said: string | number) => {
    answer = said
    program.later(1 / 48)
    return pollSource(deps, id)
  }
  const page = async (path: string) => {
    program.later(1 / 720)
    return pageText(await program.text(path))
  }
  const data = async () => JSON.parse(await program.text(`/sources/${id}.json`))
  const broken = (title: string, guid = 'MP2026-001') =>
    frenchFeed(frenchItem({ title, guid, link: `https://mairie.example/avis/${guid.slice(-1)}` }))

  test('tells how each document was read, and where its faults stand', async () => {
    await look(broken('Réfection & peinture'))
    const text = await page('/sources')
    expect(text).toContain('Toutes les sources répondent.')
    expect(text).toContain('Document réparé à la lecture')
    expect(text).toContain('Un « & » n’est pas écrit « &amp; » (ligne 4, colonne 24).')
    expect(await data()).toMatchObject({
      state: 'ok',
      reading: 'repaired',
      warnings: [{ code: 'bare-ampersand', line: 4, column: 24, item: null }],
      noticesLast30Days: 1,
      looks: [{ outcome: 'read', items: 1, added: 1, changed: 0, error: null }],
    })
    await look(broken('Réfection &amp; peinture'))
    expect(await data()).toMatchObject({ reading: 'strict', warnings: [] })
    await look(`${broken('Réfection').replace('</channel></rss>', '')}<item>`)
    expect(await data()).toMatchObject({ state: 'partial', reading: 'lenient' })
  })

  test('keeps what was last read while a source fails, and tells why', async () => {
    await look(500)
    const text = await page('/sources')
    expect(text).toContain('Une source est en difficulté.')
    expect(text).toContain('Le site a répondu par une erreur (code 500).')
    expect(await page(`/sources/${id}`)).toContain('Derniers relevés')
    expect((await data()).looks[0]).toMatchObject({
      outcome: 'failed',
      error: 'Le site a répondu par une erreur (code 500).',
    })
  })

  test('counts the notices of thirty days', async () => {
    await look(frenchFeed(frenchItem() + broken('Toiture', 'MP2026-002')))
    expect((await data()).noticesLast30Days).toBeGreaterThan(1)
    program.later(31)
    expect((await data()).noticesLast30Days).toBe(0)
  })

  test('calls a source silent that tells nothing new for four times its rhythm', async () => {
    const item = (n: number) =>
      frenchItem({
        guid: `P-${n}`,
        link: `https://mairie.example/avis/9${n}`,
        title: `Travaux numéro ${n}`,
        pubDate: new Date(program.clock.now.getTime() - n * 86_400_000).toUTCString(),
      })
    await look(frenchFeed([1, 2, 3, 4].map(item).join('')))
    const [health] = await program.deps.db
      .select()
      .from(sourceHealth)
      .where(eq(sourceHealth.sourceId, id))
    expect(health).toMatchObject({
      lastNewAt: program.clock.now,
      usualRhythmMs: 7 * 86_400_000,
    })
    program.later(27.9)
    expect(await data()).toMatchObject({ state: 'ok' })
    program.later(0.2)
    expect(await data()).toMatchObject({ state: 'quiet' })
    expect(await page('/sources')).toContain('plus longtemps que d’ordinaire')
    await look(frenchFeed([1, 2, 3, 4, 5].map(item).join('')))
    expect(await data()).toMatchObject({ state: 'ok' })
  })

  test('tells since when a source has no items any more', async () => {
    await look(frenchFeed(''))
    expect(await data()).toMatchObject({ state: 'empty', items: 0 })
    expect(await page('/sources')).toContain('Sans aucune fiche depuis le')
  })

  test('tells whether what is new is pushed, by whom, and whether that can be relied on', async () => {
    expect(await data()).toMatchObject({ push: null })
    const now = program.clock.now
    const until = new Date(now.getTime() + 9 * 86_400_000)
    const say = async (row: Partial<typeof webSubSubscriptions.$inferInsert>) => {
      await program.deps.db.delete(webSubSubscriptions)
      await program.deps.db.insert(webSubSubscriptions).values({
        sourceId: id,
        token: 't',
        secret: 'top-secret',
        topic: 'https://mairie.example/flux',
        hubs: ['https://hub.example/hub'],
        hub: 'https://hub.example/hub',
        intent: 'subscribe',
        ...row,
      })
      await program.deps.db.transaction((tx) => bumpVersions(tx, ['sources']))
      const told = (await data()).push.text.replaceAll(/[\u00A0\u202F]/g, ' ')
      expect(await page('/sources')).toContain(told)
      expect(await page(`/sources/${id}`)).toContain(told)
      expect(JSON.stringify(await data())).not.toContain('top-secret')
      return told
    }
    expect(await say({})).toContain('sont demandées à hub.example')
    expect(await say({ errorCode: 'refused' })).toContain('elles seront redemandées')
    expect(await say({ leaseEndsAt: until })).toContain('aucune ne l’a encore été')
    expect(await say({ leaseEndsAt: until, trustedAt: now, pushedAt: now, ignored: 2 })).toMatch(
      /annoncées par hub\.example.*dernière annonce.*2 annonces sans bonne signature/,
    )
    expect(await say({ leaseEndsAt: until, distrustedAt: now })).toContain(
      'n’a pas annoncé une nouveauté',
    )
    await program.deps.db.delete(webSubSubscriptions)
  })

  test('keeps fifty looks, the last ones', async () => {
    for (let n = 0; n < 52; n += 1) await look(n % 3 === 0 ? 500 : 404)
    const looks = await looksAt(program.deps.db, id)
    expect(looks).toHaveLength(50)
    expect(looks.map(({ at }) => at)).toEqual(
      looks.map(({ at }) => at).toSorted((one, other) => other.getTime() - one.getTime()),
    )
    expect(looks[0]).toMatchObject({ outcome: 'failed', code: 'http-status', detail: '500' })
    expect(looks[1]).toMatchObject({ detail: '404' })
  })

  test('stays one bounded page, however many sources there are', async () => {
    await add(
      Array.from({ length: 130 }, (_, n) => ({
        url: `https://s${n}.example/flux`,
        name: `Source numéro ${n}`,
      })),
    )
    const first = await page('/sources')
    const html = await program.text('/sources')
    const next = /href="(\/sources\?apres=\d+)"/.exec(html)?.[1] ?? ''
    const second = await page(next)
    const named = (text: string) => text.match(/Source numéro \d+/g) ?? []
    expect(named(first)).toHaveLength(99)
    expect(new Set([...named(first), ...named(second)]).size).toBe(130)
    expect(second).toContain('début de la liste')
    expect(JSON.parse(await program.text('/sources.json'))).toHaveLength(131)
  })

  test('answers « introuvable » for a source that is none', async () => {
    for (const path of ['/sources/999999', '/sources/999999.json', '/sources/x'])
      expect((await program.app.request(path)).status).toBe(404)
    expect((await program.app.request('/sources?apres=x')).status).toBe(200)
  })
})
