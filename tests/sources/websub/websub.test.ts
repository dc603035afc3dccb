import { once } from 'node:events'
import type { Server } from 'node:http'
import fc from 'fast-check'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../../src/app.ts'
import { notices, sourceRecords, sources } from '../../../src/consultations/schema.ts'
import type { Deps } from '../../../src/deps.ts'
import { jobs } from '../../../src/jobs/schema.ts'
import { tick } from '../../../src/jobs/tick.ts'
import { createCheckedFetch } from '../../../src/runtime/node/checked-fetch.ts'
import { createNodeServer } from '../../../src/runtime/node/server.ts'
import { POLL_JOB } from '../../../src/sources/polling/schedule.ts'
import { pollSources } from '../../../src/sources/polling/poll-all.ts'
import { type PollOutcome, pollSource } from '../../../src/sources/polling/poll.ts'
import { addSources } from '../../../src/sources/register.ts'
import { sourceHealth } from '../../../src/sources/schema.ts'
import { webSubJobs } from '../../../src/sources/websub/do-jobs.ts'
import { PUSH_JOB, TEND_JOB } from '../../../src/sources/websub/jobs.ts'
import { pushStates } from '../../../src/sources/websub/push-state.ts'
import { webSubPushes, webSubSubscriptions } from '../../../src/sources/websub/schema.ts'
import { enginesOfLongSuites } from '../../support/databases.ts'
import { call, type Hub, startHub } from '../../support/hub.ts'
import {
  described,
  type PublishedItem,
  rssOf,
  type SourceServer,
  startSource,
} from '../../support/source-server.ts'
import { useProgram } from '../../support/use-program.ts'

const RUNS = process.env['DEEP'] ? 2_000 : 60
const NOW = '2026-11-23T09:00:00Z'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const voirie = item('Voirie', '2026-01')
const toiture = item('Toiture', '2026-02')
const peinture = item('Peinture', '2026-03')

function item(title: string, reference: string, deadline = '15/01/2027 à 12h00'): PublishedItem {
  const text = described({ buyer: 'Ville de Narbonne', reference, deadline })
  return { guid: reference, title: `${title} de l’école`, text }
}

describe.each(enginesOfLongSuites)('hubs of feeds, on %s', (engine) => {
  const program = useProgram(NOW, engine)
  let deps: Deps
  let server: Server
  let feed: SourceServer
  let hub: Hub
  let sourceId: number

  beforeAll(async () => {
    let app: ReturnType<typeof createApp> | undefined
    server = createNodeServer(
      { fetch: (request) => app?.fetch(request) ?? new Response(null, { status: 503 }) },
      program.deps,
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    deps = {
      ...program.deps,
      fetch: createCheckedFetch({ allowPrivate: true }),
      config: { ...program.deps.config, baseUrl: `http://127.0.0.1:${port}` },
    }
    app = createApp(deps)
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(async () => {
    program.clock.now = new Date(NOW)
    await program.deps.db.execute(
      sql`truncate consultations, lots, awards, consultation_buyers, notices, source_records,
        source_record_versions, source_health, source_hosts, sources, jobs restart identity cascade`,
    )
    hub = await startHub()
    feed = await startSource()
    publish([voirie])
    const added = await program.deps.db.transaction((tx) =>
      addSources(tx, [{ url: feed.url, partner: 'narbonne', kind: 'rss' }], {
        now: program.clock.now,
        demonstration: false,
      }),
    )
    sourceId = (added.ok && added.ids[0]) || 0
  })
  afterEach(() => Promise.all([hub.close(), feed.close()]))

  function documentOf(items: PublishedItem[], hubs = [hub.url]): string {
    const links = hubs.map((href) => `<atom:link rel="hub" href="${href}"/>`)
    const self = `<atom:link rel="self" href="${feed.url}"/>`
    return rssOf(items).replace('<channel>', `<channel>${links.join('')}${self}`)
  }

  function publish(items: PublishedItem[], hubs = [hub.url], headers = {}): void {
    const document = documentOf(items, hubs)
    feed.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers }).end(document)
    }
  }

  /** Does the jobs of one kind, as if their time had come, in one process or another. */
  async function doJobs(
    kind: typeof TEND_JOB | typeof PUSH_JOB,
    processes = [deps],
  ): Promise<void> {
    await letTimeCome(kind)
    await Promise.all(
      processes.map(async (each) => {
        const handler = webSubJobs(each)[kind]
        if (handler) await tick(each, { [kind]: handler })
      }),
    )
    await hub.settled()
  }

  async function letTimeCome(kind: string): Promise<void> {
    const { db } = program.deps
    await db
      .update(jobs)
      .set({ runAt: sql`now()` })
      .where(eq(jobs.kind, kind))
    await db.execute(sql`update source_hosts set next_at = now(), busy_until = now()`)
  }

  /** Looks at the source, as the job does that waits for its time in these tests. */
  async function look(as = deps): Promise<PollOutcome> {
    await program.deps.db
      .update(jobs)
      .set({ runAt: sql`now() + interval '1 day'` })
      .where(eq(jobs.kind, POLL_JOB))
    return pollSource(as, sourceId)
  }
  const tend = (as = deps) => doJobs(TEND_JOB, [as])
  const readPushes = () => doJobs(PUSH_JOB)
  const pass = (milliseconds: number) => {
    program.clock.now = new Date(program.clock.now.getTime() + milliseconds)
  }
  const subscribe = async () => {
    await look()
    await tend()
    pass(HOUR)
    await look()
  }
  const subscriptionRow = async () => (await program.deps.db.select().from(webSubSubscriptions))[0]
  const subscription = async () => {
    const row = await subscriptionRow()
    if (!row) throw new Error('no subscription')
    return row
  }
  const push = async () =>
    (await pushStates(program.deps.db, [sourceId], program.clock.now)).get(sourceId)
  const told = async () =>
    (await program.deps.db.select({ id: sourceRecords.externalId }).from(sourceRecords))
      .map(({ id }) => id)
      .toSorted()
  /** In how many seconds the next job of a kind will be done. */
  const jobIn = async (kind: string) => {
    const [job] = await program.deps.db
      .select({ seconds: sql<number>`extract(epoch from ${jobs.runAt} - now())::float8` })
      .from(jobs)
      .where(eq(jobs.kind, kind))
    return job ? Math.round(job.seconds) : null
  }
  const pauseAfter = (outcome: PollOutcome) =>
    outcome.nextPollAt.getTime() - program.clock.now.getTime()

  test('a feed that names a hub is subscribed to, and what is pushed is on the board', async () => {
    await look()
    expect(await push()).toMatchObject({ state: 'asked', hub: hub.url, leaseEndsAt: null })
    await tend()
    const { token, secret } = await subscription()
    expect(hub.requests).toEqual([
      {
        callback: `${deps.config.baseUrl}/websub/${token}`,
        mode: 'subscribe',
        topic: feed.url,
        lease_seconds: '864000',
        secret,
      },
    ])
    expect(hub.verifications).toMatchObject([{ status: 200, echoed: true }])
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(secret).toMatch(/^[\w-]{43}$/)
    await tend()
    expect(await jobIn(TEND_JOB)).toBe(7.5 * 86_400)

    const looks = feed.requests.length
    expect(await hub.push(documentOf([voirie, toiture]))).toEqual([202])
    expect(await told()).toEqual(['2026-01'])
    await readPushes()
    expect(await told()).toEqual(['2026-01', '2026-02'])
    expect(await program.text('/')).toContain('Toiture de l’école')
    expect(feed.requests).toHaveLength(looks)
    expect(await push()).toMatchObject({ state: 'trusted', since: program.clock.now, ignored: 0 })
    expect(await program.deps.db.select().from(webSubPushes)).toEqual([])
  })

  test('the poller does it all by itself', async () => {
    await pollSources(deps, 'due', () => {})
    await hub.settled()
    expect(hub.subscribers).toHaveLength(1)
    await hub.push(documentOf([voirie, toiture]))
    await pollSources(deps, 'due', () => {})
    expect(await told()).toEqual(['2026-01', '2026-02'])
    expect(feed.requests).toHaveLength(1)
  })

  test('a source whose pushes are trusted is looked at every six hours, and no consultation is there twice', async () => {
    publish([{ ...voirie, pubDate: 'Mon, 23 Nov 2026 08:00:00 GMT' }])
    await subscribe()
    const before = pauseAfter(await look())
    await hub.push(documentOf([voirie, toiture]))
    await readPushes()
    publish([voirie, toiture])
    pass(HOUR)
    const after = await look()
    expect(after).toMatchObject({ kind: 'read', counts: { added: 0, changed: 0 } })
    expect(pauseAfter(after)).toBe(6 * HOUR)
    expect(before).toBeLessThanOrEqual(6 * HOUR)
    expect(await push()).toMatchObject({ state: 'trusted' })
    expect(await told()).toEqual(['2026-01', '2026-02'])
  })

  test('a hub of the Link header is asked before those of the document', async () => {
    const other = await startHub()
    publish([voirie], [hub.url], { link: `<${other.url}>; rel="hub"` })
    await look()
    await tend()
    expect(other.requests).toMatchObject([{ mode: 'subscribe', topic: feed.url }])
    expect(hub.requests).toEqual([])
    await other.close()
  })

  test('of several hubs the first that accepts is used', async () => {
    const second = await startHub()
    hub.manner = 503
    publish([voirie], [hub.url, second.url])
    await look()
    await tend()
    await tend()
    await second.settled()
    expect([hub.requests.length, second.requests.length]).toEqual([1, 1])
    expect(await push()).toMatchObject({ hub: second.url, errorCode: null })
    expect((await subscription()).leaseEndsAt).not.toBeNull()
    await second.close()
  })

  test.each([307, 308])('a hub that has moved is followed: %i', async (status) => {
    const home = await startHub()
    hub.manner = status
    hub.headers = { location: home.url }
    await look()
    await tend()
    await home.settled()
    expect(home.requests).toMatchObject([{ mode: 'subscribe', topic: feed.url }])
    expect((await subscription()).leaseEndsAt).not.toBeNull()
    await home.close()
  })

  test.each([301, 302, 303])(
    'a request is not given to another address than the hub’s: %i',
    async (status) => {
      const elsewhere = await startHub()
      hub.manner = status
      hub.headers = { location: elsewhere.url }
      await look()
      await tend()
      expect(elsewhere.requests).toEqual([])
      expect(await push()).toMatchObject({ state: 'asked', errorCode: 'http-status' })
      await elsewhere.close()
    },
  )

  test('a hub that is away is asked again later and later, and looks go on as ever', async () => {
    hub.manner = 503
    await look()
    for (const atLeast of [24, 48, 96, 192]) {
      await tend()
      await tend()
      const seconds = await jobIn(TEND_JOB)
      expect(seconds).toBeGreaterThanOrEqual(atLeast * 60)
      expect(seconds).toBeLessThanOrEqual((atLeast / 0.8) * 60)
      pass((seconds ?? 0) * 1000 + MINUTE)
    }
    expect(hub.requests).toHaveLength(4)
    publish([voirie, toiture])
    expect(await look()).toMatchObject({ kind: 'read', counts: { added: 1 } })
    expect(await push()).toMatchObject({ state: 'asked', errorCode: 'http-status' })
  })

  test('a hub that asks for patience gets it', async () => {
    hub.manner = 429
    hub.headers = { 'retry-after': '7200' }
    await look()
    await tend()
    await tend()
    expect(await jobIn(TEND_JOB)).toBe(7200)
  })

  test('a hub that does not ask back is given up after ten minutes', async () => {
    hub.manner = 'silent'
    await look()
    await tend()
    await tend()
    expect(await jobIn(TEND_JOB)).toBe(600)
    pass(10 * MINUTE)
    await tend()
    expect(await push()).toMatchObject({ state: 'asked', errorCode: 'unverified' })
    await tend()
    expect(hub.requests).toHaveLength(1)
  })

  test('a hub that says no is asked again a day later, and its pushes count for nothing', async () => {
    await subscribe()
    await call(hub.requests[0] ?? { callback: null, topic: null }, { mode: 'denied' })
    expect(await push()).toMatchObject({ state: 'asked', errorCode: 'denied', leaseEndsAt: null })
    expect(await hub.push(documentOf([voirie, toiture]))).toEqual([202])
    await readPushes()
    expect(await told()).toEqual(['2026-01'])
    await tend()
    expect(await jobIn(TEND_JOB)).toBe(86_400)
    pass(DAY)
    await tend()
    expect(hub.requests).toHaveLength(2)
    expect(await push()).toMatchObject({ errorCode: null })
  })

  test('a push that nobody signed, or somebody else, is counted and changes nothing', async () => {
    await subscribe()
    const body = documentOf([voirie, toiture])
    for (const signature of [null, '', 'sha256=', `sha256=${'0'.repeat(64)}`, 'md5=00'])
      expect(await hub.push(body, { signature })).toEqual([202])
    expect(await program.deps.db.select().from(webSubPushes)).toEqual([])
    expect(await jobIn(PUSH_JOB)).toBeNull()
    expect(await push()).toMatchObject({ state: 'asked', ignored: 5, pushedAt: null })
    expect(await told()).toEqual(['2026-01'])
  })

  test.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)(
    'a push may be signed with %s',
    async (method) => {
      await subscribe()
      await hub.push(documentOf([toiture]), { method })
      await readPushes()
      expect(await told()).toEqual(['2026-01', '2026-02'])
    },
  )

  test('a push that is too large is refused, and one that nobody asked for too', async () => {
    await subscribe()
    expect(await hub.push('x'.repeat(5 * 1024 * 1024 + 1))).toEqual([413])
    const [subscriber] = hub.subscribers
    if (subscriber) subscriber.callback = `${deps.config.baseUrl}/websub/${'a'.repeat(43)}`
    expect(await hub.push(documentOf([toiture]))).toEqual([410])
    expect(await program.deps.db.select().from(webSubPushes)).toEqual([])
  })

  test('many pushes at once are one look at the source, and the first are read', async () => {
    await subscribe()
    for (let number = 0; number < 7; number += 1)
      expect(await hub.push(documentOf([item('Lot', `2026-1${number}`)]))).toEqual([202])
    expect(await program.deps.db.select().from(webSubPushes)).toHaveLength(5)
    expect(await jobIn(POLL_JOB)).toBeLessThanOrEqual(60)
    await readPushes()
    expect(await told()).toHaveLength(6)
  })

  test('a document that the hub cut, or that is none, has the source looked at', async () => {
    await subscribe()
    pass(HOUR)
    await hub.push('<html><body>Erreur</body></html>')
    await readPushes()
    expect(await jobIn(POLL_JOB)).toBeLessThanOrEqual(0)
    const whole = documentOf([toiture, peinture])
    await hub.push(whole.slice(0, whole.indexOf('Peinture')))
    await readPushes()
    expect(await told()).toEqual(['2026-01', '2026-02'])
  })

  test('a correction is believed from the source alone, which is looked at at once', async () => {
    await subscribe()
    pass(HOUR)
    const corrected = item('Voirie', '2026-01', '22/01/2027 à 12h00')
    await hub.push(documentOf([corrected, toiture]))
    await readPushes()
    expect(await told()).toEqual(['2026-01', '2026-02'])
    const corrections = () =>
      program.deps.db
        .select()
        .from(notices)
        .where(sql`${notices.kind} in ('correction', 'extension')`)
    expect(await corrections()).toEqual([])
    expect(await jobIn(POLL_JOB)).toBeLessThanOrEqual(0)
    publish([corrected, toiture])
    expect(await look()).toMatchObject({ counts: { changed: 1, added: 0 } })
    expect(await corrections()).toHaveLength(1)
    expect(await push()).toMatchObject({ state: 'trusted' })
    // An old document that comes late takes nothing back.
    await hub.push(documentOf([voirie]))
    await readPushes()
    expect(await corrections()).toHaveLength(1)
    expect(await told()).toEqual(['2026-01', '2026-02'])
  })

  test('pushes are distrusted once a look finds what they missed, until they bring something again', async () => {
    await subscribe()
    await hub.push(documentOf([voirie, toiture]))
    await readPushes()
    pass(6 * HOUR)
    publish([voirie, toiture, peinture])
    const found = await look()
    expect(found).toMatchObject({ counts: { added: 1 } })
    expect(pauseAfter(found)).toBe(30 * MINUTE)
    await tend()
    expect(await push()).toMatchObject({ state: 'trusted' })
    expect(await jobIn(TEND_JOB)).toBe(600)
    pass(10 * MINUTE)
    await tend()
    expect(await push()).toMatchObject({ state: 'distrusted', since: program.clock.now })
    expect(pauseAfter(await look())).toBe(30 * MINUTE)

    pass(HOUR)
    await hub.push(documentOf([item('Chauffage', '2026-04')]))
    await readPushes()
    expect(await push()).toMatchObject({ state: 'trusted', since: program.clock.now })
    expect(pauseAfter(await look())).toBe(6 * HOUR)
  })

  test('a push that comes some minutes after the look is not too late', async () => {
    await subscribe()
    pass(HOUR)
    publish([voirie, toiture])
    await look()
    pass(5 * MINUTE)
    await hub.push(documentOf([voirie, toiture]))
    await readPushes()
    pass(HOUR)
    await tend()
    expect(await push()).toMatchObject({ state: 'asked', errorCode: null })
    expect((await subscription()).distrustedAt).toBeNull()
  })

  test('what came out while the subscription was not alive is not held against it', async () => {
    await look()
    await tend()
    pass(HOUR)
    publish([voirie, toiture])
    await look()
    expect((await subscription()).missedAt).toBeNull()
    pass(HOUR)
    publish([voirie, toiture, peinture])
    await look()
    expect((await subscription()).missedAt).toEqual(program.clock.now)
  })

  test('a lease is renewed before it ends, and taken up again after a gap', async () => {
    hub.lease = 3600
    await look()
    await tend()
    await tend()
    expect(await jobIn(TEND_JOB)).toBe(2700)
    pass(45 * MINUTE)
    await tend()
    expect(hub.requests).toHaveLength(2)
    expect(new Set(hub.requests.map(({ callback }) => callback)).size).toBe(1)
    const renewed = await subscription()
    expect(renewed.leaseEndsAt).toEqual(new Date(program.clock.now.getTime() + HOUR))
    expect(renewed.aliveSince).toEqual(new Date(NOW))

    hub.manner = 503
    pass(45 * MINUTE)
    await tend()
    pass(HOUR)
    expect(await push()).toMatchObject({ state: 'asked', leaseEndsAt: null })
    hub.manner = 'verify'
    await tend()
    expect((await subscription()).aliveSince).toEqual(program.clock.now)
  })

  test('a hub that grants no time is asked again as if it had granted ten days', async () => {
    hub.lease = null
    await look()
    await tend()
    await tend()
    expect(await jobIn(TEND_JOB)).toBe(7.5 * 86_400)
  })

  test('a hub that the feed names no more is told so', async () => {
    await subscribe()
    publish([voirie], [])
    await look()
    expect(await push()).toBeUndefined()
    expect(hub.subscribers).toHaveLength(1)
    expect(await hub.push(documentOf([toiture]))).toEqual([410])
    await tend()
    expect(hub.requests.at(-1)).toMatchObject({
      mode: 'unsubscribe',
      topic: feed.url,
      secret: null,
    })
    expect(hub.subscribers).toEqual([])
    expect(await subscriptionRow()).toBeUndefined()
    await tend()
    expect(await jobIn(TEND_JOB)).toBeNull()
  })

  test('a feed that names another hub has that one asked, and the first told', async () => {
    await subscribe()
    const other = await startHub()
    publish([voirie], [other.url])
    await look()
    await tend()
    await tend()
    await other.settled()
    expect(hub.subscribers).toEqual([])
    expect(other.subscribers).toHaveLength(1)
    expect(await program.deps.db.select().from(webSubSubscriptions)).toHaveLength(1)
    await other.close()
  })

  test('a feed that lives elsewhere now is asked for under its new address', async () => {
    await subscribe()
    const elsewhere = documentOf([voirie]).replace(feed.url, 'https://ville.example/flux')
    feed.answer = (_, response) => void response.end(elsewhere)
    await look()
    await tend()
    await tend()
    expect(hub.subscribers.map(({ topic }) => topic)).toEqual(['https://ville.example/flux'])
  })

  test('a feed that was cut before its hub’s name keeps its hub', async () => {
    await subscribe()
    const cut = rssOf([voirie, toiture])
    feed.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/rss+xml' })
      response.end(cut.slice(0, cut.indexOf('</item>') + 10))
    }
    expect(await look()).toMatchObject({ kind: 'read', items: 1 })
    expect((await subscription()).intent).toBe('subscribe')
  })

  test('only what was asked for is confirmed to a hub', async () => {
    hub.manner = 'silent'
    await look()
    const { token, topic } = await subscription()
    const callback = `${deps.config.baseUrl}/websub/${token}`
    const ask = (parameters: Record<string, string>, at = topic) =>
      call({ callback, topic: at }, { mode: 'subscribe', challenge: '<b>défi</b>', ...parameters })
    const no = { status: 404, body: '' }
    expect(await ask({})).toEqual(no)
    await tend()
    expect(await ask({}, `${topic}?`)).toEqual(no)
    expect(await ask({ mode: 'unsubscribe' })).toEqual(no)
    expect(await ask({ mode: 'constructor' })).toEqual(no)
    expect(await ask({ challenge: 'a'.repeat(3_000) })).toEqual(no)
    expect(await call({ callback, topic }, { mode: 'subscribe' })).toEqual(no)
    expect(
      await call({ callback: `${callback}a`, topic }, { mode: 'subscribe', challenge: 'a' }),
    ).toEqual(no)
    expect((await subscription()).leaseEndsAt).toBeNull()

    const url = new URL(callback)
    url.search = String(
      new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.challenge': '<b>' }),
    )
    const yes = await fetch(url)
    expect(await yes.text()).toBe('<b>')
    expect(yes.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(yes.headers.get('x-content-type-options')).toBe('nosniff')
    expect(yes.headers.get('cache-control')).toContain('no-store')
    expect(await ask({})).toEqual(no)
  })

  test('a push outlives the process that took it, and is read once by several', async () => {
    await subscribe()
    await hub.push(documentOf([voirie, toiture]))
    await hub.push(documentOf([voirie, toiture, peinture]))
    const restarted = () => ({ ...deps, lists: undefined })
    await doJobs(PUSH_JOB, [restarted(), restarted(), restarted()])
    expect(await told()).toEqual(['2026-01', '2026-02', '2026-03'])
    expect(await program.deps.db.select().from(webSubPushes)).toEqual([])
  })

  test('one of several processes asks the hub', async () => {
    await look()
    await doJobs(TEND_JOB, [deps, { ...deps }, { ...deps }])
    await tend()
    expect(hub.requests).toHaveLength(1)
  })

  test('a hub without TLS is told no secret, and its pushes have the source looked at', async () => {
    // The names of this test stand for the servers on this machine.
    const named = createCheckedFetch({ allowPrivate: true })
    const local: typeof fetch = (input, init) =>
      named(
        String(input)
          .replace('http://hub.example/hub', hub.url)
          .replace('http://ville.example/flux', feed.url),
        init,
      )
    const { baseUrl } = deps.config
    const config = {
      ...deps.config,
      allowPrivateSources: false,
      baseUrl: 'https://guichet.example',
    }
    const open: Deps = { ...deps, config, fetch: local }
    const app = createApp(open)
    await program.deps.db.update(sources).set({ url: 'http://ville.example/flux' })
    publish([voirie], ['http://hub.example/hub'])
    hub.manner = 'silent'
    await look(open)
    await tend(open)
    expect(hub.requests).toMatchObject([{ mode: 'subscribe', secret: null }])
    const path = new URL(hub.requests[0]?.callback ?? '').pathname
    expect(hub.requests[0]?.callback).toBe(`https://guichet.example${path}`)
    const question = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': hub.requests[0]?.topic ?? '',
      'hub.challenge': 'défi',
    })
    expect((await app.request(`${baseUrl}${path}?${question}`)).status).toBe(200)
    pass(HOUR)
    publish([voirie, toiture], ['http://hub.example/hub'])
    const pushed = await app.request(path, { method: 'POST', body: documentOf([peinture]) })
    expect(pushed.status).toBe(202)
    expect(await program.deps.db.select().from(webSubPushes)).toEqual([])
    expect(await jobIn(POLL_JOB)).toBeLessThanOrEqual(0)
    await look(open)
    expect(await told()).toEqual(['2026-01', '2026-02'])
    expect(await push()).toMatchObject({ state: 'trusted' })
  })

  test('an instance that no hub can reach asks none', async () => {
    for (const baseUrl of [
      'http://localhost:8080',
      'http://127.0.0.1',
      'https://[::1]',
      'https://nas.local',
    ]) {
      const config = { ...deps.config, allowPrivateSources: false, baseUrl }
      const named = createCheckedFetch({ allowPrivate: true })
      const local: typeof fetch = (input, init) =>
        named(String(input).replace('http://ville.example/flux', feed.url), init)
      await program.deps.db.update(sources).set({ url: 'http://ville.example/flux' })
      await program.deps.db.update(sourceHealth).set({ bodyHash: null })
      expect(await look({ ...deps, config, fetch: local })).toMatchObject({ kind: 'read' })
    }
    expect(await subscriptionRow()).toBeUndefined()
  })

  test('whatever is sent to a callback, the answer is no error and nothing changes', async () => {
    await subscribe()
    const { token } = await subscription()
    const errors: unknown[] = []
    const app = createApp({ ...deps, log: (event, fields) => void errors.push([event, fields]) })
    const state = async () => {
      const { ignored: _, ...row } = await subscription()
      const [pushes, records] = await Promise.all([
        program.deps.db.select().from(webSubPushes),
        program.deps.db.select().from(sourceRecords),
      ])
      return { row, pushes, records }
    }
    const before = await state()
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }).map((given) => given.toWellFormed()),
      fc.constantFrom('subscribe', 'unsubscribe', feed.url, '', '\0', 'a'.repeat(5_000)),
    )
    const names = fc.constantFrom(
      'hub.mode',
      'hub.topic',
      'hub.challenge',
      'hub.lease_seconds',
      'x',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'HEAD'),
        fc.oneof({ weight: 3, arbitrary: fc.constant(token) }, { weight: 1, arbitrary: words }),
        fc.array(fc.tuple(names, words), { maxLength: 5 }),
        fc.uint8Array({ maxLength: 500 }),
        fc.option(
          fc.oneof(
            fc.stringMatching(/^sha(1|256|512)=[\da-f]{0,128}$/),
            fc.constantFrom('sha256=', '='),
          ),
        ),
        async (method, at, parameters, body, signature) => {
          const path = `/websub/${encodeURIComponent(at)}?${new URLSearchParams(parameters)}`
          const answer = await app.request(path, {
            method,
            ...(method === 'POST' ? { body: new Uint8Array(body) } : {}),
            headers: signature === null ? {} : { 'x-hub-signature': signature },
          })
          expect(answer.status).toBeLessThan(500)
          expect(errors).toEqual([])
        },
      ),
      { numRuns: RUNS },
    )
    expect(await state()).toEqual(before)
  })

  test('an end that the hub does not confirm comes with the lease', async () => {
    await subscribe()
    publish([voirie], [])
    await look()
    hub.manner = 500
    await tend()
    expect(
      await program.deps.db
        .select()
        .from(webSubSubscriptions)
        .where(
          and(eq(webSubSubscriptions.intent, 'unsubscribe'), eq(webSubSubscriptions.failures, 1)),
        ),
    ).toHaveLength(1)
    pass(10 * DAY)
    await tend()
    expect(await subscriptionRow()).toBeUndefined()
  })
})
