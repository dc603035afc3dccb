import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { and, type AnyColumn, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { consultations, notices, sourceRecords } from '../../src/consultations/schema.ts'
import type { Deps } from '../../src/deps.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { createCheckedFetch } from '../../src/runtime/node/checked-fetch.ts'
import { pollSources } from '../../src/sources/polling/poll-all.ts'
import { pollSource } from '../../src/sources/polling/poll.ts'
import { addSources } from '../../src/sources/register.ts'
import { registrableHost } from '../../src/sources/fetch/registrable-host.ts'
import { sourceHealth, sourceHosts } from '../../src/sources/schema.ts'
import { type Program, startProgram } from '../support/program.ts'
import { described, rssOf } from '../support/source-server.ts'
import { faultsIn } from '../support/stored.ts'
import { useProgram } from '../support/use-program.ts'

const NOW = '2026-11-21T09:00:00Z'
const FEEDS = 20
const ITEMS = 2
const EVERY_FEED = Array.from({ length: FEEDS }, (_, feed) => feed)
/** A process takes seconds to start on a busy machine. */
const PATIENCE = { timeout: 60_000, interval: 20 }

describe('pollers of one database', () => {
  const program = useProgram(NOW)
  let publishers: Publishers
  let sourceIds: number[]
  const started: Program[] = []

  beforeAll(async () => {
    publishers = await startPublishers()
  })
  afterAll(async () => {
    await publishers.close()
  })
  beforeEach(async () => {
    await program.deps.db.execute(
      sql`truncate consultations, lots, awards, consultation_buyers, notices, source_records,
        source_record_versions, source_health, source_hosts, sources, jobs,
        reference_counters
        restart identity cascade`,
    )
    program.clock.now = new Date(NOW)
    publishers.asked = []
    publishers.deadline = '15/12/2026 à 12h00'
    publishers.hold = () => null
    const list = publishers.urls.map((url) => ({ url, partner: 'narbonne', kind: 'rss' }))
    const added = await program.deps.db.transaction((tx) =>
      addSources(tx, list, { now: new Date(NOW), demonstration: false }),
    )
    sourceIds = added.ok ? added.ids : []
  })

  afterEach(async () => {
    for (const { process, ended } of started.splice(0)) {
      process.kill('SIGKILL')
      await ended
    }
  })

  /** Starts a real one, which names itself to publishers. */
  async function startPoller(name: string): Promise<Program> {
    const poller = await startProgram(['poll'], {
      DATABASE_URL: program.url,
      BASE_URL: `https://${name}.example`,
      FAKE_NOW: NOW,
      ALLOW_PRIVATE_SOURCES: '1',
    })
    started.push(poller)
    return poller
  }

  /** As if two days had gone by for these feeds: their time has come, and whoever had them has lost them. */
  async function letTimePass(feeds: number[]): Promise<void> {
    const earlier = (column: AnyColumn) => sql`${column} - interval '2 days'`
    await program.deps.db
      .update(jobs)
      .set({ runAt: earlier(jobs.runAt), leasedUntil: earlier(jobs.leasedUntil) })
      .where(
        inArray(
          jobs.key,
          feeds.map((feed) => String(sourceIds[feed])),
        ),
      )
    await program.deps.db
      .update(sourceHosts)
      .set({ nextAt: earlier(sourceHosts.nextAt), busyUntil: earlier(sourceHosts.busyUntil) })
      .where(
        inArray(
          sourceHosts.host,
          feeds.map((feed) => registrableHost(publishers.urls[feed] ?? '')),
        ),
      )
  }

  const runningJobs = () => program.deps.db.$count(jobs, gt(jobs.leasedUntil, sql`now()`))

  async function stored() {
    const { db } = program.deps
    return {
      consultations: await db.$count(consultations),
      notices: await db.$count(notices),
      records: await db.$count(sourceRecords),
      failures: await db.$count(sourceHealth, isNotNull(sourceHealth.errorCode)),
      waitingJobs: await db.$count(jobs, and(gt(jobs.runAt, sql`now()`), sql`lease is null`)),
      faults: await faultsIn(db),
    }
  }
  /** After so many notices of each. */
  const everything = (times: number) => ({
    consultations: FEEDS * ITEMS,
    notices: FEEDS * ITEMS * times,
    records: FEEDS * ITEMS,
    failures: 0,
    waitingJobs: FEEDS,
    faults: [],
  })

  test(
    'share the feeds out and ask for each once in each cycle',
    { timeout: 120_000 },
    async () => {
      for (const [cycle, deadline] of ['15/12/2026 à 12h00', '22/12/2026 à 12h00'].entries()) {
        publishers.asked = []
        publishers.deadline = deadline
        const bothAsk = Promise.withResolvers<void>()
        publishers.hold = () => bothAsk.promise
        const pollers = await Promise.all(['un', 'deux'].map(startPoller))
        await vi.waitFor(
          () => expect(new Set(publishers.asked.map(({ by }) => by)).size).toBe(2),
          PATIENCE,
        )
        bothAsk.resolve()
        for (const { ended } of pollers) expect(await ended).toMatchObject({ status: 0, err: '' })
        expect(publishers.timesAsked()).toEqual(EVERY_FEED.map(() => 1))
        expect(await stored()).toEqual(everything(cycle + 1))
        await letTimePass(EVERY_FEED)
      }
    },
  )

  test(
    'leave the feeds of a killed one alone until its leases run out, then read them',
    {
      timeout: 120_000,
    },
    async () => {
      const lastAnswer = Promise.withResolvers<void>()
      publishers.hold = ({ by }) => {
        if (by === 'tue') return new Promise(() => {})
        return publishers.asked.filter((ask) => ask.by === by).length === 1
          ? lastAnswer.promise
          : null
      }
      const killed = await startPoller('tue')
      await vi.waitFor(() => expect(publishers.asked.length).toBeGreaterThan(0), PATIENCE)
      const other = await startPoller('autre')
      const unread = () => publishers.asked.filter(({ by }) => by === 'tue').map(({ feed }) => feed)
      await vi.waitFor(async () => {
        expect(publishers.asked).toHaveLength(FEEDS)
        expect(await runningJobs()).toBe(unread().length + 1)
      }, PATIENCE)
      killed.process.kill('SIGKILL')
      expect(await killed.ended).toMatchObject({ killed: true })

      const found: number[] = []
      await pollSources(program.deps, 'due', (sourceId) => found.push(sourceId))
      expect(found).toEqual([])

      await letTimePass(unread())
      lastAnswer.resolve()
      expect(await other.ended).toMatchObject({ status: 0, err: '' })
      const again = unread()
      expect(publishers.timesAsked()).toEqual(
        EVERY_FEED.map((feed) => (again.includes(feed) ? 2 : 1)),
      )
      expect(await stored()).toEqual(everything(1))
    },
  )

  test('that slept past its lease does not put back what another has read since', async () => {
    const deps: Deps = { ...program.deps, fetch: createCheckedFetch({ allowPrivate: true }) }
    const [sourceId = 0] = sourceIds
    await pollSource(deps, sourceId)

    publishers.deadline = '22/12/2026 à 12h00'
    const asleep = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    const sleeper = pollSource(
      {
        ...deps,
        async fetch(...request) {
          const response = await deps.fetch(...request)
          const body = await response.arrayBuffer()
          answered.resolve()
          await asleep.promise
          return new Response(body, response)
        },
      },
      sourceId,
    )
    await answered.promise
    program.clock.now = new Date(Date.parse(NOW) + 180_000)
    publishers.deadline = '05/01/2027 à 12h00'
    await pollSource(deps, sourceId)
    asleep.resolve()
    await sleeper
    const deadlines = await program.deps.db
      .select({ wall: sql`${consultations.facts} -> 'deadline' ->> 'wall'` })
      .from(consultations)
    expect(deadlines.map(({ wall }) => wall)).toEqual(['2027-01-05T12:00', '2027-01-05T12:00'])
    expect(await program.deps.db.$count(notices, eq(notices.kind, 'extension'))).toBe(ITEMS)
  })
})

interface Ask {
  feed: number
  /** The poller that asks. */
  by: string
}

/** Twenty publishers, each on a port of its own: one host would be asked for one feed at a time. */
interface Publishers {
  urls: string[]
  asked: Ask[]
  /** Of every item, as it is written. */
  deadline: string
  /** What an answer waits for. */
  hold(ask: Ask): Promise<void> | null
  /** How often each feed was asked for. */
  timesAsked(): number[]
  close(): Promise<void>
}

async function startPublishers(): Promise<Publishers> {
  const publishers: Publishers = {
    urls: [],
    asked: [],
    deadline: '',
    hold: () => null,
    timesAsked: () =>
      EVERY_FEED.map((feed) => publishers.asked.filter((ask) => ask.feed === feed).length),
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((closed) => server.close(closed))
      }
    },
  }
  const servers = EVERY_FEED.map((feed) =>
    createServer(async (request, response) => {
      const [, by = ''] = /https:\/\/(\w+)\.example/.exec(request.headers['user-agent'] ?? '') ?? []
      const ask = { feed, by }
      publishers.asked.push(ask)
      response.writeHead(200, { 'content-type': 'application/rss+xml' })
      response.flushHeaders()
      await publishers.hold(ask)
      response.end(feedOf(feed, publishers.deadline))
    }),
  )
  for (const [feed, server] of servers.entries()) {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    publishers.urls.push(`http://127.0.0.1:${port}/${feed}.xml`)
  }
  return publishers
}

function feedOf(feed: number, deadline: string): string {
  return rssOf(
    Array.from({ length: ITEMS }, (_, item) => {
      const reference = `26F${String(feed).padStart(2, '0')}${item}`
      return {
        guid: reference,
        title: `Entretien du bâtiment ${reference}`,
        link: `https://marches.example/avis/${reference}`,
        pubDate: 'Fri, 20 Nov 2026 08:00:00 +0100',
        text: described({ buyer: 'Ville de Narbonne', reference, deadline }),
      }
    }),
  )
}
