import { asc, eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { consultations, notices, sourceRecords } from '../../../src/consultations/schema.ts'
import type { Deps } from '../../../src/deps.ts'
import { pollSources } from '../../../src/sources/polling/poll-all.ts'
import { pollSource } from '../../../src/sources/polling/poll.ts'
import { addSources } from '../../../src/sources/register.ts'
import { sourceHealth } from '../../../src/sources/schema.ts'
import { type BoampServer, startBoamp } from '../../support/boamp-server.ts'
import { enginesOfLongSuites } from '../../support/databases.ts'
import { described, type SourceServer, startSource } from '../../support/source-server.ts'
import { useProgram } from '../../support/use-program.ts'
import { apiRecord, hasData, realRecords } from './records.ts'

const NOW = '2026-11-21T09:00:00Z'

/** A call as the API gives it: school works in two lots, tenders until 15 December at noon. */
function call(
  idweb: string,
  columns: Record<string, unknown> = {},
  deadline = '2026-12-15T12:00:00+01:00',
) {
  return apiRecord(
    {
      idweb,
      dateparution: '2026-11-20',
      nomacheteur: 'Ville de Narbonne',
      objet: `École ${idweb}`,
      ...columns,
    },
    {
      IDENTITE: { DENOMINATION: 'Ville de Narbonne' },
      OBJET: {
        TITRE_MARCHE: `Travaux de l&amp;#39;école ${idweb}`,
        DIV_EN_LOTS: { OUI: '' },
        LOTS: {
          LOT: [
            { NUM: '1', INTITULE: 'Gros œuvre' },
            { NUM: '2', INTITULE: 'Électricité' },
          ],
        },
      },
      CONDITION_DELAI: { RECEPT_OFFRES: deadline },
    },
  )
}

function following(idweb: string, of: string, columns: Record<string, unknown>, donnees: unknown) {
  return apiRecord(
    {
      idweb,
      dateparution: '2026-11-21',
      nomacheteur: 'Ville de Narbonne',
      annonce_lie: [of],
      ...columns,
    },
    donnees,
  )
}

const moved = (idweb: string, of: string, lire: string) =>
  following(
    idweb,
    of,
    { etat: 'RECTIFICATIF' },
    {
      RECTIF: { MODIFICATION: [{ RUB_INIT: 'Date limite de réception des offres', LIRE: lire }] },
    },
  )

const cancelled = (idweb: string, of: string) =>
  following(
    idweb,
    of,
    { etat: 'AVIS_ANNULE' },
    { ANNULATION: { MOTIF: 'Déclaration sans suite pour motif d’intérêt général' } },
  )

const awarded = (idweb: string, of: string) =>
  following(
    idweb,
    of,
    { nature: 'ATTRIBUTION' },
    {
      ATTRIBUTION: {
        DECISION: [
          {
            NUM_LOT: '1',
            TITULAIRE: { DENOMINATION: 'Bâti Corbières' },
            RENSEIGNEMENT: { MONTANT: { '@DEVISE': 'EUR', '#text': '120000' } },
          },
          { NUM_LOT: '2', INFRUCTUEUX: '' },
        ],
      },
    },
  )

describe.each(enginesOfLongSuites)('BOAMP’s open data, on %s', (engine) => {
  const program = useProgram(NOW, engine)
  let servers: SourceServer[] = []

  beforeEach(async () => {
    program.clock.now = new Date(NOW)
    await program.deps.db.execute(
      sql`truncate consultations, lots, awards, consultation_buyers, notices, source_records,
        source_record_versions, source_health, source_hosts, sources, jobs restart identity cascade`,
    )
  })
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()))
    servers = []
  })

  async function added(url: string, kind: string): Promise<number> {
    const result = await program.deps.db.transaction((tx) =>
      addSources(tx, [{ url, partner: 'narbonne', kind }], {
        now: program.clock.now,
        demonstration: false,
      }),
    )
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
    return result.ids[0] ?? 0
  }

  async function dataset(...records: unknown[]) {
    const server: BoampServer = await startBoamp()
    servers.push(server)
    server.records = records
    const id = await added(server.url, 'boamp')
    let waits = 0
    return Object.assign(server, {
      id,
      waits: () => waits,
      async poll() {
        program.clock.now = new Date(program.clock.now.getTime() + 3_600_000)
        return pollSource(program.deps, id, { betweenRequests: async () => void (waits += 1) })
      },
    })
  }

  const stored = () => program.deps.db.select().from(consultations).orderBy(asc(consultations.id))
  const history = async () =>
    (await program.deps.db.select().from(notices).orderBy(asc(notices.id))).map(
      ({ kind, changes }) => ({
        kind,
        changes: changes.map(({ field, before, after }) => [field, before, after]),
      }),
    )
  async function healthOf(id: number) {
    const [health] = await program.deps.db
      .select()
      .from(sourceHealth)
      .where(eq(sourceHealth.sourceId, id))
    if (!health) throw new Error(`no health of ${id}`)
    return health
  }
  async function only() {
    const all = await stored()
    expect(all).toHaveLength(1)
    const [one] = all
    if (!one) throw new Error('nothing stored')
    return one
  }

  describe('is asked for', () => {
    test('page by page, a pause between them, each record once', async () => {
      const server = await dataset(
        ...Array.from({ length: 230 }, (_, n) => call(`26-${10_000 + n}`)),
      )
      expect(await server.poll()).toMatchObject({
        kind: 'read',
        items: 230,
        counts: { added: 230 },
      })
      expect(await stored()).toHaveLength(230)
      expect(server.asked().map((each) => /offset=\d+/.exec(each)?.[0])).toEqual([
        'offset=0',
        'offset=100',
        'offset=200',
      ])
      expect(server.waits()).toBe(2)
    })

    test('by the poller, which waits its turn between pages', async () => {
      const server = await dataset(...Array.from({ length: 101 }, (_, n) => call(`26-${n}`)))
      const told: unknown[] = []
      await pollSources(program.deps, 'due', (_, outcome) => told.push(outcome))
      expect(told).toMatchObject([{ kind: 'read', counts: { added: 101 } }])
      expect(server.requests).toHaveLength(2)
    })

    test('at an address that says whose notices are wanted, else it is refused', async () => {
      const { url } = await startBoamp().then((server) => (servers.push(server), server))
      await expect(added(url.replace('departement=11', ''), 'boamp')).rejects.toThrow('bad-scope')
      await expect(
        added(url.replace('departement=11', 'departement=Aude'), 'boamp'),
      ).rejects.toThrow('bad-scope')
      expect(await added(url, 'boamp')).toBeGreaterThan(0)
    })

    test('from two months back at first, then since the last look that was whole', async () => {
      const server = await dataset(call('26-1'))
      await server.poll()
      expect(server.asked()[0]).toContain(
        'code_departement in ("11")) and (dateparution >= date\'2026-09-20\'',
      )
      program.later(10)
      await server.poll()
      expect(server.asked()[0]).toContain(
        "dateparution >= date'2026-11-19' or datelimitereponse >= date'2026-11-21'",
      )
    })

    test('again as a whole where one record of those that were told is missing', async () => {
      const server = await dataset(...Array.from({ length: 101 }, (_, n) => call(`26-${n}`)))
      const complete = server.answer
      server.answer = (request, response) =>
        request.url?.includes('offset=100')
          ? void response.end(JSON.stringify({ total_count: 101, results: [] }))
          : complete(request, response)
      expect(await server.poll()).toMatchObject({
        kind: 'failed',
        code: 'pages-incomplete',
        detail: '100/101',
      })
      expect(await stored()).toEqual([])
      server.answer = complete
      expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 101 } })
    })

    test('and has not fallen empty where it tells nothing new', async () => {
      const server = await dataset(call('26-1'))
      await server.poll()
      server.records = []
      expect(await server.poll()).toMatchObject({ kind: 'read', items: 0 })
      expect(await healthOf(server.id)).toMatchObject({ emptySince: null })
    })

    test('as an export beyond ten thousand records, none lost', async () => {
      const none = Array.from({ length: 9_970 }, (_, n) => ({
        idweb: `26-${n}`,
        nature: 'INTENTION_CONCLURE',
      }))
      const server = await dataset(
        ...none,
        ...Array.from({ length: 31 }, (_, n) => call(`26-${50_000 + n}`)),
      )
      expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 31 } })
      expect(server.asked().map((each) => /\/(records|exports\/jsonl)\?/.exec(each)?.[1])).toEqual([
        'records',
        'exports/jsonl',
      ])
      const complete = server.answer
      server.records.push(call('26-60000'))
      server.answer = (request, response) => {
        if (!request.url?.includes('exports')) return complete(request, response)
        return void response.end(`${JSON.stringify(server.records[0])}\n`)
      }
      expect(await server.poll()).toMatchObject({
        kind: 'failed',
        code: 'pages-incomplete',
        detail: '1/10002',
      })
    })

    test('the same twice changes nothing', async () => {
      const server = await dataset(call('26-1'), call('26-2'))
      await server.poll()
      expect(await server.poll()).toMatchObject({ kind: 'unchanged' })
      server.records.push(call('26-3'))
      expect(await server.poll()).toMatchObject({
        kind: 'read',
        counts: { added: 1, changed: 0, unchanged: 2 },
      })
      expect((await history()).map(({ kind }) => kind)).toEqual(['tender', 'tender', 'tender'])
    })
  })

  describe('that fails', () => {
    test('on one page is told, records nothing, and is asked for again from where it was', async () => {
      const server = await dataset(
        ...Array.from({ length: 150 }, (_, n) => call(`26-${10_000 + n}`)),
      )
      await server.poll()
      server.asked()
      const { succeededAt } = await healthOf(server.id)
      server.records.push(call('26-20000'))
      const well = server.answer
      server.answer = (request, response) => {
        if (!request.url?.includes('offset=100')) return well(request, response)
        response.writeHead(500).end()
      }
      program.later(5)
      expect(await server.poll()).toMatchObject({
        kind: 'failed',
        code: 'http-status',
        detail: '500',
      })
      expect(await stored()).toHaveLength(150)
      expect((await healthOf(server.id)).succeededAt).toEqual(succeededAt)
      const [failed] = server.asked()
      server.answer = well
      expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 1 } })
      expect(server.asked()[0]).toBe(failed)
    })

    test('because the API refuses the question is told in its own words', async () => {
      const server = await dataset()
      server.answer = (_, response) => {
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end('{"error_code":"ODSQLError","message":"Unknown field: donnees"}')
      }
      expect(await server.poll()).toMatchObject({ kind: 'failed', code: 'query-refused' })
      expect(await program.text('/sources')).toContain(
        '«\u00A0ODSQLError\u00A0: Unknown field: donnees\u00A0»',
      )
    })

    test.each([
      ['not-json', '<html><body>Maintenance</body></html>'],
      ['not-a-page', '{"results":[]}'],
    ])('with what is no page (%s) is told', async (code, body) => {
      const server = await dataset()
      server.answer = (_, response) => void response.end(body)
      expect(await server.poll()).toMatchObject({ kind: 'failed', code })
    })

    test.each(['read', 'merge'] as const)(
      'because it takes too long to %s records nothing',
      async (what) => {
        const server = await dataset(call('26-1'))
        const slow: Deps = {
          ...program.deps,
          ...(what === 'merge'
            ? { merge: async () => null }
            : { read: async () => ({ ok: false, code: 'too-slow', line: null, column: null }) }),
        }
        expect(await pollSource(slow, server.id)).toMatchObject({
          kind: 'failed',
          code: 'too-slow',
        })
        expect(await stored()).toEqual([])
        expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 1 } })
      },
    )

    test('for single records tells their numbers, and the others are read', async () => {
      const server = await dataset(
        call('26-1'),
        { idweb: '26-77', nature: 'INTENTION_CONCLURE' },
        { objet: 'Sans numéro' },
      )
      expect(await server.poll()).toMatchObject({ kind: 'read', items: 3, counts: { added: 1 } })
      expect((await healthOf(server.id)).warnings).toMatchObject([
        { code: 'notice-no-call', item: 2, name: '26-77' },
        { code: 'notice-without-number', item: 3 },
      ])
      expect(await program.text('/sources')).toContain(
        'n’est pas une consultation et n’est pas gardé (n° 26-77)',
      )
    })
  })

  describe('brings what follows a call', () => {
    test.each([
      ['as data', '2026-12-22T16:00:00+01:00'],
      ['in prose', 'Au lieu du 15 décembre 2026 à 12h00, lire 22 décembre 2026 à 16h00'],
    ])('a correction %s moves its deadline, before and after', async (_, lire) => {
      const server = await dataset(call('26-100'))
      await server.poll()
      server.records = [moved('26-200', '26-100', lire)]
      expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 0, changed: 1 } })
      const consultation = await only()
      expect(consultation.facts).toMatchObject({
        object: "Travaux de l'école 26-100",
        boampId: '26-100',
        lots: [{ title: 'Gros œuvre' }, { title: 'Électricité' }],
        deadline: { wall: '2026-12-22T16:00' },
      })
      expect((await history()).at(-1)).toEqual({
        kind: 'extension',
        changes: [
          [
            'deadline',
            expect.objectContaining({ wall: '2026-12-15T12:00' }),
            expect.objectContaining({ wall: '2026-12-22T16:00' }),
          ],
        ],
      })
    })

    test('a correction of an older call fetches it by its number', async () => {
      const server = await dataset(moved('26-200', '25-100', '2026-12-22T16:00:00+01:00'))
      server.archive = [call('25-100', { dateparution: '2026-09-01' })]
      expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 1 } })
      expect((await only()).facts).toMatchObject({
        boampId: '25-100',
        deadline: { wall: '2026-12-22T16:00' },
      })
      expect(server.asked()[1]).toContain('idweb in ("25-100") or annonce_lie in ("25-100")')
      server.records.push(call('26-300'))
      await server.poll()
      expect(server.asked()).toHaveLength(1)
    })

    test('a call that nobody has any more is asked for at each look until it is known, and loses nothing', async () => {
      const server = await dataset(moved('26-200', '25-100', '2026-12-22T16:00:00+01:00'))
      expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 1 } })
      expect(server.asked()).toHaveLength(2)
      expect((await only()).facts).toMatchObject({ boampId: '25-100' })
      server.records = [call('25-100', { dateparution: '2026-09-01' })]
      expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 0, changed: 1 } })
      expect((await only()).facts).toMatchObject({
        object: "Travaux de l'école 25-100",
        deadline: { wall: '2026-12-22T16:00' },
      })
    })

    test('a cancellation and an award, each once', async () => {
      const server = await dataset(call('26-100'), call('26-101'))
      await server.poll()
      server.records.push(cancelled('26-300', '26-100'), awarded('26-301', '26-101'))
      expect(await server.poll()).toMatchObject({ kind: 'read', counts: { added: 0, changed: 2 } })
      const [first, second] = await stored()
      expect(first?.facts).toMatchObject({ status: 'abandoned', lots: [{}, {}] })
      expect(second?.facts).toMatchObject({
        status: 'awarded',
        lots: [
          {
            title: 'Gros œuvre',
            outcome: { kind: 'awarded', winners: [{ name: 'Bâti Corbières' }] },
          },
          { title: 'Électricité', outcome: { kind: 'unsuccessful' } },
        ],
      })
      const kinds = (await history()).map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind !== 'tender')).toEqual([
        'cancellation',
        'award',
        'unsuccessful',
      ])
      server.records.push(call('26-102'))
      await server.poll()
      expect((await history()).filter(({ kind }) => kind !== 'tender')).toHaveLength(3)
    })

    test('all in one look: one consultation', async () => {
      const server = await dataset(
        awarded('26-301', '26-100'),
        moved('26-200', '26-100', '2026-12-22T16:00:00+01:00'),
        call('26-100'),
      )
      await server.poll()
      expect((await only()).facts).toMatchObject({ status: 'awarded', boampId: '26-100' })
      const [record] = await program.deps.db.select().from(sourceRecords)
      expect(record?.alternateIds.toSorted()).toEqual(['26-100', '26-200', '26-301'])
    })
  })

  describe('is read with its traps', () => {
    test('the clock’s hour is never shown late, impossible years are unknown, a SIRET that is none is left out', async () => {
      const typed = (idweb: string, siret: string) =>
        apiRecord(
          {
            idweb,
            dateparution: '2026-07-01',
            datelimitereponse:
              idweb === '26-2' ? '7017-08-01T11:00:00+00:00' : '2026-08-03T11:00:00+00:00',
          },
          {
            FNSimple: {
              organisme: {
                nomOfficiel: 'Mairie d&amp;#39;Argeliers',
                codeIdentificationNational: siret,
              },
              initial: { natureMarche: { intitule: 'Voirie', description: 'Voirie' } },
            },
          },
        )
      const server = await dataset(
        typed('26-1', '211 100 130 00012'),
        typed('26-2', 'FR 74 150 000 271'),
      )
      await server.poll()
      const [one, other] = await stored()
      expect(one?.facts.deadline).toMatchObject({ wall: '2026-08-03T12:00', doubt: 'clock-trap' })
      expect(one?.facts.buyers).toMatchObject([{ name: "Mairie d'Argeliers" }])
      expect(other?.facts.deadline).toBeUndefined()
      expect(other?.facts.buyers?.[0]?.siret ?? null).toBeNull()
    })

    test('and a platform’s feed of the same procedure tells of the same consultation', async () => {
      const server = await dataset(call('26-100'))
      await server.poll()
      const feed = await startSource()
      servers.push(feed)
      feed.publish([
        {
          guid: 'p-1',
          title: 'Travaux de l’école 26-100',
          link: 'https://www.boamp.fr/avis/detail/26-100',
          text: described({
            buyer: 'Ville de Narbonne',
            deadline: '15/12/2026 à 12h00',
            more: 'Avis BOAMP n° 26-100',
          }),
        },
      ])
      const id = await added(feed.url, 'rss')
      expect(await pollSource(program.deps, id)).toMatchObject({
        kind: 'read',
        counts: { added: 1 },
      })
      expect((await only()).facts.boampId).toBe('26-100')
      expect(await program.deps.db.select().from(sourceRecords)).toHaveLength(2)
    })
  })

  test.skipIf(!hasData)(
    'real corrections of Occitanie apply to their calls (skipped without ../shared/data)',
    async () => {
      const real = realRecords('boamp/rectificatifs-occitanie-2021T1.json')
      const first = ({ rectifie }: Record<string, unknown>): Record<string, unknown> =>
        Array.isArray(rectifie) ? rectifie[0] : {}
      const calls = [
        ...new Set(real.map((record) => String(first(record)['avisInitial'] ?? ''))),
      ].filter((id) => /^\d\d-\d+$/.test(id))
      program.clock.now = new Date('2020-11-01T09:00:00Z')
      const server = await dataset(
        ...calls.map((id) => call(id, { dateparution: '2020-10-30' }, '2020-12-24T12:00:00+01:00')),
      )
      await server.poll()
      program.clock.now = new Date('2021-01-01T09:00:00Z')
      server.records = real
      expect(await server.poll()).toMatchObject({ kind: 'read' })
      const rows = new Map((await stored()).map(({ facts }) => [facts.boampId, facts]))
      expect(rows.get('20-135032')?.deadline?.wall).toBe('2021-01-11T12:00')
      expect(rows.get('21-33455')?.deadline?.wall).toBeDefined()
      expect(rows.get('21-11930')?.object).toMatch(/^acquisition d'un véhicule combiné/)
      const moves = (await history()).filter(({ changes }) =>
        changes.some(([field]) => field === 'deadline'),
      )
      expect(moves.length).toBeGreaterThan(30)
      expect(await server.poll()).toMatchObject({ counts: { added: 0, changed: 0 } })
    },
  )
})
