import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { count, eq, sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from '../../src/commands/run.ts'
import { consultations, notices, sourceRecords, sources } from '../../src/consultations/schema.ts'
import { referenceCounters } from '../../src/consultations/records/references.ts'
import { dataVersions } from '../../src/db/versions.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { listSources } from '../../src/sources/queries.ts'
import { bought, draft, winter } from '../support/application.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { useProgram } from '../support/use-program.ts'
import { csv, SHORT, xlsx } from '../sources/file/files.ts'

const NOW = '2026-11-24T09:00:00Z'
const SCHOOL = ['2026-0042', 'Rénovation d’une école', 'travaux', '15/12/2026 12:00']
const ROAD = ['2026-0043', 'Réfection de la voirie', 'travaux', '18/12/2026 16:00']

describe.each(enginesOfLongSuites)('import consultations, on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-import-'))
  const program = useProgram(NOW, engine)
  let said: string[] = []
  let complaints: string[] = []

  async function run(...args: string[]): Promise<number> {
    said = []
    complaints = []
    return runCommand(
      ['import', 'consultations', ...args],
      {
        deps: program.deps,
        sql: program.database.sql,
        cwd: folder,
        say: (line) => said.push(line),
      },
      (line) => complaints.push(line),
    )
  }

  const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes)
  const apply = (name: string) => run(name, '--partner', 'narbonne', '--apply')

  /** How many rows there are of everything that an import writes, and the board's version. */
  async function state() {
    const { db } = program.deps
    const counts = []
    for (const table of [consultations, sourceRecords, notices, sources])
      counts.push((await db.select({ n: count() }).from(table))[0]?.n)
    const versions = await db.select().from(dataVersions).orderBy(dataVersions.scope)
    return { counts, versions: versions.map((each) => JSON.stringify(each)) }
  }

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    program.clock.now = new Date(NOW)
    await program.deps.db.execute(
      sql`truncate ${consultations}, ${sources}, ${referenceCounters}, ${jobs} restart identity cascade`,
    )
  })

  test('shows what it would do and does nothing, then does it', async () => {
    put('a.csv', csv(SHORT, SCHOOL, ROAD))
    const before = await state()
    expect(await run('a.csv', '--partner', 'narbonne')).toBe(0)
    expect(said).toEqual([
      'Lignes  Référence  Effet',
      '2       2026-0042  nouvelle : Rénovation d’une école',
      '3       2026-0043  nouvelle : Réfection de la voirie',
      '2 nouvelles, 0 modifiée, 0 sans changement, 0 refusée.',
      'Essai : rien n’a changé. Ajoutez --apply pour enregistrer.',
    ])
    expect(await state()).toEqual(before)

    expect(await apply('a.csv')).toBe(0)
    expect(said.at(-1)).toBe('Import enregistré.')
    const board = await program.text('/')
    expect(board).toContain('Rénovation d’une école')
    expect(board).toContain('Ville de Narbonne')
  })

  test('changes nothing when the same file comes again', async () => {
    const file = await xlsx([
      [
        ...SHORT,
        'Lot',
        'Intitulé du lot',
        'Montant maximal du lot HT',
        'Dates de visite',
        'Visite',
      ],
      [...SCHOOL, '1', 'Gros œuvre', 90_000, '03/12/2026 14:00', 'obligatoire'],
      ['2026-0042', null, null, null, '2', 'Électricité', 40_000, null, null],
    ])
    put('a.xlsx', file)
    expect(await apply('a.xlsx')).toBe(0)
    const after = await state()
    program.later(1)
    expect(await apply('a.xlsx')).toBe(0)
    expect(said[1]).toBe('2 à 3   2026-0042  sans changement (2026-0001)')
    expect(await state()).toEqual(after)
  })

  test('makes a later deadline an extension that firms are told of', async () => {
    put('a.csv', csv(SHORT, SCHOOL, ROAD))
    put('b.csv', csv(SHORT, [...SCHOOL.slice(0, 3), '22/12/2026 12:00']))
    await apply('a.csv')
    program.later(1)
    expect(await apply('b.csv')).toBe(0)
    expect(said.slice(1, 4)).toEqual([
      '2       2026-0042  modifiée (2026-0001)',
      '                     Date limite : mardi 15 décembre 2026 à 12 h 00 → mardi 22 décembre 2026 à 12 h 00',
      '0 nouvelle, 1 modifiée, 0 sans changement, 0 refusée.',
    ])
    const [notice] = await program.deps.db
      .select()
      .from(notices)
      .where(eq(notices.kind, 'extension'))
    expect(notice?.changes).toMatchObject([{ field: 'deadline' }])
    expect(await program.text('/consultations.rss')).toContain('RECTIFICATIF — reportée au 22/12')
    // What the second file does not name stays.
    expect(await program.text('/')).toContain('Réfection de la voirie')
  })

  test('changes nothing at all when one row is refused, and tells of every row', async () => {
    put('a.csv', csv(SHORT, SCHOOL))
    await apply('a.csv')
    const before = await state()
    put(
      'b.csv',
      csv(
        [...SHORT, 'Lieu'],
        [...SCHOOL.slice(0, 3), '22/12/2026 12:00', ''],
        [...ROAD, 'Trifouillis'],
        ['2026-0044', '', 'travaux', '31/04/2027 12:00', ''],
      ),
    )
    for (const args of [[], ['--apply']]) {
      expect(await run('b.csv', '--partner', 'narbonne', ...args)).toBe(1)
      expect(said).toEqual([
        'Lignes  Référence  Effet',
        '2       2026-0042  modifiée (2026-0001)',
        '                     Date limite : mardi 15 décembre 2026 à 12 h 00 → mardi 22 décembre 2026 à 12 h 00',
        '3       2026-0043  nouvelle : Réfection de la voirie',
        '                     à vérifier : lieu inconnu « Trifouillis », la recherche par lieu ne la trouvera pas',
        '4       2026-0044  refusée',
        '                     Ligne 4, « Objet » : obligatoire, à remplir ; attendu : l’objet en une phrase.',
        '                     Ligne 4, « Date limite » : ce jour n’existe pas (« 31/04/2027 12:00 »).',
        '1 nouvelle, 1 modifiée, 0 sans changement, 1 refusée.',
      ])
      expect(complaints).toEqual(['Rien n’a été importé : corrigez ce qui est refusé.'])
      expect(await state()).toEqual(before)
    }
  })

  test('joins the consultation that another source tells of already', async () => {
    await program.say('plateforme', [
      draft('1', {
        object: 'Rénovation d’une école',
        reference: '2026-0042',
        buyers: bought('Ville de Narbonne'),
        deadline: winter('2026-12-15T12:00'),
      }),
    ])
    put('a.csv', csv([...SHORT, 'Montant maximal HT'], [...SCHOOL, '90000']))
    expect(await apply('a.csv')).toBe(0)
    expect(said[1]).toBe('2       2026-0042  rejoint la consultation 2026-0001, déjà connue')
    expect(await program.deps.db.$count(consultations)).toBe(1)
    expect(await program.text('/')).toContain('90\u00A0000')
  })

  test('makes a source that nobody looks at and that cannot fail', async () => {
    put('a.csv', csv(SHORT, SCHOOL))
    await apply('a.csv')
    await apply('a.csv')
    const made = await program.deps.db.select().from(sources)
    expect(made).toMatchObject([
      { url: 'guichet:fichier/narbonne', kind: 'file', name: 'Fichier transmis par Narbonne' },
    ])
    expect(await program.deps.db.$count(jobs)).toBe(0)
    expect(await listSources(program.deps.db, program.clock.now)).toMatchObject([
      { state: 'manual', nextPollAt: null, noticesLately: 1, lastImport: { rows: 1 } },
    ])
    expect(await program.text('/sources')).toContain('Dernier fichier importé')
    const [own] = await program.deps.db.select().from(consultations)
    const page = await program.text(`/consultations/${own?.reference}-${own?.slug}`)
    expect(page).toContain('Fichier transmis par Narbonne')
    expect(page).not.toContain('guichet:')
  })

  test('records a file that fills several batches, in its order', async () => {
    const rows = Array.from({ length: 700 }, (_, rank) => [
      [
        `M${1000 + rank}`,
        `Travaux de voirie n° ${rank}`,
        'travaux',
        '18/12/2026 16:00',
        '1',
        'Nord',
      ],
      [`M${1000 + rank}`, '', '', '', '2', 'Sud'],
    ]).flat()
    put('a.csv', csv([...SHORT, 'Lot', 'Intitulé du lot'], ...rows))
    expect(await apply('a.csv')).toBe(0)
    expect(said.at(-2)).toBe('700 nouvelles, 0 modifiée, 0 sans changement, 0 refusée.')
    expect(said[700]?.trim()).toMatch(/^1400 à 1401 +M1699 +nouvelle : Travaux de voirie n° 699$/)
    expect(await apply('a.csv')).toBe(0)
    expect(said.at(-2)).toBe('0 nouvelle, 0 modifiée, 700 sans changement, 0 refusée.')
  })

  test('says in a sentence what it cannot read', async () => {
    put('a.csv', csv(['Référence', 'Prix'], ['1', '2']))
    put('a.xlsx', new TextEncoder().encode('non'))
    const told = async (...args: string[]) => {
      expect(await run(...args)).toBe(1)
      return complaints.join('\n')
    }
    expect(await told('a.csv', '--partner', 'narbonne')).toContain(
      '« Objet » : colonne obligatoire',
    )
    expect(await told('a.csv', '--partner', 'narbonne')).toContain('(« Prix »)')
    expect(await told('a.xlsx', '--partner', 'narbonne')).toContain('pas un classeur .xlsx')
    expect(await told('absent.csv', '--partner', 'narbonne')).toContain('ne peut pas être lu')
    expect(await told('a.ods', '--partner', 'narbonne')).toContain('.csv ou .xlsx est attendu')
    expect(await told('a.csv', '--partner', 'nulle-part')).toContain('Partenaire inconnu')
    expect(await told('a.csv')).toContain('--partner')
    expect(await told('a.csv', '--force')).toContain('Usage')
  })

  test('writes an empty template, but over no file', async () => {
    expect(await run('--template', 'modele.csv')).toBe(0)
    expect(await run('--template=modele.xlsx')).toBe(0)
    expect(readFileSync(join(folder, 'modele.csv'), 'utf8')).toMatch(/^\uFEFFRéférence;Objet;/)
    expect(await run('modele.xlsx', '--partner', 'narbonne')).toBe(1)
    expect(complaints.join()).toContain('aucune ligne sous celle des titres')
    expect(await run('--template', 'modele.csv')).toBe(1)
    expect(await run('--template', 'modele.ods')).toBe(1)
  })
})

const isDeep = Boolean(process.env['DEEP'])

describe.runIf(isDeep)('a file of 5 000 consultations (with DEEP=1 only)', () => {
  const program = useProgram(NOW)
  test('is imported in 160 MB of heap by a process of its own', { timeout: 240_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guichet-import-'))
    try {
      const rows = Array.from({ length: 5_000 }, (_, rank) => [`R-${rank}`, ...SCHOOL.slice(1)])
      writeFileSync(join(folder, 'a.csv'), csv(SHORT, ...rows))
      const root = fileURLToPath(new URL('../../', import.meta.url))
      const child = spawn(
        process.execPath,
        [
          `${root}node_modules/tsx/dist/cli.mjs`,
          `${root}src/runtime/node/guichet.ts`,
          'import',
          'consultations',
          join(folder, 'a.csv'),
          '--partner=narbonne',
          '--apply',
        ],
        {
          cwd: root,
          env: {
            PATH: process.env.PATH,
            DATABASE_URL: program.url,
            NODE_OPTIONS: '--max-old-space-size=160',
          },
        },
      )
      const [out, err, [status]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ])
      expect({ err, status }).toEqual({ err: '', status: 0 })
      expect(out).toContain('5 000 nouvelles')
      const [found] = await program.deps.db.execute<{ n: number }>(
        sql`select count(*)::int as n from ${consultations}`,
      )
      expect(found?.n).toBe(5_000)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
