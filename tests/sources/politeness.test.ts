import { eq, inArray, sql } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import { sources } from '../../src/consultations/schema.ts'
import type { Deps } from '../../src/deps.ts'
import { endTurn, takeTurn } from '../../src/sources/polling/hosts.ts'
import { registrableHost } from '../../src/sources/fetch/registrable-host.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { createOutageWatch } from '../../src/sources/polling/outage.ts'
import { pollSources } from '../../src/sources/polling/poll-all.ts'
import { pollSource } from '../../src/sources/polling/poll.ts'
import { addSources } from '../../src/sources/register.ts'
import { sourceHealth, sourceHosts } from '../../src/sources/schema.ts'
import { createCheckedFetch } from '../../src/runtime/node/checked-fetch.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { idOfPartner } from '../support/directory.ts'
import { described, type SourceServer, startSource } from '../support/source-server.ts'
import { useProgram } from '../support/use-program.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe.each(enginesOfLongSuites)('a good neighbour, on %s', (engine) => {
  const program = useProgram('2026-11-23T09:00:00Z', engine)
  let deps: Deps
  let server: SourceServer
  let id: number

  beforeAll(async () => {
    deps = { ...program.deps, fetch: createCheckedFetch({ allowPrivate: true }) }
  })
  beforeEach(async () => {
    program.clock.now = new Date('2026-11-23T09:00:00Z')
    await program.deps.db.execute(
      sql`truncate consultations, lots, awards, consultation_buyers, notices, source_records,
        source_record_versions, source_health, source_hosts, sources, jobs restart identity cascade`,
    )
    server = await startSource()
    const added = await program.deps.db.transaction((tx) =>
      addSources(tx, [{ url: server.url, partner: 'narbonne', kind: 'rss' }], {
        now: program.clock.now,
        demonstration: false,
      }),
    )
    id = (added.ok && added.ids[0]) || 0
  })
  afterEach(() => server.close())

  const look = () => pollSource(deps, id)
  const pass = (milliseconds: number) => {
    program.clock.now = new Date(program.clock.now.getTime() + milliseconds)
  }
  const health = async () => {
    const [row] = await program.deps.db
      .select()
      .from(sourceHealth)
      .where(eq(sourceHealth.sourceId, id))
    if (!row) throw new Error('no health')
    return row
  }
  const pauseOf = async (poll = look()) =>
    (await poll).nextPollAt.getTime() - program.clock.now.getTime()

  test('looks at one source of a host at a time, seconds apart, and leaves it alone as it asks', async () => {
    const { db } = program.deps
    expect(await takeTurn(db, 'aude.fr')).toBe(0)
    expect(await takeTurn(db, 'aude.fr')).toBeGreaterThan(0)
    expect(await takeTurn(db, 'narbonne.fr')).toBe(0)
    await endTurn(db, 'aude.fr', 0)
    const wait = await takeTurn(db, 'aude.fr')
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(2)
    await db.update(sourceHosts).set({ nextAt: sql`now() - interval '1 second'` })
    expect(await takeTurn(db, 'aude.fr')).toBe(0)
    await endTurn(db, 'aude.fr', 3600)
    expect(await takeTurn(db, 'aude.fr')).toBeGreaterThan(3500)
    await endTurn(db, 'aude.fr', 10 * 24 * 3600)
    const [blocked] = await db
      .select({ hours: sql<number>`extract(epoch from ${sourceHosts.nextAt} - now())::int / 3600` })
      .from(sourceHosts)
      .where(eq(sourceHosts.host, 'aude.fr'))
    expect(blocked?.hours).toBeLessThanOrEqual(24)
  })

  test('takes a turn that was given before the database’s clock went back', async () => {
    const { db } = program.deps
    await takeTurn(db, 'aude.fr')
    await db.update(sourceHosts).set({ busyUntil: sql`now() + interval '1 day'` })
    expect(await takeTurn(db, 'aude.fr')).toBe(0)
    expect(await takeTurn(db, 'aude.fr')).toBeGreaterThan(0)
  })

  test('that asked to be left alone is, for all sources on its host', async () => {
    server.answer = (_, response) => {
      response.writeHead(429, { 'retry-after': '7200' })
      response.end()
    }
    await pollSources(deps, 'due', () => {})
    expect(server.requests).toHaveLength(1)
    expect(await takeTurn(program.deps.db, registrableHost(server.url))).toBeGreaterThan(7_000)
    server.answer = (_, response) => response.writeHead(429).end()
    const vague = await look()
    const pause = (vague.nextPollAt.getTime() - program.clock.now.getTime()) / 1000
    if (vague.kind !== 'failed') throw new Error(vague.kind)
    expect(pause).toBeGreaterThan(0)
    expect(vague.hostBlockedSeconds).toBeCloseTo(pause, 2)
  })

  test('takes over the turn of a process that died', async () => {
    const { db } = program.deps
    await takeTurn(db, 'aude.fr')
    await db.update(sourceHosts).set({ busyUntil: sql`now() - interval '1 second'` })
    expect(await takeTurn(db, 'aude.fr')).toBe(0)
  })

  test('holds 429 and 503 neither against the source nor, for 503, against its host', async () => {
    server.answer = (_, response) => {
      response.writeHead(429, { 'retry-after': '7200' })
      response.end()
    }
    const tooMany = await look()
    expect(tooMany).toMatchObject({ kind: 'failed', hostBlockedSeconds: 7200 })
    expect(tooMany.nextPollAt.getTime() - program.clock.now.getTime()).toBe(2 * HOUR)
    server.answer = (_, response) => {
      response.writeHead(503, { 'retry-after': 'Mon, 23 Nov 2026 15:00:00 GMT' })
      response.end()
    }
    const away = await look()
    expect(away).toMatchObject({ kind: 'failed', hostBlockedSeconds: 0 })
    expect(away.nextPollAt).toEqual(new Date('2026-11-23T15:00:00Z'))
    expect((await health()).failures).toBe(0)
  })

  test('asks again after a week at an address that is gone, and keeps what it knew', async () => {
    server.answer = (_, response) => {
      response.writeHead(410)
      response.end()
    }
    expect(await pauseOf()).toBe(7 * DAY)
    expect(await health()).toMatchObject({ errorCode: 'gone', failures: 1 })
  })

  test('follows a permanent redirect once it has led to the same place over a day', async () => {
    const home = await startSource()
    home.publish([{ title: 'Voirie', guid: 'a' }])
    server.answer = (_, response) => {
      response.writeHead(301, { location: home.url })
      response.end()
    }
    const addressNow = async () => (await program.deps.db.select().from(sources))[0]?.url
    for (const pause of [HOUR, HOUR, 23 * HOUR]) {
      await look()
      expect(await addressNow()).toBe(server.url)
      pass(pause)
    }
    await look()
    expect(await addressNow()).toBe(home.url)
    expect(await health()).toMatchObject({ movedTo: null, movedTimes: 0 })
    const [line] = await program.deps.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, 'source-moved'))
    expect(line).toMatchObject({
      partnerId: await idOfPartner(program.deps.db, 'narbonne'),
      before: { url: server.url },
      after: { url: home.url },
    })
    await home.close()
  })

  test('follows a redirect after three looks, and never to where another source is', async () => {
    const [home, taken] = [await startSource(), await startSource()]
    for (const each of [home, taken]) each.publish([{ title: 'Voirie', guid: 'a' }])
    const list = [{ url: taken.url, partner: 'narbonne', kind: 'rss' }]
    await program.deps.db.transaction((tx) =>
      addSources(tx, list, { now: program.clock.now, demonstration: false }),
    )
    const addressAfter = async (location: string, pauses: number[]) => {
      server.answer = (_, response) => response.writeHead(301, { location }).end()
      for (const pause of pauses) {
        pass(pause)
        await look()
      }
      const [source] = await program.deps.db.select().from(sources).where(eq(sources.id, id))
      return source?.url
    }
    expect(await addressAfter(home.url, [0, 25 * HOUR])).toBe(server.url)
    expect(await addressAfter(taken.url, [HOUR, 13 * HOUR, 13 * HOUR])).toBe(server.url)
    expect(await health()).toMatchObject({ errorCode: null, movedTo: taken.url })
    expect(await addressAfter(home.url, [HOUR, 13 * HOUR, 13 * HOUR])).toBe(home.url)
    for (const each of [home, taken]) await each.close()
  })

  test('forgets a redirect that did not last', async () => {
    server.answer = (_, response) => {
      response.writeHead(301, { location: '/ailleurs' })
      response.end()
    }
    await look()
    server.publish([{ title: 'Voirie', guid: 'a' }])
    await look()
    expect(await health()).toMatchObject({ movedTo: null, movedSince: null, movedTimes: 0 })
  })

  test('asks for the whole document once a day, so that wrong validators are found out', async () => {
    server.publish([{ title: 'Voirie', guid: 'a' }], { etag: '"toujours"' })
    await look()
    pass(HOUR)
    await look()
    pass(DAY)
    await look()
    pass(HOUR)
    await look()
    expect(server.requests.map((request) => request.headers['if-none-match'])).toEqual([
      undefined,
      '"toujours"',
      undefined,
      '"toujours"',
    ])
  })

  test('reads what has changed under an equal ETag all the same, and logs it', async () => {
    const logged: unknown[] = []
    const log = (event: string, fields?: Record<string, unknown>) =>
      void logged.push([event, fields?.['etag']])
    server.publish([{ title: 'Voirie', guid: 'a' }], { etag: '"toujours"' })
    await pollSource({ ...deps, log }, id)
    expect(logged).toEqual([])
    pass(DAY + HOUR)
    server.publish(
      [
        { title: 'Voirie', guid: 'a' },
        { title: 'École', guid: 'b' },
      ],
      {
        etag: '"toujours"',
      },
    )
    expect(await pollSource({ ...deps, log }, id)).toMatchObject({ kind: 'read', items: 2 })
    expect(logged).toEqual([['wrong-validators', '"toujours"']])
  })

  test('looks closer while a deadline of the source is near, and no closer than it asks', async () => {
    const item = (deadline: string) => ({
      title: 'Réfection de la voirie',
      guid: 'a',
      text: described({ buyer: 'Ville de Narbonne', reference: 'V12', deadline }),
    })
    server.publish([item('15/12/2026 à 12h00')])
    expect(await pauseOf()).toBe(30 * MINUTE)
    server.publish([item('25/11/2026 à 12h00')])
    expect(await pauseOf()).toBe(15 * MINUTE)
    server.publish([item('25/11/2026 à 11h00')], { 'cache-control': 'public, max-age=3600' })
    expect(await pauseOf()).toBe(HOUR)
  })

  test('waits as long as the document asks, unchanged or not', async () => {
    server.answer = (_, response) =>
      void response.end(
        '<rss><channel><ttl>120</ttl><item><title>Voirie</title></item></channel></rss>',
      )
    expect(await pauseOf()).toBe(2 * HOUR)
    expect(await pauseOf()).toBe(2 * HOUR)
    server.publish([{ title: 'Voirie' }])
    expect(await pauseOf()).toBe(30 * MINUTE)
  })

  test.each([404, 500])('recovers within a day from a month of answers %d', async (status) => {
    server.answer = (_, response) => {
      response.writeHead(status)
      response.end()
    }
    const broken = program.clock.now.getTime()
    while (program.clock.now.getTime() - broken < 30 * DAY)
      program.clock.now = (await look()).nextPollAt
    const mended = program.clock.now.getTime()
    server.publish([{ title: 'Voirie', guid: 'a' }])
    const before = await health()
    expect(before.failures).toBeGreaterThan(30)
    program.clock.now = before.nextPollAt ?? program.clock.now
    expect(await look()).toMatchObject({ kind: 'read', items: 1 })
    expect(program.clock.now.getTime() - mended).toBeLessThanOrEqual(DAY)
    expect(await health()).toMatchObject({ failures: 0, errorCode: null })
  })

  test('does not hold our own network’s failure against the source', async () => {
    server.answer = (_, response) => response.destroy()
    const outcome = await pollSource(deps, id, { isOurOutage: () => true })
    expect(outcome.nextPollAt.getTime() - program.clock.now.getTime()).toBe(5 * MINUTE)
    expect(await health()).toMatchObject({ failures: 0, errorCode: 'our-network' })
  })

  test('knows whose failure it is again as soon as others answer', async () => {
    const others = await Promise.all([1, 2, 3].map(() => startSource()))
    const { db } = program.deps
    const list = others.map(({ url }) => ({ url, partner: 'narbonne', kind: 'rss' }))
    const added = await db.transaction((tx) =>
      addSources(tx, list, { now: program.clock.now, demonstration: false }),
    )
    const ids = added.ok ? added.ids : []
    /** Looks at these sources, whose time has come and whose hosts nobody else looks at. */
    const lookAt = async (which: number[]) => {
      await db.delete(sourceHosts)
      const later = sql`now() + interval '1 hour'`
      await db.update(jobs).set({ runAt: later })
      await db
        .update(jobs)
        .set({ runAt: sql`now()` })
        .where(inArray(jobs.key, which.map(String)))
      await pollSources(deps, 'due', () => {})
    }
    for (const each of [server, ...others]) each.answer = (_, response) => response.destroy()
    await lookAt(ids)
    await lookAt([id])
    expect(await health()).toMatchObject({ errorCode: 'our-network' })
    for (const each of others) each.publish([{ title: 'Voirie', guid: 'a' }])
    await lookAt(ids)
    await lookAt([id])
    expect((await health()).errorCode).not.toBe('our-network')
    expect((await health()).failures).toBe(1)
    for (const each of others) await each.close()
  })

  test('says when it looks next, and not where nobody looks', async () => {
    server.publish([{ title: 'Voirie', guid: 'a' }])
    const { nextPollAt } = await look()
    expect(await health()).toMatchObject({ nextPollAt })
    await program.deps.db.update(sources).set({ demonstration: true })
    const shown = async () => (await look(), (await health()).nextPollAt)
    expect(await shown()).toBeNull()
    server.publish([{ title: 'École', guid: 'b' }])
    expect(await shown()).toBeNull()
    server.answer = (_, response) => response.destroy()
    expect(await shown()).toBeNull()
  })

  test('notices a feed that falls empty, and when', async () => {
    await look()
    expect((await health()).emptySince).toBeNull()
    server.publish([{ title: 'Voirie', guid: 'a' }])
    await look()
    expect((await health()).emptySince).toBeNull()
    pass(HOUR)
    server.publish([])
    await look()
    const fallen = program.clock.now
    pass(HOUR)
    server.publish([], { 'x-new': '1' })
    await look()
    expect((await health()).emptySince).toEqual(fallen)
    expect(await program.text('/sources')).toContain('Vide, alors qu’elle ne l’était pas')
  })
})

describe('our own network', () => {
  const now = new Date('2026-11-23T09:00:00Z')

  test('is down when more than half of several hosts cannot be reached', () => {
    const watch = createOutageWatch()
    for (const host of ['a', 'b', 'c']) watch.note(host, 'dns', now)
    expect(watch.isOurs(now)).toBe(false)
    watch.note('d', 'timeout', now)
    expect(watch.isOurs(now)).toBe(true)
    watch.note('a', null, now)
    watch.note('b', 'http-status', now)
    expect(watch.isOurs(now)).toBe(false)
  })

  test('is judged by the last minutes only', () => {
    const watch = createOutageWatch()
    for (const host of ['a', 'b', 'c', 'd', 'e']) watch.note(host, 'network', now)
    expect(watch.isOurs(new Date(now.getTime() + 11 * MINUTE))).toBe(false)
  })
})
