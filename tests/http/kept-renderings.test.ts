import fc from 'fast-check'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { LotOutcome } from '../../src/consultations/facts.ts'
import type { Db } from '../../src/db/db.ts'
import { type OpenDatabase, openPostgres } from '../../src/db/postgres.ts'
import { bumpVersions, createVersions } from '../../src/db/versions.ts'
import type { Deps } from '../../src/deps.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { createNodeServer } from '../../src/runtime/node/server.ts'
import { bought, draft, type TestProgram, testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'

const START = '2026-11-21T09:00:00Z'
const MINUTE = 60_000

let database: OpenDatabase & { url: string }
let elsewhere: OpenDatabase
let program: TestProgram
/** The same database as another process sees it. */
let other: TestProgram
/** A server that is not there. */
let nobody: OpenDatabase

beforeAll(async () => {
  database = await openTestPostgres('ready')
  program = await testProgram(database, START)
  elsewhere = openPostgres(database.url)
  other = await testProgram(elsewhere, START)
  nobody = openPostgres('postgres://guichet@127.0.0.1:1/guichet')
  await program.deps.versions.refresh()
})
afterAll(async () => {
  await nobody.close()
  await elsewhere.close()
  await database.close()
})

const SECOND_LOT = { number: '2', title: 'Conduits' }
const WON: LotOutcome = {
  kind: 'awarded',
  winners: [{ name: 'SARL Exemple', siret: null, commune: null }],
  amount: null,
  bids: null,
  irregularBids: null,
  notifiedOn: null,
  ground: null,
}

/** A consultation that closes so many minutes after the clock's now. */
function closingIn(minutes: number, title: string) {
  const instant = new Date(program.clock.now.getTime() + minutes * MINUTE)
  const wall = instant
    .toLocaleString('sv-SE', { timeZone: 'Europe/Paris' })
    .slice(0, 16)
    .replace(' ', 'T')
  return draft(title, {
    object: title,
    buyers: bought('Ville de Narbonne'),
    deadline: { instant: instant.toISOString(), wall },
  })
}

/** An application of its own on the shared program: how often it rendered, and a database that can be taken away. */
function application(changes: Partial<Deps> = {}) {
  const state = { renderings: 0, away: false }
  const deps: Deps = {
    ...program.deps,
    keep: createKeeper(1_000_000),
    ...changes,
    db: fickle(program.deps.db, () => state.away),
    async compress(body) {
      state.renderings += 1
      await setImmediate()
      return program.deps.compress(body)
    },
  }
  const app = createApp(deps)
  return { app, deps, state, text: async (path: string) => (await app.request(path)).text() }
}

/** How long something may be kept, and given while it is renewed. */
function keptSeconds(control: string | null): number {
  const named = [...(control ?? '').matchAll(/\b(?:max-age|stale-while-revalidate)=(\d+)/g)]
  return named.reduce((total, [, each]) => total + Number(each), 0)
}

/** The database while it answers; while it is away, a port where nobody listens. */
function fickle(db: Db, isAway: () => boolean): Db {
  return new Proxy(db, {
    get: (target, name) => Reflect.get(isAway() ? nobody.db : target, name) as unknown,
  })
}

describe('a kept rendering', () => {
  beforeEach(() => {
    program.clock.now = new Date(START)
  })

  test('is made once, however often it is asked for', async () => {
    const { state, text } = application()
    const first = await text('/consultations.rss')
    expect(await text('/consultations.rss')).toBe(first)
    expect(state.renderings).toBe(1)
  })

  test('is made once for all who ask at the same time', async () => {
    const { state, text } = application()
    const answers = await Promise.all(Array.from({ length: 8 }, () => text('/')))
    expect(new Set(answers).size).toBe(1)
    expect(state.renderings).toBe(1)
  })

  test('gives way to what the same process writes, at the next request', async () => {
    const { text } = application()
    for (const path of ['/', '/consultations.rss', '/consultations.csv'])
      expect(await text(path)).not.toContain('Crépi du lavoir')
    await program.say('plateforme', [closingIn(60 * 24, 'Crépi du lavoir')])
    for (const path of ['/', '/consultations.rss', '/consultations.csv'])
      expect(await text(path)).toContain('Crépi du lavoir')
  })

  test('gives way to what another process writes, once the versions are read again', async () => {
    const { text, deps } = application()
    expect(await text('/consultations.atom')).not.toContain('Dallage du parvis')
    await other.say('ailleurs', [closingIn(60 * 24, 'Dallage du parvis')])
    await deps.versions.refresh()
    expect(await text('/consultations.atom')).toContain('Dallage du parvis')
  })

  test('is not joined by who asks after a write, though it is still being made', async () => {
    const { deps } = application()
    const begun = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    deps.compress = async () => {
      begun.resolve()
      await held.promise
      return {}
    }
    const app = createApp(deps)
    const first = app.request('/consultations.csv')
    await begun.promise
    await program.say('plateforme', [closingIn(60 * 24, 'Enduit de la halle')])
    const second = app.request('/consultations.csv')
    held.resolve()
    expect(await (await first).text()).not.toContain('Enduit de la halle')
    expect(await (await second).text()).toContain('Enduit de la halle')
    expect(await (await app.request('/consultations.csv')).text()).toContain('Enduit de la halle')
  })

  test.each(['/', '/?echeance=7', '/consultations.csv', '/consultations.rss?etat=en-cours'])(
    'of %s ends at the deadline of what it shows as open',
    async (path) => {
      await program.say('plateforme', [closingIn(0.5, `Ferronnerie ${path}`)])
      const { app } = application()
      const get = async () => (await app.request(path)).text()
      const shown = path.includes('rss') ? 'avant le' : path.includes('csv') ? path : 'Ferronnerie'
      expect(await get()).toContain('Ferronnerie')
      program.clock.now = new Date(program.clock.now.getTime() + MINUTE / 2 - 1)
      expect(await get()).toContain(shown)
      program.clock.now = new Date(program.clock.now.getTime() + 1)
      expect(await get()).not.toContain('Ferronnerie')
    },
  )

  test.each(['/', '/consultations.rss?etat=en-cours', '/consultations.csv'])(
    'of %s is kept by nobody beyond the deadline of what it shows as open, nor beyond midnight',
    async (path) => {
      const morning = Date.parse('2027-02-09T09:00:00Z')
      const [deadline, midnight] = [morning + 4 * MINUTE, Date.parse('2027-02-09T23:00:00Z')]
      program.clock.now = new Date(morning)
      await program.say('plateforme', [closingIn(4, `Marquage ${path}`)])
      const { app } = application()
      for (const [now, end] of [
        [morning, deadline],
        [morning + 30_000, deadline],
        [deadline - 1500, deadline],
        [midnight - 2 * MINUTE, midnight],
      ] as const) {
        program.clock.now = new Date(now)
        const { headers } = await app.request(path)
        const own = keptSeconds(headers.get('cache-control'))
        const shared = keptSeconds(headers.get('cdn-cache-control') ?? headers.get('cache-control'))
        const left = Math.floor((end - now) / 1000)
        expect([now, shared, own]).toEqual([now, left, path === '/' ? Math.min(60, left) : left])
      }
    },
  )

  test('ends when a consultation enters the days asked', async () => {
    await program.say('plateforme', [closingIn(7 * 24 * 60 + 0.5, 'Peinture du préau')])
    const { text } = application()
    expect(await text('/?echeance=7')).not.toContain('Peinture du préau')
    program.clock.now = new Date(program.clock.now.getTime() + MINUTE / 2)
    expect(await text('/?echeance=7')).toContain('Peinture du préau')
  })

  test('of a page ends after a minute, and everything at midnight in Paris', async () => {
    const { state, text, deps } = application()
    await text('/acheteurs')
    program.clock.now = new Date(program.clock.now.getTime() + MINUTE - 1)
    await text('/acheteurs')
    expect(state.renderings).toBe(1)
    program.clock.now = new Date(program.clock.now.getTime() + 1)
    await text('/acheteurs')
    expect(state.renderings).toBe(2)
    program.clock.now = new Date('2026-11-21T22:30:00Z')
    await text('/consultations.ics')
    const ends = deps.keep.last('/consultations.ics')?.endsAt ?? 0
    expect(new Date(ends).toISOString()).toBe('2026-11-21T23:00:00.000Z')
    program.clock.now = new Date('2026-07-21T21:30:00Z')
    await text('/consultations.ics?type=travaux')
    const summer = deps.keep.last('/consultations.ics?type=travaux')?.endsAt ?? 0
    expect(new Date(summer).toISOString()).toBe('2026-07-21T22:00:00.000Z')
  })
})

describe('a feed', () => {
  beforeEach(() => {
    program.clock.now = new Date(START)
  })

  test('goes on while nothing that it asks for has changed, under the same validators', async () => {
    const { app, state, text } = application()
    const path = '/consultations.rss?q=badigeon'
    const etag = (await app.request(path)).headers.get('etag') ?? ''
    await program.say('plateforme', [closingIn(60 * 24, 'Chaînage du clocher')])
    expect((await app.request(path, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect(state.renderings).toBe(1)
    await program.say('plateforme', [closingIn(60 * 24, 'Badigeon de la nef')])
    expect(await text(path)).toContain('Badigeon de la nef')
    expect(state.renderings).toBe(2)
  })

  test('tells who has won a lot once the others have closed', async () => {
    const { text } = application()
    const path = '/consultations.rss?q=chaufferie'
    const { externalId, facts } = closingIn(10, 'Chaufferie de la halle')
    const said = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.value]))
    const say = (outcome?: LotOutcome) => {
      const lots = [{ number: '1', title: 'Chaudière', ...(outcome && { outcome }) }, SECOND_LOT]
      return program.say('plateforme', [draft(externalId, { ...said, lots })])
    }
    await say()
    await say(WON)
    expect(await text(path)).toMatch(/<title>.*ATTRIBUÉ \(lot 1\) — .* — avant le /)
    program.clock.now = new Date(program.clock.now.getTime() + 11 * MINUTE)
    expect(await text(path)).toMatch(/<title>.*ATTRIBUÉ \(lot 1\) — .* — SARL Exemple\]/)
  })

  test('is made anew where nobody can tell what has changed', async () => {
    const { state, text, deps } = application()
    const path = '/consultations.rss?q=bardeaux'
    await text(path)
    for (const [scopes, ids, made] of [
      [['board'], [], 1],
      [['board'], undefined, 2],
      [['partners', 'board'], [], 3],
      [['board', 'sources'], [], 3],
    ] as const) {
      await deps.db.transaction((tx) => bumpVersions(tx, [...scopes], ids && [...ids]))
      await deps.versions.refresh()
      await text(path)
      expect([scopes, ids, state.renderings]).toEqual([scopes, ids, made])
    }
  })

  test('is made anew where one transaction tells what it changed, and then cannot tell', async () => {
    const { state, text, deps } = application()
    const path = '/consultations.rss?q=bardeaux'
    await text(path)
    await deps.db.transaction(async (tx) => {
      await bumpVersions(tx, ['board'], [])
      await bumpVersions(tx, ['board'])
    })
    await deps.versions.refresh()
    await text(path)
    expect(state.renderings).toBe(2)
  })
})

describe('while the database is away', () => {
  beforeEach(() => {
    program.clock.now = new Date(START)
  })

  test('the last feed is served with its age', async () => {
    const { app, state } = application()
    const path = '/consultations.rss'
    const last = await (await app.request(path)).text()
    state.away = true
    program.clock.now = new Date(program.clock.now.getTime() + 120 * MINUTE)
    const answer = await app.request(path)
    expect([answer.status, answer.headers.get('age')]).toEqual([200, '7200'])
    expect(await answer.text()).toBe(last)
    const etag = answer.headers.get('etag') ?? ''
    expect((await app.request(path, { headers: { 'if-none-match': etag } })).status).toBe(304)
  })

  test('the last page is served with its age, which it says itself after a minute', async () => {
    const { app, state } = application()
    const last = await (await app.request('/')).text()
    const etag = (await app.request('/')).headers.get('etag') ?? ''
    state.away = true
    program.clock.now = new Date(program.clock.now.getTime() + 120 * MINUTE)
    const answer = await app.request('/', { headers: { 'if-none-match': etag } })
    expect([answer.status, answer.headers.get('age')]).toEqual([200, '7200'])
    expect(
      ['etag', 'cache-control', 'cdn-cache-control'].map((name) => answer.headers.get(name)),
    ).toEqual([null, 'no-cache', null])
    const html = await answer.text()
    const line = /<p class="age" role="status">.*?<\/p>/.exec(html)?.[0] ?? ''
    expect(line).toContain('Page du samedi 21 novembre 2026 à 10\u00a0h\u00a000.')
    expect(html.replace(line, '')).toBe(last)
  })

  test('what is kept is served without asking it again, with its age, until it tells its versions', async () => {
    const { app, deps, state } = application()
    const versions = createVersions(deps.db, deps.now)
    const known = createApp({ ...deps, versions })
    await versions.refresh()
    await known.request('/acheteurs')
    state.away = true
    await expect(versions.refresh()).rejects.toThrow()
    program.clock.now = new Date(program.clock.now.getTime() + MINUTE / 2)
    state.away = false
    const asked = state.renderings
    const answer = await known.request('/acheteurs')
    expect([answer.status, answer.headers.get('age'), state.renderings]).toEqual([200, '30', asked])
    await versions.refresh()
    expect((await known.request('/acheteurs')).headers.get('age')).toBeNull()
    expect((await app.request('/acheteurs')).status).toBe(200)
  })

  test('what nobody asked for before is said to be unavailable, with when to come back', async () => {
    const { app, state } = application()
    state.away = true
    for (const path of ['/', '/consultations.rss', '/consultations/2026-0001', '/sources']) {
      const answer = await app.request(path)
      expect([path, answer.status]).toEqual([path, 503])
      expect(answer.headers.get('retry-after')).toBe('30')
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      expect(await answer.text()).toContain('momentanément indisponible')
    }
    const health = await app.request('/sante')
    expect([health.status, health.headers.get('retry-after')]).toEqual([503, '10'])
    expect(await health.json()).toMatchObject({ etat: 'base indisponible', base: false })
  })

  test('what is broken otherwise is not called an outage', async () => {
    const db = new Proxy(program.deps.db, {
      get() {
        throw new TypeError('x is not a function')
      },
    })
    const app = createApp({ ...program.deps, db, keep: createKeeper(1_000_000) })
    const answer = await app.request('/')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([500, null])
    expect(await answer.text()).not.toContain('not a function')
  })
})

describe('a Node server', () => {
  let stop = async () => {}
  afterEach(() => stop())

  test('answers what is kept without asking the application, with the same headers', async () => {
    program.clock.now = new Date(START)
    const { app, deps } = application()
    let asked = 0
    const server = createNodeServer(
      {
        fetch(request) {
          asked += 1
          return app.fetch(request)
        },
      },
      deps,
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    stop = async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
    const { port } = server.address() as AddressInfo
    const get = (path: string, init: RequestInit = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, init)
    const headersOf = ({ headers }: Response) => {
      const { date: _, connection: __, 'keep-alive': ___, ...told } = Object.fromEntries(headers)
      return told
    }
    const path = '/consultations.rss?type=travaux'
    const first = await get(path)
    const body = await first.text()
    const second = await get(path)
    expect(await second.text()).toBe(body)
    expect(headersOf(second)).toEqual(headersOf(first))
    expect(headersOf(await get(path, { method: 'HEAD' }))).toEqual(headersOf(first))
    const etag = first.headers.get('etag') ?? ''
    expect((await get(path, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect(asked).toBe(1)
    await program.say('plateforme', [closingIn(60, 'Zinguerie')])
    await get(path)
    expect(asked).toBe(2)
  })
})

const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('write' as const),
      minutes: fc.constantFrom(1, 3, 10, 5000),
      by: fc.constantFrom('here' as const, 'elsewhere' as const),
    }),
    fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(0.5, 1, 4) }),
    fc.record({ kind: fc.constant('read' as const), path: fc.nat(2) }),
    fc.record({
      kind: fc.constant('read while writing' as const),
      path: fc.nat(2),
      minutes: fc.constantFrom(2, 5000),
    }),
  ),
  { minLength: 3, maxLength: 12 },
)

test(
  'however writes, reads and deadlines follow each other, nobody reads what was true before',
  { timeout: 600_000 },
  async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        run += 1
        program.clock.now = new Date(START)
        const word = `chantier${'abcdefghij'[run % 10]}${run}`
        const { app, deps } = application()
        const written: { title: string; closes: number }[] = []
        const paths = ['/', '/consultations.csv', '/consultations.rss']
        const read = async (path: number) => {
          const words = path === 2 ? `?etat=en-cours&q=${word}` : `?q=${word}`
          const text = await (await app.request(`${paths[path]}${words}`)).text()
          const found = text.match(new RegExp(`Lot ${word} n°\\d+`, 'g')) ?? []
          return [...new Set(found)].toSorted()
        }
        const write = async (minutes: number, by: 'here' | 'elsewhere') => {
          const title = `Lot ${word} n°${written.length + 1}`
          const closes = program.clock.now.getTime() + minutes * MINUTE
          other.clock.now = program.clock.now
          await (by === 'here' ? program : other).say('plateforme', [closingIn(minutes, title)])
          await deps.versions.refresh()
          written.push({ title, closes })
        }
        const open = () =>
          written
            .filter(({ closes }) => closes > program.clock.now.getTime())
            .map(({ title }) => title)
            .toSorted()
        for (const step of given) {
          if (step.kind === 'write') await write(step.minutes, step.by)
          else if (step.kind === 'wait')
            program.clock.now = new Date(program.clock.now.getTime() + step.minutes * MINUTE)
          else if (step.kind === 'read') expect(await read(step.path)).toEqual(open())
          else {
            const underWay = read(step.path)
            await write(step.minutes, 'here')
            expect(await read(step.path)).toEqual(open())
            await underWay
          }
        }
        for (const path of paths.keys()) expect(await read(path)).toEqual(open())
      }),
      { numRuns: process.env['DEEP'] ? 150 : 8 },
    )
  },
)

const WATCHED = [
  '/consultations.rss?type=travaux',
  '/consultations.atom?acheteur=narbonne',
  '/consultations.json?q=voirie',
  '/consultations.rss?metier=electricite&vue=consultations',
  '/consultations.csv?type=services',
  '/consultations.ics?q=ecole',
]
const said = fc.record({
  item: fc.nat(3),
  words: fc.constantFrom('Voirie', 'Électricité de l’école', 'Nettoyage', 'Voirie de l’école'),
  category: fc.constantFrom('works' as const, 'services' as const),
  buyer: fc.constantFrom('Ville de Narbonne', 'Ville de Carcassonne'),
  // Some close while others are still being said, within the hour in which entries are taken over.
  minutes: fc.constantFrom(3, 600, 5000),
  source: fc.constantFrom('plateforme', 'journal'),
})

test(
  'whatever is said and corrected, what goes on is what would be made anew',
  { timeout: 600_000 },
  async () => {
    let run = 0
    program.clock.now = new Date(START)
    // So many that a feed carries all of its 30 days: of those only what has changed is read again.
    await program.say(
      'plateforme',
      Array.from({ length: 120 }, (_, at) =>
        draft(`suite-avant-${at}`, {
          object: `Voirie et électricité de l’école ${at}`,
          reference: `suite-avant-${at}`,
          category: at % 2 === 0 ? ('works' as const) : ('services' as const),
          buyers: bought('Ville de Narbonne'),
        }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 4, maxLength: 10 }), async (given) => {
        run += 1
        program.clock.now = new Date(START)
        const kept = application()
        const anew = application({ keep: createKeeper(0) })
        for (const { item, words, category, buyer, minutes, source } of given) {
          const reference = `suite-${run}-${item}`
          program.clock.now = new Date(program.clock.now.getTime() + MINUTE)
          const closing = closingIn(minutes, words).facts.deadline?.value
          const facts = { object: words, reference, category, buyers: bought(buyer) }
          await program.say(source, [
            draft(reference, { ...facts, ...(closing ? { deadline: closing } : {}) }),
          ])
          for (const path of WATCHED) {
            expect([path, await kept.text(path)]).toEqual([path, await anew.text(path)])
          }
        }
      }),
      { numRuns: process.env['DEEP'] ? 60 : 2 },
    )
  },
)
