import { and, count, eq, sql } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import {
  consultations,
  notices,
  sourceRecords,
  sourceRecordVersions,
  sources,
} from '../../src/consultations/schema.ts'
import { bumpVersions, dataVersions } from '../../src/db/versions.ts'
import type { Deps } from '../../src/deps.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { createCheckedFetch } from '../../src/runtime/node/checked-fetch.ts'
import { pollSources } from '../../src/sources/polling/poll-all.ts'
import { type PollOutcome, pollSource } from '../../src/sources/polling/poll.ts'
import { addSources } from '../../src/sources/register.ts'
import { sourceHealth } from '../../src/sources/schema.ts'
import { draft, winter } from '../support/application.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import {
  described,
  type PublishedItem,
  type SourceServer,
  startSource,
} from '../support/source-server.ts'
import { useProgram } from '../support/use-program.ts'

const NOW = '2026-11-21T09:00:00Z'
const MINUTE = 60_000
const anywhere = createCheckedFetch({ allowPrivate: true })

describe.each(enginesOfLongSuites)('polling real servers, on %s', (engine) => {
  const program = useProgram(NOW, engine)
  let deps: Deps
  let servers: SourceServer[] = []
  let publishers = 0

  beforeAll(async () => {
    deps = { ...program.deps, fetch: anywhere }
  })
  beforeEach(async () => {
    program.clock.now = new Date(NOW)
    await forgetEverything()
  })
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()))
    servers = []
  })

  /** Leaves partners and places, which take long to load. */
  async function forgetEverything(): Promise<void> {
    await program.deps.db.execute(
      sql`truncate consultations, lots, awards, consultation_buyers, notices, source_records,
        source_record_versions, source_health, source_hosts, sources, jobs restart identity cascade`,
    )
    await program.deps.db.transaction((tx) => bumpVersions(tx, ['board', 'sources']))
  }

  /** Each on an address of its own, so that none waits for another's turn at their host. */
  async function publisher(items: PublishedItem[], headers?: Record<string, string>) {
    publishers += 1
    const server = await startSource(`127.0.1.${(publishers % 250) + 1}`)
    servers.push(server)
    server.publish(items, headers)
    const added = await program.deps.db.transaction((tx) =>
      addSources(tx, [{ url: server.url, partner: 'narbonne', kind: 'rss' }], {
        now: program.clock.now,
        demonstration: false,
      }),
    )
    const [id = 0] = added.ok ? added.ids : []
    return Object.assign(server, { id, poll: () => pollSource(deps, id) })
  }

  /** A source that has been read before, so that what comes next is news. */
  async function knownPublisher(items: PublishedItem[] = []) {
    const server = await publisher(items)
    await server.poll()
    program.clock.now = new Date(program.clock.now.getTime() + 30 * MINUTE)
    return server
  }

  const rowsOf = async (
    table:
      | typeof consultations
      | typeof notices
      | typeof sourceRecords
      | typeof sourceRecordVersions
      | typeof sources,
  ) => (await program.deps.db.select({ n: count() }).from(table))[0]?.n ?? 0

  async function written() {
    return {
      consultations: await rowsOf(consultations),
      notices: await rowsOf(notices),
      records: await rowsOf(sourceRecords),
      earlier: await rowsOf(sourceRecordVersions),
      stands: await program.deps.db.select().from(consultations).orderBy(consultations.id),
      versions: await program.deps.db.select().from(dataVersions).orderBy(dataVersions.scope),
    }
  }

  async function healthOf(id: number) {
    const [health] = await program.deps.db
      .select()
      .from(sourceHealth)
      .where(eq(sourceHealth.sourceId, id))
    if (!health) throw new Error(`no source ${id}`)
    return health
  }

  async function feedTitles(query = ''): Promise<string[]> {
    const feed = await program.text(`/consultations.rss${query}`)
    return [...feed.matchAll(/<item>.*?<title>(.*?)<\/title>/gs)].map((match) =>
      (match[1] ?? '').replace(/^<!\[CDATA\[|\]\]>$/g, ''),
    )
  }

  async function pageOf(title: string): Promise<string> {
    const [row] = await program.deps.db
      .select()
      .from(consultations)
      .where(eq(consultations.title, title))
    if (!row) throw new Error(`no consultation « ${title} »`)
    return program.text(`/consultations/${row.reference}-${row.slug}`)
  }

  async function noticesOf(title: string) {
    return program.deps.db
      .select({ kind: notices.kind, changes: notices.changes, feedAt: notices.feedAt })
      .from(notices)
      .innerJoin(consultations, eq(consultations.id, notices.consultationId))
      .where(eq(consultations.title, title))
      .orderBy(notices.id)
  }

  /** The deadline as it stands, with its doubt. */
  async function deadlineOf(title: string) {
    const [row] = await program.deps.db
      .select({ facts: consultations.facts })
      .from(consultations)
      .where(eq(consultations.title, title))
    return row?.facts.deadline
  }

  async function sourcesJson(): Promise<Record<string, unknown>[]> {
    return JSON.parse(await program.text('/sources.json'))
  }

  const road: PublishedItem = {
    guid: 'voirie-1',
    title: 'Réfection de la voirie communale',
    link: 'https://marches.example/avis/1001',
    pubDate: 'Fri, 20 Nov 2026 08:00:00 +0100',
    text: described({
      buyer: 'Commune de Trèbes',
      reference: '26TX001',
      deadline: '15/12/2026 à 12h00',
    }),
  }
  const school: PublishedItem = {
    guid: 'ecole-1',
    title: 'Nettoyage des écoles',
    link: 'https://marches.example/avis/1002',
    pubDate: 'Thu, 19 Nov 2026 08:00:00 +0100',
    text: described({
      buyer: 'Ville de Narbonne',
      reference: '26SE002',
      deadline: '10/12/2026 à 16h00',
    }),
  }
  const later = (item: PublishedItem, deadline: string): PublishedItem => ({
    ...item,
    text: (item.text ?? '').replace(/\d\d\/\d\d\/\d{4} à \d\dh\d\d/, deadline),
  })

  describe('an item', () => {
    test('that is new becomes a consultation, on the board, on its page and in the feed', async () => {
      const server = await knownPublisher()
      server.publish([road])
      expect(await server.poll()).toMatchObject({ kind: 'read', items: 1, counts: { added: 1 } })
      expect(await program.text('/')).toContain('Réfection de la voirie communale')
      const page = await pageOf('Réfection de la voirie communale')
      expect(page).toContain('15 décembre')
      expect(page).toContain('https://marches.example/avis/1001')
      expect(await feedTitles()).toHaveLength(1)
    })

    test('whose deadline changes makes one rectificatif with what stood before and what stands now', async () => {
      const server = await knownPublisher([road, school])
      server.publish([later(road, '22/12/2026 à 12h00'), school])
      expect(await server.poll()).toMatchObject({
        kind: 'read',
        counts: { added: 0, changed: 1, unchanged: 1 },
      })
      expect(await rowsOf(consultations)).toBe(2)
      expect(await noticesOf('Réfection de la voirie communale')).toMatchObject([
        { kind: 'tender', changes: [] },
        {
          kind: 'extension',
          changes: [
            {
              field: 'deadline',
              before: { wall: '2026-12-15T12:00' },
              after: { wall: '2026-12-22T12:00' },
            },
          ],
        },
      ])
      expect(await pageOf('Réfection de la voirie communale')).toContain('22 décembre')
      const titles = await feedTitles()
      expect(titles).toHaveLength(3)
      expect(titles[0]).toMatch(/^RECTIFICATIF — reportée au 22\/12 à 12 h/)
    })

    test('that says the same again leaves no trace but the time of the look', async () => {
      const server = await knownPublisher([road, school])
      const before = await written()
      const disguises: PublishedItem[][] = [
        [school, road],
        [{ ...road, pubDate: 'Sat, 21 Nov 2026 09:00:00 +0100' }, school],
        [{ ...road, title: 'RÉFECTION  DE LA VOIRIE\n communale' }, school],
        [{ ...road, text: (road.text ?? '').replaceAll('<p>', ' <p> ') }, school],
        [{ ...road, text: (road.text ?? '').replaceAll('é', '&eacute;') }, school],
      ]
      for (const items of disguises) {
        program.clock.now = new Date(program.clock.now.getTime() + 30 * MINUTE)
        server.publish(items)
        expect(await server.poll()).toMatchObject({
          kind: 'read',
          counts: { added: 0, changed: 0, unchanged: 2 },
        })
        expect(await written()).toEqual(before)
        expect((await healthOf(server.id)).succeededAt).toEqual(program.clock.now)
      }
    })

    test('that moves to another address keeps its consultation, which leads to the new one', async () => {
      const server = await knownPublisher([road])
      server.publish([{ ...road, link: 'https://ailleurs.example/avis/7' }])
      await server.poll()
      expect(await rowsOf(consultations)).toBe(1)
      expect(await rowsOf(notices)).toBe(1)
      expect(await pageOf('Réfection de la voirie communale')).toContain(
        'https://ailleurs.example/avis/7',
      )
    })

    test('that disappears changes nothing', async () => {
      const server = await knownPublisher([road, school])
      const before = await written()
      server.publish([school])
      await server.poll()
      expect(await written()).toEqual(before)
      server.publish([road, school])
      await server.poll()
      expect(await written()).toEqual(before)
    })

    test('found long after its publication stands in feeds at the time it was found', async () => {
      const server = await knownPublisher([school])
      server.publish([{ ...road, pubDate: 'Mon, 05 Oct 2026 08:00:00 +0200' }, school])
      await server.poll()
      const [notice] = await noticesOf('Réfection de la voirie communale')
      expect(notice?.feedAt).toEqual(program.clock.now)
      expect((await feedTitles())[0]).toContain('voirie communale')
    })

    test('dated in the future stands in feeds at the time it was found', async () => {
      const server = await knownPublisher([school])
      server.publish([{ ...road, pubDate: 'Mon, 05 Oct 2099 08:00:00 +0200' }, school])
      await server.poll()
      server.publish([
        later({ ...road, pubDate: 'Mon, 12 Oct 2099 08:00:00 +0200' }, '22/12/2026 à 12h00'),
        school,
      ])
      await server.poll()
      for (const notice of await noticesOf('Réfection de la voirie communale'))
        expect(notice.feedAt).toEqual(program.clock.now)
    })

    test('corrected for the third time makes its own entry, and the board tells the last date only', async () => {
      const server = await knownPublisher([road])
      for (const day of ['16', '17', '18']) {
        server.publish([later(road, `${day}/12/2026 à 12h00`)])
        await server.poll()
      }
      expect(await rowsOf(notices)).toBe(4)
      expect((await feedTitles()).filter((title) => title.startsWith('RECTIFICATIF'))).toHaveLength(
        3,
      )
      expect(await deadlineOf('Réfection de la voirie communale')).toMatchObject({
        wall: '2026-12-18T12:00',
      })
    })

    test('whose buyer is corrected leaves the page of the buyer that was wrong', async () => {
      const server = await knownPublisher([road])
      expect(await program.text('/?acheteur=trebes')).toContain('voirie communale')
      server.publish([
        { ...road, text: (road.text ?? '').replace('Commune de Trèbes', 'Ville de Narbonne') },
      ])
      await server.poll()
      expect(await program.text('/?acheteur=trebes')).not.toContain('voirie communale')
      expect(await program.text('/?acheteur=narbonne')).toContain('voirie communale')
    })
  })

  test('the first look at a source makes no news of what it has held for weeks', async () => {
    const server = await publisher([
      { ...road, pubDate: 'Mon, 05 Oct 2026 08:00:00 +0200' },
      { ...school, pubDate: 'Tue, 06 Oct 2026 08:00:00 +0200' },
    ])
    await server.poll()
    const feedDates = await program.deps.db.select({ at: notices.feedAt }).from(notices)
    expect(feedDates.map(({ at }) => at.toISOString().slice(0, 7))).toEqual(['2026-10', '2026-10'])
  })

  describe('a document', () => {
    test('is asked for with its validators as they came, and 304 is a success', async () => {
      const validators = { etag: 'W/"a b"', 'last-modified': 'yesterday, about noon' }
      const server = await publisher([road], validators)
      await server.poll()
      const before = await written()
      server.answer = (_, response) => {
        response.writeHead(304, { etag: '"next"' })
        response.end()
      }
      program.clock.now = new Date(program.clock.now.getTime() + 30 * MINUTE)
      expect(await server.poll()).toMatchObject({ kind: 'unchanged' })
      expect(server.requests[0]?.headers).not.toHaveProperty('if-none-match')
      expect(server.requests[1]?.headers).toMatchObject({
        'if-none-match': 'W/"a b"',
        'if-modified-since': 'yesterday, about noon',
      })
      expect(await healthOf(server.id)).toMatchObject({
        etag: '"next"',
        lastModified: 'yesterday, about noon',
        succeededAt: program.clock.now,
        items: 1,
        errorCode: null,
      })
      expect(await written()).toEqual(before)
    })

    test('that comes again without validators is not read again', async () => {
      const server = await publisher([road])
      await server.poll()
      let reads = 0
      const counting: Deps = {
        ...deps,
        read: (kind, document) => {
          reads += 1
          return deps.read(kind, document)
        },
      }
      expect(await pollSource(counting, server.id)).toMatchObject({ kind: 'unchanged' })
      expect(reads).toBe(0)
      server.publish([road, school])
      expect(await pollSource(counting, server.id)).toMatchObject({ kind: 'read' })
      expect(reads).toBe(1)
    })

    test('cut short keeps its whole items and takes nothing away', async () => {
      const server = await knownPublisher([school, road])
      const before = await written()
      server.answer = (_, response) =>
        void response.end('<rss><channel><item><title>Nettoyage des écoles</title><guid>ecole-1')
      expect(await server.poll()).toMatchObject({ kind: 'failed', code: 'malformed' })
      server.publish([road, school])
      server.cutBefore('ecole-1')
      expect(await server.poll()).toMatchObject({ kind: 'read', items: 1 })
      expect((await written()).stands).toEqual(before.stands)
      expect(await sourcesJson()).toMatchObject([{ state: 'partial', items: 1, error: null }])
    })
  })

  describe('two sources', () => {
    const boamp: PublishedItem = {
      guid: '26-123456',
      title: 'Voirie communale : réfection',
      link: 'https://www.boamp.fr/avis/detail/26-123456',
      text: described({ buyer: 'Commune de Trèbes', deadline: '15/12/2026 à 12h00' }),
    }

    test('that tell of one BOAMP notice tell of one consultation', async () => {
      const first = await knownPublisher([boamp])
      const second = await knownPublisher([
        { ...boamp, guid: 'autre', title: 'Refection voirie (BOAMP)' },
      ])
      expect(first.id).not.toBe(second.id)
      expect(await rowsOf(consultations)).toBe(1)
      expect(await rowsOf(sourceRecords)).toBe(2)
    })

    test('that give one buyer the same reference tell of one consultation, without a rectificatif', async () => {
      await knownPublisher([road])
      const other = await knownPublisher()
      other.publish([
        {
          guid: 'x9',
          title: 'VOIRIE COMMUNALE – Travaux de réfection',
          link: 'https://autre.example/avis/9',
          text: described({
            buyer: 'Mairie de Trèbes',
            reference: '26-TX-001',
            deadline: '15/12/2026 à 12h00',
            more: 'Procédure adaptée.',
          }),
        },
      ])
      await other.poll()
      expect(await rowsOf(consultations)).toBe(1)
      expect(await rowsOf(notices)).toBe(1)
      expect(await feedTitles()).toHaveLength(1)
    })

    test('that give two buyers the same reference tell of two consultations', async () => {
      await knownPublisher([road])
      await knownPublisher([
        { ...road, text: (road.text ?? '').replace('Commune de Trèbes', 'Ville de Narbonne') },
      ])
      expect(await rowsOf(consultations)).toBe(2)
    })

    test('whose references are mere « MAPA » or a year tell of two consultations', async () => {
      for (const reference of ['MAPA', '2026']) {
        const text = (road.text ?? '').replace('26TX001', reference)
        await knownPublisher([{ ...road, title: `Réfection ${reference}`, text }])
        await knownPublisher([{ ...road, title: `Peinture ${reference}`, text }])
      }
      expect(await rowsOf(consultations)).toBe(4)
    })

    test('that disagree on the deadline show the earlier, to be checked', async () => {
      await knownPublisher([road])
      const other = await knownPublisher()
      other.publish([later({ ...road, guid: 'b' }, '11/12/2026 à 12h00')])
      await other.poll()
      expect(await rowsOf(consultations)).toBe(1)
      expect(await deadlineOf('Réfection de la voirie communale')).toMatchObject({
        wall: '2026-12-11T12:00',
        doubt: 'sources-disagree',
      })
      const page = await pageOf('Réfection de la voirie communale')
      expect(page).toContain('11 décembre')
      expect(page).toContain('à vérifier')
      expect((await feedTitles())[0]).toMatch(/^RECTIFICATIF — avancée au 11\/12/)

      other.publish([{ ...road, guid: 'b' }])
      await other.poll()
      expect(await deadlineOf('Réfection de la voirie communale')).toEqual(
        expect.not.objectContaining({ doubt: expect.anything() }),
      )
    })

    test('read at the same time for the first time tell of one consultation', async () => {
      const [one, two] = [await publisher([boamp]), await publisher([{ ...boamp, guid: 'b' }])]
      await Promise.all([one.poll(), two.poll()])
      expect(await rowsOf(consultations)).toBe(1)
    })

    test('that announce a cancellation by joining make it known', async () => {
      await knownPublisher([road])
      const other = await knownPublisher()
      other.publish([
        {
          ...road,
          guid: 'annulation',
          title: 'Avis d’annulation : réfection de la voirie communale',
        },
      ])
      await other.poll()
      expect(await rowsOf(consultations)).toBe(1)
      const [row] = await program.deps.db.select().from(consultations)
      expect(row?.status).toBe('withdrawn')
      const told = await program.deps.db.select({ kind: notices.kind }).from(notices)
      expect(told).toEqual([{ kind: 'tender' }, { kind: 'cancellation' }])
    })
  })

  test('a rectificatif of the source wins over the date an agent has typed before it', async () => {
    const server = await knownPublisher([
      { ...road, link: 'https://www.boamp.fr/avis/detail/26-123456' },
    ])
    await program.say('agents', [
      draft(
        'complement',
        { boampId: '26-123456', deadline: winter('2026-12-14T12:00') },
        { basis: 'typed' },
      ),
    ])
    expect(await rowsOf(consultations)).toBe(1)
    expect(await deadlineOf('Réfection de la voirie communale')).toMatchObject({
      wall: '2026-12-14T12:00',
    })
    program.clock.now = new Date(program.clock.now.getTime() + 30 * MINUTE)
    server.publish([
      later({ ...road, link: 'https://www.boamp.fr/avis/detail/26-123456' }, '22/12/2026 à 12h00'),
    ])
    await server.poll()
    expect(await deadlineOf('Réfection de la voirie communale')).toMatchObject({
      wall: '2026-12-22T12:00',
    })
    expect((await feedTitles())[0]).toMatch(/^RECTIFICATIF — reportée au 22\/12 à 12 h/)
  })

  describe('a publisher whose identifiers cannot be trusted', () => {
    const items = (guid: (n: number) => string | undefined, numbers = [1, 2, 3]): PublishedItem[] =>
      numbers.map((n) => ({
        ...(guid(n) === undefined ? {} : { guid: guid(n) }),
        title: ['', 'Peinture du gymnase', 'Élagage des platanes', 'Fourniture de repas'][n] ?? '',
        link: `https://marches.example/avis/20${n}0`,
        text: described({
          buyer: 'Commune de Trèbes',
          reference: `26TR00${n}`,
          deadline: `1${n}/12/2026 à 12h00`,
        }),
      }))

    test('gives all the same one: each item keeps its consultation, in any company', async () => {
      const server = await knownPublisher(items(() => '0'))
      expect(await rowsOf(consultations)).toBe(3)
      const before = await written()
      for (const numbers of [[3, 1], [2], [1, 2, 3], [3]]) {
        server.publish(items(() => '0', numbers))
        await server.poll()
        expect((await written()).stands).toEqual(before.stands)
      }
    })

    test('gives new ones: the same address is the same consultation', async () => {
      const server = await knownPublisher(items((n) => `a${n}`))
      server.publish(items((n) => `b${n}`))
      expect(await server.poll()).toMatchObject({ counts: { added: 0, changed: 0, unchanged: 3 } })
      const lines = await program.deps.db
        .select({ before: auditLog.before, after: auditLog.after })
        .from(auditLog)
        .where(eq(auditLog.action, 'source-identifiers-changed'))
        .orderBy(auditLog.id)
      expect(lines.at(-1)).toMatchObject({
        before: { identifiers: { length: 3 } },
        after: { of: 3 },
      })
      const [changed, ...others] = items((n) => `c${n}`)
      server.publish([later(changed ?? road, '28/12/2026 à 12h00'), ...others])
      expect(await server.poll()).toMatchObject({ counts: { added: 0, changed: 1, unchanged: 2 } })
      expect(await rowsOf(consultations)).toBe(3)
    })

    test('numbers the items of each document anew: none takes another’s place', async () => {
      const place = (list: PublishedItem[]) =>
        list.map((item, n) => ({ ...item, guid: `${n + 1}` }))
      const server = await knownPublisher(place(items(() => undefined, [1, 2])))
      const before = (await written()).stands.map((row) => row.title)
      for (const numbers of [[3, 1, 2], [2, 3], [3, 2, 1], [1]]) {
        server.publish(place(items(() => undefined, numbers)))
        await server.poll()
      }
      const after = (await written()).stands
      expect(after.map((row) => row.title)).toEqual([...before, 'Fourniture de repas'])
      expect(await rowsOf(notices)).toBe(3)
    })

    test('gives none, and one address for all: what items say tells them apart', async () => {
      const bare = (numbers: number[]) =>
        items(() => undefined, numbers).map((item) => ({
          ...item,
          link: 'https://marches.example/ent2/accueil',
        }))
      const server = await knownPublisher(bare([1]))
      for (const numbers of [[2], [3], [1, 2, 3], [3, 1]]) {
        server.publish(bare(numbers))
        await server.poll()
      }
      expect(await rowsOf(consultations)).toBe(3)
      expect(await rowsOf(notices)).toBe(3)
      server.publish(bare([1, 2, 3]).map((item) => later(item, '28/12/2026 à 12h00')))
      await server.poll()
      expect(await rowsOf(consultations)).toBe(3)
      expect(await rowsOf(notices)).toBe(6)
    })

    test('gives a general address: two items that stand there one after the other are two', async () => {
      const at = (title: string, deadline: string, guid?: string): PublishedItem => ({
        ...(guid ? { guid } : {}),
        title,
        link: 'https://marches.example/v2/consultations-2026.php',
        text: described({ deadline }),
      })
      const server = await knownPublisher([at('Travaux de voirie', '01/12/2026 à 12h00', 'a')])
      server.publish([at('Travaux de peinture', '12/12/2026 à 12h00', 'b')])
      await server.poll()
      server.publish([at('Travaux de toiture', '13/12/2026 à 12h00')])
      await server.poll()
      server.publish([at('Travaux de clôture', '14/12/2026 à 12h00')])
      await server.poll()
      expect((await written()).stands.map((row) => row.title)).toEqual([
        'Travaux de voirie',
        'Travaux de peinture',
        'Travaux de toiture',
        'Travaux de clôture',
      ])
      expect(await rowsOf(notices)).toBe(4)
    })

    test('gives endless ones: the items are kept all the same', async () => {
      const endless = Array.from({ length: 4000 }, (_, n) => (n * n * 7919).toString(36)).join('')
      const server = await publisher([
        {
          ...road,
          guid: endless,
          link: `https://marches.example/${endless.slice(0, 3900)}`,
          text: described({
            buyer: `Commune ${[...endless].map((letter) => String.fromCodePoint(0x4e00 + letter.charCodeAt(0) * 31)).join('')}`,
            reference: endless,
            deadline: '15/12/2026 à 12h00',
          }),
        },
        school,
      ])
      expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 2 } })
      expect(await server.poll()).toMatchObject({ kind: 'unchanged' })
    })
  })

  describe('a source in trouble', () => {
    const troubles: Record<string, [(server: SourceServer) => void, RegExp]> = {
      'that answers an ordinary page': [
        (server) => {
          server.answer = (_, response) =>
            void response.end('<!doctype html><html><body><h1>Connexion</h1></body></html>')
        },
        /page ordinaire au lieu d’un flux/,
      ],
      'that answers nothing': [
        (server) => {
          server.answer = (_, response) => void response.end()
        },
        /document vide/,
      ],
      'that answers garbage': [
        (server) => {
          server.answer = (_, response) =>
            void response.end(
              Buffer.from(Array.from({ length: 3000 }, (__, n) => (n * 7919) % 256)),
            )
        },
        /n’est pas un flux|abîmé/,
      ],
      'that answers more than 5 MB': [
        (server) => {
          server.answer = (_, response) =>
            void response.end(`<rss><channel>${' '.repeat(5 * 1024 * 1024)}</channel></rss>`)
        },
        /dépasse la taille acceptée/,
      ],
      'that never answers': [
        (server) => {
          server.answer = () => {}
        },
        /pas répondu à temps/,
      ],
      'that closes the connection': [
        (server) => {
          server.answer = (request) => request.socket.destroy()
        },
        /injoignable/,
      ],
      'that says 404': [
        (server) => {
          server.answer = (_, response) => void response.writeHead(404).end('?')
        },
        /répondu par une erreur \(code 404\)/,
      ],
      'that says 500': [
        (server) => {
          server.answer = (_, response) => void response.writeHead(500).end('?')
        },
        /répondu par une erreur \(code 500\)/,
      ],
      'that says 410': [
        (server) => {
          server.answer = (_, response) => void response.writeHead(410).end('?')
        },
        /n’existe plus/,
      ],
    }

    test.each(Object.entries(troubles))(
      '%s tells so in plain words and keeps its consultations, others are read on time',
      async (_, [trouble, sentence]) => {
        const ill = await knownPublisher([road])
        const well = await knownPublisher([school])
        const before = (await written()).stands
        trouble(ill)
        well.publish([
          { ...school, guid: 'nouveau', title: 'Location de nacelles', link: '', text: '' },
          school,
        ])
        const impatient: Deps = {
          ...deps,
          fetch: (input, init) =>
            anywhere(input, {
              ...init,
              signal: AbortSignal.any([
                AbortSignal.timeout(input === ill.url ? 1_000 : 60_000),
                ...(init?.signal ? [init.signal] : []),
              ]),
            }),
        }
        const outcomes = new Map<number, PollOutcome['kind']>()
        await pollSources(impatient, 'all', (id, outcome) => outcomes.set(id, outcome.kind))
        expect(Object.fromEntries(outcomes)).toEqual({ [ill.id]: 'failed', [well.id]: 'read' })
        const states = await sourcesJson()
        expect(states.find(({ url }) => url === ill.url)).toMatchObject({
          state: 'failing',
          items: 1,
          error: expect.stringMatching(sentence),
        })
        expect(states.find(({ url }) => url === well.url)).toMatchObject({
          state: 'ok',
          error: null,
        })
        expect(await program.text('/sources')).toMatch(sentence)
        expect((await written()).stands).toEqual(expect.arrayContaining(before))
        expect(await rowsOf(consultations)).toBe(3)

        ill.publish([road])
        expect(await ill.poll()).toMatchObject({ kind: 'unchanged' })
        expect((await sourcesJson()).every(({ error }) => error === null)).toBe(true)
      },
    )

    test('that refuses connections tells so', async () => {
      const server = await knownPublisher([road])
      await server.close()
      expect(await server.poll()).toMatchObject({ kind: 'failed', code: 'refused' })
      expect(await program.text('/sources')).toContain('Le site a refusé la connexion')
      servers = servers.filter((each) => each !== server)
    })

    test('is asked less and less often, but always again', async () => {
      const server = await knownPublisher([road])
      server.answer = (_, response) => void response.writeHead(500).end()
      const waits = []
      for (let look = 0; look < 9; look += 1) {
        const { nextPollAt } = await server.poll()
        expect((await healthOf(server.id)).nextPollAt).toEqual(nextPollAt)
        waits.push((nextPollAt.getTime() - program.clock.now.getTime()) / MINUTE)
        program.clock.now = nextPollAt
      }
      for (const [position, longest] of [30, 60, 120, 240, 480, 960, 1440, 1440, 1440].entries()) {
        expect(waits[position]).toBeLessThanOrEqual(longest)
        expect(waits[position]).toBeGreaterThanOrEqual(longest * 0.8)
      }
      server.publish([road, school])
      const { nextPollAt } = await server.poll()
      expect((nextPollAt.getTime() - program.clock.now.getTime()) / MINUTE).toBeLessThanOrEqual(
        1440,
      )
      expect(await healthOf(server.id)).toMatchObject({ failures: 0, errorCode: null })
    })

    test.each([
      [429, '7200', 120],
      [503, '7200', 120],
      [429, 'Sat, 21 Nov 2026 13:30:00 GMT', 240],
      [429, '10', 30],
      [429, '99999999', 1440],
      [429, 'demain', 30],
    ])(
      'that says %i and « Retry-After: %s » is left alone for %i minutes',
      async (status, after, minutes) => {
        const server = await knownPublisher([road])
        server.answer = (_, response) => {
          response.writeHead(status, { 'retry-after': after })
          response.end()
        }
        const { nextPollAt } = await server.poll()
        const waited = (nextPollAt.getTime() - program.clock.now.getTime()) / MINUTE
        expect(waited).toBeLessThanOrEqual(minutes)
        expect(waited).toBeGreaterThanOrEqual(minutes * 0.8)
        const [job] = await program.deps.db
          .select()
          .from(jobs)
          .where(eq(jobs.key, String(server.id)))
        expect(job).toBeDefined()
        expect((await healthOf(server.id)).nextPollAt).toEqual(nextPollAt)
      },
    )

    test('whose document cannot be kept tells so, and others are read', async () => {
      const ill = await publisher([road])
      const well = await publisher([school])
      const logged: string[] = []
      const hurt: Deps = {
        ...deps,
        log: (event) => logged.push(event),
        read: async (kind, document) => {
          const read = await deps.read(kind, document)
          if (document.url !== ill.url || !read.ok) return read
          return { ...read, drafts: read.drafts.map((draft) => ({ ...draft, raw: '\0' })) }
        },
      }
      await pollSources(hurt, 'all', () => {})
      expect(logged).toEqual(['source-unreadable'])
      expect((await sourcesJson()).find(({ url }) => url === ill.url)).toMatchObject({
        error: 'Le document reçu n’a pas pu être enregistré.',
      })
      expect((await healthOf(well.id)).errorCode).toBeNull()
      expect((await written()).stands.map((row) => row.title)).toEqual(['Nettoyage des écoles'])
    })
  })

  test('hostile characters and endless texts are kept as far as a database can', async () => {
    const server = await publisher([
      {
        guid: 'x\u0000y',
        title: `${'Voirie '.repeat(2000)}\ud83d\ude00`,
        text: `${described({ deadline: '15/12/2026 à 12h00' })}${'mot '.repeat(100_000)}&#0;&#xD800;`,
      },
      {
        title: '\u202e',
        text: described({ buyer: '—', reference: '…', deadline: '31/04/2026 à 25h00' }),
      },
      { title: '', text: '' },
      {
        title: 'Montant estimé : 99999999999999999999999999 € HT',
        text: 'Estimation : 999 999 999 999 999 € HT. Nombre de lots : 99999999999999999999',
      },
    ])
    expect(await server.poll()).toMatchObject({ kind: 'read' })
    expect(await rowsOf(consultations)).toBeGreaterThan(1)
    await program.text('/')
    await program.text('/consultations.rss')
    await program.text('/consultations.csv?etat=toutes')
  })

  test('two pollers at once fetch each source once', async () => {
    const list = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        publisher([{ ...road, guid: `s${n}`, link: `https://m.example/${n}`, text: '' }]),
      ),
    )
    const told: number[] = []
    await Promise.all(
      Array.from({ length: 2 }, () => pollSources(deps, 'due', (id) => told.push(id))),
    )
    expect(list.map((server) => server.requests.length)).toEqual([1, 1, 1, 1, 1, 1])
    expect(told.toSorted()).toEqual(list.map((server) => server.id).toSorted())
    await pollSources(deps, 'due', (id) => told.push(id))
    expect(told).toHaveLength(6)
    await pollSources(deps, 'all', (id) => told.push(id))
    expect(told).toHaveLength(12)
  })

  test('a look cut short by the end of the server leaves no trace', async () => {
    const server = await knownPublisher([road])
    const health = await healthOf(server.id)
    server.answer = () => stopping.abort()
    const stopping = new AbortController()
    const outcomes: PollOutcome[] = []
    await pollSources(deps, 'all', (_, outcome) => outcomes.push(outcome), {
      stopping: stopping.signal,
    })
    expect(outcomes).toMatchObject([{ kind: 'failed', code: 'cancelled' }])
    expect(await healthOf(server.id)).toEqual(health)
    const waiting = await program.deps.db
      .select()
      .from(jobs)
      .where(and(eq(jobs.key, String(server.id)), sql`${jobs.leasedUntil} is null`))
    expect(waiting).toHaveLength(1)
  })
})
