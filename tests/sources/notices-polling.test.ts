import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { asc, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replay } from '../../src/commands/replay.ts'
import { consultations, notices, sourceRecords } from '../../src/consultations/schema.ts'
import { pollSource } from '../../src/sources/polling/poll.ts'
import { addSources } from '../../src/sources/register.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { type SourceServer, startSource } from '../support/source-server.ts'
import { useProgram } from '../support/use-program.ts'

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const isHere = existsSync(`${DATA}eforms`)

const what = 'notices at an address, on %s (skipped without ../shared/data)'

describe.skipIf(!isHere).each(enginesOfLongSuites)(what, (engine) => {
  const program = useProgram('2026-11-21T09:00:00Z', engine)
  let servers: SourceServer[] = []

  beforeEach(async () => {
    await program.deps.db.execute(
      sql`truncate consultations, lots, awards, consultation_buyers, notices, source_records,
        source_record_versions, source_health, source_hosts, sources, jobs restart identity cascade`,
    )
  })
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()))
    servers = []
  })

  /** A source of this kind whose address shows one file after the other. */
  async function publisher(kind: string, folder: string) {
    const server = await startSource()
    servers.push(server)
    const added = await program.deps.db.transaction((tx) =>
      addSources(tx, [{ url: server.url, partner: 'narbonne', kind }], {
        now: program.clock.now,
        demonstration: false,
      }),
    )
    const [id = 0] = added.ok ? added.ids : []
    return {
      async poll(file: string) {
        const body = file.startsWith('<') ? file : readFileSync(`${DATA}${folder}/${file}`)
        server.answer = (_, response) => void response.end(body)
        program.clock.now = new Date(program.clock.now.getTime() + 3_600_000)
        return pollSource(program.deps, id)
      },
    }
  }

  const eforms = () => publisher('eforms', 'eforms/notices')
  const boampXml = () => publisher('boamp-xml', 'real/boamp-xml')
  const stored = () => program.deps.db.select().from(consultations).orderBy(asc(consultations.id))
  const kinds = async () =>
    (await program.deps.db.select().from(notices).orderBy(asc(notices.id))).map(({ kind }) => kind)
  async function only() {
    const [one, another] = await stored()
    if (!one || another) throw new Error('not one consultation')
    return one
  }

  test('an eForms call, then its change: one consultation, its deadline moved', async () => {
    const source = await eforms()
    expect(await source.poll('cn_24_open.xml')).toMatchObject({
      kind: 'read',
      items: 1,
      counts: { added: 1 },
    })
    const before = (await only()).facts
    expect(await source.poll('cn_24_open.xml')).toMatchObject({ kind: 'unchanged' })
    expect(await source.poll('change-cn_24_open_dates.xml')).toMatchObject({
      counts: { added: 0, changed: 1 },
    })
    const after = (await only()).facts
    expect(after.object).toBe(before.object)
    expect(after.deadline?.instant).not.toBe(before.deadline?.instant)
    expect((await kinds()).length).toBeGreaterThan(1)
    // The publisher shows the first again: nothing goes back.
    expect(await source.poll('cn_24_open.xml')).toMatchObject({ counts: { added: 0, changed: 0 } })
    expect((await only()).facts).toEqual(after)
  })

  test('an eForms change that comes before its call ends as the same consultation', async () => {
    const source = await eforms()
    await source.poll('change-cn_24_void.xml')
    await source.poll('cn_24_minimal.xml')
    expect((await only()).facts.status).toBe('withdrawn')
  })

  test('an eForms result joins its call and keeps what the call said', async () => {
    const source = await eforms()
    await source.poll('cn_24_FRA_comments.xml')
    const before = (await only()).facts
    await source.poll('can_24_FRA_comments.xml')
    const after = (await only()).facts
    expect(after).toMatchObject({
      object: before.object,
      deadline: before.deadline,
      status: 'awarded',
    })
    expect(await kinds()).toContain('award')
  })

  test.each(['E2_minimal.xml', 'E3_minimal.xml', 'E4_minimal.xml'])(
    'a notice below the thresholds (%s) is read',
    async (file) => {
      expect(await (await eforms()).poll(file)).toMatchObject({
        kind: 'read',
        counts: { added: 1 },
      })
      expect((await only()).facts.object).toBeTruthy()
    },
  )

  test('several notices one after the other at one address are several consultations', async () => {
    const source = await eforms()
    for (const file of ['E3_minimal.xml', 'cn_24_minimal.xml', 'can_24_no_tenders.xml'])
      await source.poll(file)
    expect(await stored()).toHaveLength(3)
  })

  test('BOAMP XML notices are read, each its consultation', async () => {
    const source = await boampXml()
    for (const file of ['test-pub.xml', 'test-pub-7.xml', 'test-attribution-11.xml'])
      expect(await source.poll(file)).toMatchObject({ kind: 'read', counts: { added: 1 } })
    expect(await source.poll('test-pub.xml')).toMatchObject({
      counts: { changed: 0, unchanged: 1 },
    })
    const found = await stored()
    expect(found).toHaveLength(3)
    expect(found.map(({ facts }) => facts.boampId)).toContain('17-22464')
  })

  test('a document of another kind is told, with its line where it is damaged', async () => {
    const [one, other] = [await eforms(), await boampXml()]
    await one.poll('cn_24_open.xml')
    expect(await one.poll('<ANNONCE/>')).toMatchObject({ kind: 'failed', code: 'not-eforms' })
    expect(await one.poll('<ContractNotice>\n<a>\n</b>')).toMatchObject({
      kind: 'failed',
      code: 'malformed',
      detail: '3',
    })
    expect(await other.poll('<ContractNotice/>')).toMatchObject({
      kind: 'failed',
      code: 'not-boamp',
    })
    expect(await program.text('/sources')).toContain(
      'Le document reçu n’est pas un avis au format BOAMP XML.',
    )
    expect(await stored()).toHaveLength(1)
  })

  test.each([
    ['eforms', 'eforms/notices', 8],
    ['boamp-xml', 'real/boamp-xml', 8],
    ['boamp', 'boamp', 200],
  ])('a folder of %s is replayed, again without a change', async (kind, folder, atLeast) => {
    const said: string[] = []
    const play = () =>
      replay.run([folder, '--kind', kind], {
        deps: program.deps,
        sql: program.database.sql,
        cwd: DATA,
        say: (line) => said.push(line),
      })
    expect([await play(), said]).toEqual([{ ok: true }, expect.anything()])
    const before = await stored()
    expect(before.length).toBeGreaterThanOrEqual(atLeast)
    expect(await play()).toEqual({ ok: true })
    expect(said.at(-1)).toBe('0 consultations ajoutées, 0 modifiées.')
    expect(await stored()).toEqual(before)
    const records = await program.deps.db.select().from(sourceRecords)
    expect(new Set(records.map(({ consultationId }) => consultationId)).size).toBe(before.length)
  })
})
