import { setTimeout as pause } from 'node:timers/promises'
import { and, type AnyColumn, eq, isNotNull, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { jobs } from '../../../src/jobs/schema.ts'
import { POLL_JOB } from '../../../src/sources/polling/schedule.ts'
import { addSources } from '../../../src/sources/register.ts'
import { sourceHosts } from '../../../src/sources/schema.ts'
import { bought, draft, winter } from '../../support/application.ts'
import { type Proxy, startProxy } from '../../support/proxy.ts'
import { type Relay, startRelay } from '../../support/relay.ts'
import { type ServingProcess, startServing } from '../../support/serving.ts'
import { described, type SourceServer, startSource } from '../../support/source-server.ts'
import { useProgram } from '../../support/use-program.ts'

const NOW = '2026-11-21T09:00:00Z'
const TWO_SECONDS = 2_000
/** A limit on waiting, not on speed. */
const PATIENCE = { timeout: 30_000, interval: 20 }
/** A scope of this test: the server says it once whenever versions are read again. */
const COUNTED = 'zz-counted'
/** Nobody lets a third reading of the versions begin before it knows what the first two said. */
const READINGS = 3
const CHANNEL = 'guichet_versions'
const WRITES = process.env['DEEP'] ? 40 : 2

const program = useProgram(NOW)

beforeAll(async () => {
  await program.deps.db.execute(sql`
    insert into data_versions (scope, version, changed_at) values (${COUNTED}, 1, now())`)
})

const write = (title: string) =>
  program.say('plateforme', [
    draft(title, {
      object: title,
      buyers: bought('Ville de Narbonne'),
      deadline: winter('2026-12-15T12:00'),
    }),
  ])

describe('a process beside others', () => {
  let serving: ServingProcess
  let relay: Relay
  let listenRelay: Relay
  let readings: () => number

  beforeAll(async () => {
    relay = await startRelay(program.url)
    listenRelay = await startRelay(program.url)
    readings = relay.countOf(COUNTED)
    serving = await startServing({
      DATABASE_URL: relay.url,
      DATABASE_LISTEN_URL: listenRelay.url,
      FAKE_NOW: NOW,
    })
    await vi.waitFor(async () => expect(await listening()).toHaveLength(1), PATIENCE)
  })
  afterAll(async () => {
    await serving?.kill()
    await relay?.close()
    await listenRelay?.close()
  })

  const text = async (path: string) => (await fetch(serving.origin + path)).text()
  /** Server processes on which somebody listens. */
  const listening = () =>
    program.deps.db.execute<{ pid: number }>(sql`
      select pid from pg_stat_activity
      where datname = current_database() and query = 'listen "guichet_versions"'`)
  /** Answers once everything told has been heard: alone, a process reads versions once a second. */
  async function hearsWhatIsTold(): Promise<void> {
    const before = readings()
    for (let told = 0; told < 100; told += 1)
      await program.deps.db.execute(sql`select pg_notify(${CHANNEL}, ${COUNTED})`)
    await vi.waitFor(() => expect(readings() - before).toBeGreaterThanOrEqual(100), PATIENCE)
  }
  /**
   * Asks for these pages until each shows what has just been written. Who asks at once may be given what was; two seconds
   * later nobody is, once the process can have heard of it: after that many readings.
   */
  async function showSoon(title: string): Promise<void> {
    const before = readings()
    const paths = ['/?tri=parution', '/consultations.rss', '/consultations.csv']
    const later = pause(TWO_SECONDS)
    for (const path of paths) await text(path)
    await later
    for (const path of paths)
      for (;;) {
        const since = readings() - before
        if ((await text(path)).includes(title)) break
        expect(since).toBeLessThan(READINGS)
      }
  }

  test('shows what another writes within two seconds', { timeout: 240_000 }, async () => {
    for (let each = 0; each < WRITES; each += 1) {
      await text('/consultations.rss')
      await write(`Voirie ${each}`)
      await showSoon(`Voirie ${each}`)
    }
  })

  test('reads them as soon as it is told', { timeout: 60_000 }, hearsWhatIsTold)

  test(
    'goes on without the connection on which it is told, and has another one later',
    { timeout: 240_000 },
    async () => {
      const [lost] = await listening()
      listenRelay.isOpen = false
      await program.deps.db.execute(sql`select pg_terminate_backend(${lost?.pid ?? 0})`)
      for (let each = 0; each < WRITES; each += 1) {
        await write(`Toiture ${each}`)
        await showSoon(`Toiture ${each}`)
      }
      expect(await listening()).toEqual([])
      listenRelay.isOpen = true
      await vi.waitFor(async () => expect(await listening()).toHaveLength(1), PATIENCE)
      await hearsWhatIsTold()
      const [again] = await listening()
      await program.deps.db.execute(sql`select pg_terminate_backend(${again?.pid ?? 0})`)
      await vi.waitFor(async () => {
        const [now] = await listening()
        expect(now?.pid).not.toBe(again?.pid)
        expect(now).toBeDefined()
      }, PATIENCE)
      await hearsWhatIsTold()
      expect(serving.log.filter((line) => /error|unavailable/.test(line))).toEqual([])
    },
  )

  test(
    'finds every connection again after the server was away, and shows what was written meanwhile',
    { timeout: 120_000 },
    async () => {
      relay.isOpen = listenRelay.isOpen = false
      await write('Passerelle')
      expect(await text('/consultations.rss')).not.toContain('Passerelle')
      relay.isOpen = listenRelay.isOpen = true
      await vi.waitFor(
        async () => expect(await text('/consultations.rss')).toContain('Passerelle'),
        PATIENCE,
      )
      await vi.waitFor(async () => expect(await listening()).toHaveLength(1), PATIENCE)
      await hearsWhatIsTold()
    },
  )
})

const isLookUnderWay = and(eq(jobs.kind, POLL_JOB), isNotNull(jobs.lease))

describe('two processes behind a proxy, one of which is killed', () => {
  const NAMES = ['un', 'deux']
  const FEEDS = 6
  let serving: ServingProcess[]
  let proxy: Proxy
  let publishers: SourceServer[]
  /** Who asked for each feed, in turn. */
  let asked: string[][]

  beforeAll(async () => {
    asked = Array.from({ length: FEEDS }, () => [])
    publishers = await Promise.all(Array.from({ length: FEEDS }, () => startSource()))
    for (const [feed, publisher] of publishers.entries()) {
      publisher.publish([
        {
          guid: `26F${feed}`,
          title: `Entretien du bâtiment ${feed}`,
          text: described({
            buyer: 'Ville de Narbonne',
            reference: `26F${feed}`,
            deadline: '15/12/2026 à 12h00',
          }),
        },
      ])
      const { answer } = publisher
      publisher.answer = (request, response) => {
        const [, by = ''] =
          /https:\/\/(\w+)\.example/.exec(request.headers['user-agent'] ?? '') ?? []
        asked[feed]?.push(by)
        // The first feed is never answered to who asks first.
        if (feed > 0 || (asked[feed]?.length ?? 0) > 1) answer(request, response)
      }
    }
    serving = await Promise.all(
      NAMES.map((name) =>
        startServing({
          DATABASE_URL: program.url,
          BASE_URL: `https://${name}.example`,
          FAKE_NOW: NOW,
          POLL: 'on',
          ALLOW_PRIVATE_SOURCES: '1',
        }),
      ),
    )
    proxy = await startProxy(serving.map(({ origin }) => origin))
  })
  afterAll(async () => {
    await proxy?.close()
    for (const process of serving ?? []) await process.kill()
    for (const publisher of publishers ?? []) await publisher.close()
  })

  test(
    'readers notice nothing, no feed is asked for twice, and what the killed one had begun is done by the other',
    { timeout: 120_000 },
    async () => {
      const list = publishers.map(({ url }) => ({ url, partner: 'narbonne', kind: 'rss' }))
      await program.deps.db.transaction((tx) =>
        addSources(tx, list, { now: new Date(NOW), demonstration: false }),
      )
      await vi.waitFor(async () => {
        expect(asked.every((by) => by.length > 0)).toBe(true)
        expect(await program.deps.db.$count(jobs, isLookUnderWay)).toBe(1)
      }, PATIENCE)
      const [[holder = ''] = []] = asked
      const killed = serving[NAMES.indexOf(holder)]
      const survivor = serving[1 - NAMES.indexOf(holder)]
      if (!killed || !survivor) throw new Error(`nobody is called ${holder}`)

      const statuses: number[] = []
      const over = new AbortController()
      const reader = async (number: number) => {
        for (let turn = 0; !over.signal.aborted; turn += 1) {
          // One in three is rendered, the others are kept.
          const path = turn % 3 === 0 ? `/?q=bati${number}x${turn}` : '/consultations.rss'
          const answer = await fetch(proxy.origin + path).catch(() => null)
          await answer?.arrayBuffer().catch(() => {})
          statuses.push(answer?.status ?? 0)
        }
      }
      const readers = Array.from({ length: 6 }, (_, number) => reader(number))
      await vi.waitFor(() => expect(statuses.length).toBeGreaterThan(60), PATIENCE)
      await killed.kill()
      const [sinceKill, toSurvivor] = [statuses.length, proxy.given.get(survivor.origin) ?? 0]
      await vi.waitFor(() => expect(statuses.length).toBeGreaterThan(sinceKill + 100), PATIENCE)
      expect(proxy.given.get(survivor.origin)).toBeGreaterThan(toSurvivor + 90)

      // Until its lease runs out nobody takes what the killed one had begun.
      expect(asked[0]).toEqual([holder])
      await letTwoMinutesPass()
      await vi.waitFor(() => expect(asked[0]).toHaveLength(2), PATIENCE)
      over.abort()
      await Promise.all(readers)
      expect(statuses.filter((status) => status !== 200).length).toBeLessThanOrEqual(proxy.broken)
      expect(proxy.broken).toBeLessThanOrEqual(readers.length)
      expect(asked.map((by) => by.length)).toEqual([2, 1, 1, 1, 1, 1])
      const feed = async () => (await fetch(`${survivor.origin}/consultations.rss`)).text()
      await vi.waitFor(async () => {
        const shown = await feed()
        for (let each = 0; each < FEEDS; each += 1)
          expect(shown).toContain(`Entretien du bâtiment ${each}`)
      }, PATIENCE)
    },
  )

  async function letTwoMinutesPass(): Promise<void> {
    const earlier = (column: AnyColumn) => sql`${column} - interval '2 minutes'`
    await program.deps.db.update(jobs).set({ leasedUntil: earlier(jobs.leasedUntil) })
    await program.deps.db.update(sourceHosts).set({ busyUntil: earlier(sourceHosts.busyUntil) })
  }
})
