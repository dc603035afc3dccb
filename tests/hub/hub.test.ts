import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { consultations } from '../../src/consultations/schema.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { hubJobs } from '../../src/hub/do-jobs.ts'
import { LOOK_JOB } from '../../src/hub/jobs.ts'
import { MOST_PER_HOST } from '../../src/hub/limits.ts'
import { hubSubscribers, hubTopics } from '../../src/hub/schema.ts'
import { enqueue } from '../../src/jobs/queue.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { tick } from '../../src/jobs/tick.ts'
import { createNodeServer } from '../../src/runtime/node/server.ts'
import { queueMail } from '../../src/mail/queue-mail.ts'
import type { OutgoingMail } from '../../src/mail/send.ts'
import { backgroundJobs, inGroups } from '../../src/runtime/background-jobs.ts'
import { pollSources } from '../../src/sources/polling/poll-all.ts'
import { addSources } from '../../src/sources/register.ts'
import { sourceHosts } from '../../src/sources/schema.ts'
import { webSubJobs } from '../../src/sources/websub/do-jobs.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { startHub } from '../support/hub.ts'
import { startSubscriber, type Subscriber } from '../support/subscriber.ts'
import { useProgram } from '../support/use-program.ts'
import { works } from '../alerts/support.ts'

const FRIDAY = new Date('2026-11-20T10:00:00+01:00')
const TOPIC = 'https://guichet.example/consultations.rss?metier=electricite'

const program = useProgram(FRIDAY.toISOString())
let subscriber: Subscriber
let number = 0

beforeEach(async () => {
  program.clock.now = FRIDAY
  for (const table of [hubSubscribers, hubTopics, jobs, rateLimits])
    await program.deps.db.delete(table)
  subscriber = await startSubscriber()
})
afterEach(() => subscriber.close())

const publish = (changes = {}) => program.say('profil', [works(`H${(number += 1)}`, changes)])

/** What a subscriber sends, as one who writes a program would. */
function ask(fields: Record<string, string> = {}, app = program.app) {
  return app.request('/hub', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.callback': subscriber.callback,
      'hub.secret': subscriber.secret,
      ...fields,
    }).toString(),
  })
}

/** One more process that does what is due; all that waits is. */
async function work(by: TestProgram = program): Promise<void> {
  const { db } = by.deps
  const handlers = hubJobs(by.deps, (path) => by.app.request(path), ['/consultations.rss'])
  for (let round = 0; round < 3; round += 1) {
    await db.execute(sql`update jobs set run_at = now(), leased_until = null`)
    await tick(by.deps, handlers, { limit: 20, lanes: 1 })
  }
}
const subscribers = () => program.deps.db.select().from(hubSubscribers)

describe('our hub', () => {
  it('asks back, and then sends the feed’s own bytes, signed, at each change and only then', async () => {
    await publish()
    const answer = await ask({ 'hub.lease_seconds': '864000' })
    expect(answer.status).toBe(202)
    await work()
    expect(subscriber.asked).toEqual([
      {
        mot: '1',
        'hub.mode': 'subscribe',
        'hub.topic': TOPIC,
        'hub.challenge': expect.stringMatching(/^[\w-]{43}$/),
        'hub.lease_seconds': '864000',
      },
    ])
    expect(subscriber.deliveries).toEqual([])

    await publish()
    await work()
    const feed = await program.app.request('/consultations.rss?metier=electricite')
    expect(subscriber.deliveries).toEqual([
      {
        contentType: 'application/rss+xml; charset=utf-8',
        link: feed.headers.get('link'),
        isSigned: true,
        body: await feed.text(),
      },
    ])
    // Something else changes: these bytes do not.
    await publish({ cpv: ['90910000'], object: 'Nettoyage des vitres' })
    await work()
    expect(subscriber.deliveries).toHaveLength(1)
  })

  it('sends once more after a failure, later each time, and nothing after the end', async () => {
    await ask()
    await work()
    subscriber.toDelivery = 500
    await publish()
    await work()
    expect((await subscribers())[0]).toMatchObject({ failingSince: FRIDAY, deliveredHash: null })
    expect(subscriber.deliveries.length).toBeGreaterThan(1)
    subscriber.toDelivery = 202
    await work()
    const count = subscriber.deliveries.length
    expect((await subscribers())[0]).toMatchObject({ failingSince: null, failures: 0 })
    await work()
    expect(subscriber.deliveries).toHaveLength(count)

    await ask({ 'hub.mode': 'unsubscribe' })
    await work()
    expect(subscriber.asked.at(-1)).toMatchObject({ 'hub.mode': 'unsubscribe' })
    expect(await subscribers()).toEqual([])
    expect((await ask({ 'hub.mode': 'unsubscribe' })).status).toBe(404)
  })

  it('forgets who is gone, who fails for days and whose lease has ended', async () => {
    await ask()
    await work()
    subscriber.toDelivery = 410
    await publish()
    await work()
    expect(await subscribers()).toEqual([])

    await ask()
    await work()
    subscriber.toDelivery = 503
    await publish()
    await work()
    program.later(3.1)
    await work()
    expect(await subscribers()).toEqual([])

    subscriber.toDelivery = 204
    await ask({ 'hub.lease_seconds': '1' })
    await work()
    expect((await subscribers())[0]?.leaseEndsAt).toEqual(
      new Date(program.clock.now.getTime() + 3_600_000),
    )
    program.later(0.05)
    await work()
    expect([await subscribers(), await program.deps.db.select().from(hubTopics)]).toEqual([[], []])
  })

  it('keeps a subscription as it is until its renewal is confirmed, and takes nobody’s word for its end', async () => {
    await ask()
    await work()
    for (const toVerification of ['no', 404, 302] as const) {
      subscriber.toVerification = toVerification
      for (const mode of ['subscribe', 'unsubscribe'])
        await ask({ 'hub.mode': mode, 'hub.secret': 'celui d’un autre' })
      await work()
    }
    expect(await subscribers()).toMatchObject([{ secret: subscriber.secret, asked: null }])
    subscriber.toVerification = 500
    await ask({ 'hub.secret': 'nouveau' })
    await work()
    expect((await subscribers())[0]).toMatchObject({
      secret: subscriber.secret,
      asked: 'subscribe',
    })
    subscriber.toVerification = 'echo'
    await work()
    expect((await subscribers())[0]).toMatchObject({ secret: 'nouveau', asked: null })
  })

  it('says no by and by to an address that is no feed by its own name', async () => {
    for (const topic of ['?sorcier=1', '?metier=electricite&lieu=narbonne', '?metier=sorcier']) {
      await ask({ 'hub.topic': `https://guichet.example/consultations.rss${topic}` })
      await work()
      expect(subscriber.asked.at(-1)).toMatchObject({ 'hub.mode': 'denied' })
    }
    expect(await subscribers()).toEqual([])
  })

  it.each([
    [{ 'hub.mode': 'publish' }, /hub\.mode/],
    [{ 'hub.topic': 'https://autre.example/consultations.rss' }, /hub\.topic/],
    [{ 'hub.topic': 'https://guichet.example/espace' }, /hub\.topic/],
    [{ 'hub.topic': 'https://guichet.example.autre.example/a.rss' }, /hub\.topic/],
    [{ 'hub.callback': 'https://guichet.example/alerte/x/arret' }, /hub\.callback/],
    [{ 'hub.callback': 'ftp://lecteur.example/' }, /hub\.callback/],
    [{ 'hub.callback': 'https://u:p@lecteur.example/' }, /hub\.callback/],
    [{ 'hub.callback': 'http://guichet.example/alerte/x/arret' }, /hub\.callback/],
    [{ 'hub.callback': `https://lecteur.example/${'é'.repeat(1_000)}` }, /hub\.callback/],
    [{ 'hub.topic': `https://guichet.example/${'é'.repeat(1_000)}.rss` }, /hub\.topic/],
    [{ 'hub.secret': 'é'.repeat(100) }, /hub\.secret/],
  ])('refuses at once %j', async (fields: Record<string, string>, problem) => {
    const answer = await ask(fields)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(problem)])
    expect(await subscribers()).toEqual([])
  })

  it('calls nobody at a local address, nor on another port, unless its operator allows it', async () => {
    program.deps.config.allowPrivateSources = false
    try {
      for (const callback of [
        subscriber.callback,
        'http://10.0.0.1/',
        'http://[::1]/',
        'https://lecteur.example:8443/',
        'http://intranet/',
      ])
        expect((await ask({ 'hub.callback': callback })).status).toBe(400)
      // What was noted before does not pass either.
      program.deps.config.allowPrivateSources = true
      await ask()
      program.deps.config.allowPrivateSources = false
      await work()
      expect(subscriber.asked).toEqual([])
    } finally {
      program.deps.config.allowPrivateSources = true
    }
  })

  it('takes so many subscriptions of one site, and so many requests of one address', async () => {
    await program.deps.db.execute(sql`
      with topic as (insert into hub_topics (path) values ('/consultations.rss') returning id)
      insert into hub_subscribers (topic_id, callback, host)
      select id, 'http://127.0.0.1/' || n, ${new URL(subscriber.callback).host}
      from topic, generate_series(1, ${MOST_PER_HOST}) n`)
    expect((await ask()).status).toBe(503)
    for (let each = 0; each < 119; each += 1) await ask({ 'hub.mode': '' })
    const answer = await ask()
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([429, true])
  })
})

describe('a callback that does not answer', () => {
  it('holds up neither mail nor what other sites are sent', async () => {
    const { db } = program.deps
    const hosts = ['lent.example', 'lent.example', 'lent.example', 'lent.example', 'lent.example']
    await db.execute(sql`
      with topic as (insert into hub_topics (path) values ('/consultations.rss') returning id),
        added as (insert into hub_subscribers (topic_id, callback, host, lease_ends_at)
          select id, 'https://' || host || '/' || n, host, ${'2026-12-20T00:00:00Z'}
          from topic, unnest(${sql`array[${sql.join(
            [...hosts, 'vif.example'].map((host) => sql`${host}`),
            sql`, `,
          )}]`}) with ordinality as h (host, n) returning id)
      insert into jobs (kind, key, payload, run_at) select 'hub-deliver', id, '{}', now() from added`)
    // Somebody asks for a feed in the name of the same slow site, and an agent is written to.
    await ask({ 'hub.callback': 'https://lent.example/nouveau' })
    const mailOn = {
      smtpUrl: 'smtp://localhost:25',
      mailFrom: { name: '', address: 'guichet@guichet.example' },
    }
    const mail = { key: 'lent', to: 'agent@ville.example', subject: 'Bonjour', text: 'Bonjour' }
    await db.transaction((tx) => queueMail(tx, mail, { config: mailOn, now: FRIDAY }))

    const held = Promise.withResolvers<void>()
    const called: string[] = []
    const sent: string[] = []
    const deps = {
      ...program.deps,
      fetch: async (address: RequestInfo | URL) => {
        const { host } = new URL(String(address))
        called.push(host)
        if (host === 'lent.example') await held.promise
        return new Response(null, { status: 204 })
      },
      mail: async ({ to }: OutgoingMail) => {
        sent.push(to)
        return { kind: 'sent' as const }
      },
    }
    const ticks = inGroups(backgroundJobs(deps)).map(({ handlers, lanes }) =>
      tick(deps, handlers, { lanes }),
    )
    const countOf = (name: string) => called.filter((host) => host === name).length
    await expect.poll(() => [sent, countOf('vif.example')]).toEqual([['agent@ville.example'], 1])
    // Four deliveries and the question of who asked; the fifth waits.
    await expect.poll(() => countOf('lent.example')).toBe(5)
    held.resolve()
    await Promise.all(ticks)
    expect(countOf('lent.example')).toBe(5)
  })
})

describe('feeds', () => {
  const feeds = ROUTES.filter(
    ({ kind, path }) => kind === 'feed' && /^[^:]+\.(?:rss|atom|json)$/.test(path),
  ).map(({ path }) => path)

  it.each(feeds)('name the hub: %s', async (path) => {
    const answer = await program.app.request(path)
    if (answer.status === 301) return
    expect(answer.headers.get('link')).toBe(
      `<https://guichet.example${path}>; rel="self"; type="${answer.headers.get('content-type')?.split(';')[0]}", <https://guichet.example/hub>; rel="hub"`,
    )
    expect(await answer.text()).toMatch(
      path.endsWith('.json')
        ? /"hubs":\[\{"type":"WebSub","url":"https:\/\/guichet\.example\/hub"\}\]/
        : /<(?:atom:)?link (?=[^>]*rel="hub")[^>]*href="https:\/\/guichet\.example\/hub"/,
    )
  })

  it('name another hub where there is one, which is told of those without a filter', async () => {
    const hub = await startHub()
    hub.manner = 'silent'
    const { config } = program.deps
    program.deps.config = { ...config, hub: { url: hub.url, own: false } }
    const other = await testProgram(program.database, FRIDAY.toISOString())
    other.deps.config = program.deps.config
    try {
      const plain = await other.app.request('/consultations.rss')
      expect(plain.headers.get('link')).toContain(`<${hub.url}>; rel="hub"`)
      const filtered = await other.app.request('/consultations.rss?metier=electricite')
      expect(filtered.headers.get('link')).not.toContain('hub')
      expect((await ask({}, other.app)).status).toBe(404)
      await other.deps.db.transaction((tx) => enqueue(tx, { kind: LOOK_JOB, key: 'all' }))
      await work(other)
      await publish()
      await work(other)
      expect(hub.requests).toMatchObject([
        { mode: 'publish', topic: 'https://guichet.example/consultations.rss' },
      ])
    } finally {
      program.deps.config = config
      await hub.close()
    }
  })
})

it('brings what one Guichet publishes to another', async () => {
  const theirs = await openTestPostgres('ready')
  const publisher = await testProgram(theirs, FRIDAY.toISOString())
  const serving = await Promise.all([publisher, program].map(serve))
  const { db } = program.deps
  try {
    await publisher.say('profil', [works('P1')])
    const url = `${publisher.deps.config.baseUrl}/consultations.rss?metier=electricite`
    const source = { url, partner: 'narbonne', kind: 'rss', name: 'Un autre guichet' }
    await db.transaction((tx) => addSources(tx, [source], { now: FRIDAY, demonstration: false }))
    await db.execute(sql`update source_health set next_poll_at = now() + interval '1 day'
      from sources s where s.id = source_id and s.name <> ${source.name}`)
    await pollSources(program.deps, 'due', () => {})
    await doWebSub(program)
    await work(publisher)
    expect(await theirs.db.select().from(hubSubscribers)).toMatchObject([
      { leaseEndsAt: new Date(FRIDAY.getTime() + 10 * 86_400_000), asked: null },
    ])
    await publisher.say('profil', [works('P2')])
    await work(publisher)
    await doWebSub(program)
    const titles = await db
      .select({ title: consultations.title })
      .from(consultations)
      .where(sql`${consultations.title} ~ 'P[12]'`)
      .orderBy(consultations.id)
    expect(titles.map(({ title }) => title)).toEqual([
      expect.stringContaining('P1'),
      expect.stringContaining('P2'),
    ])
  } finally {
    for (const stop of serving) await stop()
    await theirs.close()
  }
})

async function doWebSub({ deps }: TestProgram): Promise<void> {
  // Its only host is the other's, which it has just asked for the feed.
  await deps.db.delete(sourceHosts)
  await deps.db.execute(sql`update jobs set run_at = now()`)
  await tick(deps, webSubJobs(deps))
}

/** Serves a program where its own addresses lead; answers what stops it. */
async function serve({ app, deps }: TestProgram): Promise<() => Promise<void>> {
  const server = createNodeServer(app, deps)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const baseUrl = `http://127.0.0.1:${port}`
  deps.config = { ...deps.config, baseUrl, hub: { own: true } }
  return async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}
