import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellPact } from '../../src/commands/demo/pact/tell-pact.ts'
import { runCommand } from '../../src/commands/run.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { actions } from '../../src/pact/actions/schema.ts'
import { groups } from '../../src/pact/groups/schema.ts'
import { meetings } from '../../src/pact/meetings/schema.ts'
import { pactVersions } from '../../src/pact/schema.ts'
import { sessions, trainings } from '../../src/trainings/schema.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'

const NOW = '2026-11-21T09:00:00Z'
const folder = mkdtempSync(join(tmpdir(), 'guichet-pact-'))

interface Guichet {
  database: OpenDatabase
  program: TestProgram
}

let told: Guichet
let empty: Guichet

beforeAll(async () => {
  told = await open()
  empty = await open()
  const { config, db } = told.program.deps
  await db.transaction((tx) =>
    tellPact(tx, { now: new Date(NOW), config, tagAuthority: 'guichet.example' }),
  )
})
afterAll(async () => {
  await told.database.close()
  await empty.database.close()
  rmSync(folder, { recursive: true })
})

async function open(): Promise<Guichet> {
  const database = await openTestPostgres('ready')
  return { database, program: await testProgram(database, NOW) }
}

async function run({ database, program }: Guichet, ...argv: string[]) {
  const lines: string[] = []
  const say = (line: string) => {
    lines.push(line)
  }
  const status = await runCommand(
    argv,
    { deps: program.deps, sql: database.sql, cwd: folder, say },
    say,
  )
  return { status, text: lines.join('\n') }
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}

function write(name: string, rows: Record<string, unknown>[]): void {
  writeFileSync(join(folder, name), JSON.stringify(rows))
}

describe('the pact’s file', () => {
  it('holds everything, and is known again where it comes from', async () => {
    expect(await run(told, 'pact', 'export', 'told.json')).toMatchObject({ status: 0 })
    const natures = new Set(
      (JSON.parse(read('told.json')) as { nature: string }[]).map(({ nature }) => nature),
    )
    expect([...natures]).toEqual([
      'probleme',
      'groupe',
      'membre',
      'etape',
      'reunion',
      'action',
      'justificatif',
      'collectivite',
      'jalon',
      'mesure',
      'decision',
      'formation',
      'seance',
    ])
    const before = await told.database.db.$count(pactVersions)
    const again = await run(told, 'pact', 'import', 'told.json', '--apply')
    expect(again.text).toContain('Import enregistré')
    expect(again.text.match(/: 0 en création, 0 en modification/g)).toHaveLength(natures.size)
    expect(await told.database.db.$count(pactVersions)).toBe(before)
  })

  it('read into an empty Guichet and written again is the same, byte for byte', async () => {
    expect((await run(empty, 'pact', 'import', 'told.json')).text).toContain('Essai')
    expect(await empty.database.db.$count(groups)).toBe(0)
    expect(await run(empty, 'pact', 'import', 'told.json', '--apply')).toMatchObject({ status: 0 })
    await run(empty, 'pact', 'export', 'again.json')
    expect(read('again.json')).toBe(read('told.json'))
  })

  it('is the same through a table too', async () => {
    await run(told, 'pact', 'export', 'told.csv')
    const third = await open()
    try {
      const imported = await run(third, 'pact', 'import', 'told.csv', '--apply')
      expect(imported.text).toContain('Import enregistré')
      await run(third, 'pact', 'export', 'again.csv')
      expect(read('again.csv')).toBe(read('told.csv'))
    } finally {
      await third.database.close()
    }
  })

  it('never tells who registered for a training, but how many came', () => {
    const held = (JSON.parse(read('told.json')) as Record<string, unknown>[]).filter(
      ({ nature, statut }) => nature === 'seance' && statut === 'tenue',
    )
    expect(held.length).toBeGreaterThan(0)
    expect(held.every(({ inscrits }) => Number(inscrits) > 0)).toBe(true)
    expect(read('told.json')).not.toContain('@example.org')
  })
})

const GROUP = {
  nature: 'groupe',
  external_id: 'G1',
  titre: 'Payer plus vite',
  objet: 'Des factures payées en vingt jours.',
  axe: 'simplifier',
  pilote: 'narbonne',
  debut: '2026-01-05',
}
const MEETING = {
  nature: 'reunion',
  external_id: 'R1',
  groupe: 'G1',
  debut: '2026-12-10T09:30',
  fin: '2026-12-10T11:30',
  lieu: 'Narbonne',
}
const TRAINING = {
  nature: 'formation',
  external_id: 'F1',
  titre: 'Répondre',
  organisme: 'narbonne',
  groupe: 'G1',
  besoin: 'Peu de réponses.',
}
const SESSION = {
  nature: 'seance',
  external_id: 'S1',
  formation: 'F1',
  debut: '2027-02-04T09:00',
  fin: '2027-02-04T17:00',
  lieu: 'Narbonne',
  places: 12,
  minimum: 4,
  statut: 'ouverte',
}

describe('a group with its meeting, a training with its session', () => {
  it('are written whatever the order of the lines, and changed by their identifiers', async () => {
    write('own.json', [SESSION, TRAINING, MEETING, GROUP])
    expect(await run(empty, 'pact', 'import', 'own.json', '--apply')).toMatchObject({ status: 0 })
    const { db } = empty.database
    const rows = await db.select().from(trainings)
    const own = rows.find(({ externalId }) => externalId === 'F1')
    const group = (await db.select().from(groups)).find(({ externalId }) => externalId === 'G1')
    expect(own).toMatchObject({ groupId: group?.id, stage: 'need' })
    write('own.json', [
      { ...GROUP, titre: 'Payer à l’heure' },
      { ...MEETING, lieu: 'Limoux' },
      TRAINING,
      { ...SESSION, places: 20 },
    ])
    const changed = await run(empty, 'pact', 'import', 'own.json', '--apply')
    expect(changed.text).toContain('Groupes de travail : 0 en création, 1 en modification')
    expect(changed.text).toContain('Réunions : 0 en création, 1 en modification')
    expect(changed.text).toContain('Formations : 0 en création, 0 en modification, 1 sans')
    const sessionRows = await db.select().from(sessions)
    expect(sessionRows.find(({ externalId }) => externalId === 'S1')).toMatchObject({
      seats: 20,
      state: 'open',
    })
    expect(await empty.program.text(`/pacte/formations/${own?.slug}`)).toContain(
      'issue du groupe de travail',
    )
  })

  it.each([
    ['an unknown group', [{ ...MEETING, groupe: 'G9' }], 'groupe'],
    ['an unknown organisation', [{ ...TRAINING, organisme: 'personne' }], 'organisme'],
    ['an unknown axis', [{ ...GROUP, axe: 'cinquième' }], 'axe'],
    ['an unknown training', [{ ...SESSION, external_id: 'S9', formation: 'F9' }], 'formation'],
    ['an end before its start', [{ ...SESSION, fin: '2027-02-04T08:00' }], 'fin'],
    ['a meeting that ends before it begins', [{ ...MEETING, fin: '2026-12-10T09:00' }], 'fin'],
    ['a moment that there is not', [{ ...MEETING, debut: '2027-03-28T02:30' }], 'debut'],
    ['minutes before the meeting', [{ ...MEETING, compte_rendu: 'Vu.' }], ''],
    ['more people than seats', [{ ...SESSION, minimum: 30 }], 'minimum'],
    ['another organiser', [{ ...TRAINING, organisme: 'carcassonne-agglo' }], 'organisme'],
    ['an unknown nature', [{ nature: 'loi', external_id: 'L1' }], 'nature'],
    ['a column of another nature', [{ ...TRAINING, budget_ht: 3 }], 'budget_ht'],
    [
      'a group carried twice by councils',
      [{ ...GROUP, copilote: 'carcassonne-agglo' }],
      'copilote',
    ],
  ])('refuse %s, with its line, and nothing is half done', async (_name, rows, column) => {
    const { db } = empty.database
    const count = async () => [
      await db.$count(groups),
      await db.$count(meetings),
      await db.$count(trainings),
      await db.$count(actions),
      await db.$count(pactVersions),
    ]
    const before = await count()
    write('bad.json', [{ ...GROUP, external_id: 'G2', titre: 'Autre' }, ...rows])
    const refused = await run(empty, 'pact', 'import', 'bad.json', '--apply')
    expect(refused.status).toBe(1)
    expect(refused.text).toContain(`Élément 2${column === '' ? '' : `, ${column}`} :`)
    expect(refused.text).toContain('Rien n’a été importé')
    expect(await count()).toEqual(before)
  })
})
