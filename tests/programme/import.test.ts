import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/commands/run.ts'
import { dataVersions } from '../../src/db/versions.ts'
import {
  plannedPurchaseEvents,
  plannedPurchases,
  programmeUploads,
} from '../../src/programme/schema.ts'
import { forgetOldUploads } from '../../src/programme/uploads.ts'
import { hasOcdsSchemas, releaseProblems } from '../open-data/ocds-schema.ts'
import { csv, xlsx } from '../sources/file/files.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { post, seen } from './support.ts'

const NOW = '2026-11-24T09:00:00Z'
const HEADER = ['Identifiant', 'Objet', 'Année', 'Trimestre', 'Montant maximal', 'Abandonné']
const QUAY = ['N-1', 'Réfection du quai', '2027', 'T2', '90 000', '']
const SCHOOL = ['N-2', 'Peintures de l’école', '2027', '', '', '']

describe('a file of planned purchases', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-programme-'))
  const program = useProgram(NOW)
  let agent: SignedIn
  let said: string[] = []
  let complaint = ''

  beforeAll(async () => {
    agent = await signIn(program, { role: 'publisher', partner: 'narbonne' })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function run(name: string, ...args: string[]): Promise<number> {
    said = []
    complaint = ''
    const context = {
      deps: program.deps,
      sql: program.database.sql,
      cwd: folder,
      say: (line: string) => void said.push(line),
    }
    return runCommand(['import', 'programme', name, ...args], context, (line) => {
      complaint = line
    })
  }

  const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes)

  /** Everything that an import writes. */
  async function state() {
    const { db } = program.deps
    return JSON.stringify([
      await db.select().from(plannedPurchases).orderBy(plannedPurchases.id),
      await db.select().from(plannedPurchaseEvents).orderBy(plannedPurchaseEvents.id),
      await db
        .select({ version: dataVersions.version })
        .from(dataVersions)
        .where(eq(dataVersions.scope, 'board')),
    ])
  }

  const own = ['--partner', 'narbonne']

  it('is tried first: nothing changes without --apply', async () => {
    put('p.csv', csv(HEADER, QUAY, SCHOOL))
    const before = await state()
    expect(await run('p.csv', ...own)).toBe(0)
    expect(said.at(-2)).toContain('2\u00A0nouveaux achats')
    expect(said.at(-1)).toContain('rien n’a changé')
    expect(await state()).toBe(before)
  })

  it('is imported, and again changes nothing', async () => {
    expect(await run('p.csv', ...own, '--apply')).toBe(0)
    expect(await program.text('/programmation')).toContain('Réfection du quai')
    const before = await state()
    expect(await run('p.csv', ...own, '--apply')).toBe(0)
    expect(said.join('\n')).toContain('2\u00A0inchangés')
    expect(await state()).toBe(before)
  })

  it('brings up to date what it names, leaves the rest, and says so row by row', async () => {
    put('q.csv', csv(HEADER, ['n-1', QUAY[1] ?? '', '2027', 'T4', '90 000', 'Crédits reportés']))
    expect(await run('q.csv', ...own, '--apply')).toBe(0)
    expect(said[0]).toBe(
      'Ligne 2, Ville de Narbonne, Réfection du quai : Trimestre attendu : avant, 2e ; maintenant, 4e ; abandonné',
    )
    expect(await program.text('/programmation?statut=abandonne')).toContain('Réfection du quai')
    expect(await program.text('/programmation')).toContain('Peintures de l’école')
  })

  it('does not touch what it has no column for', async () => {
    put('short.csv', csv(['Identifiant', 'Objet', 'Année'], ['N-1', 'Réfection du quai', '2027']))
    expect(await run('short.csv', ...own)).toBe(0)
    expect(said.join('\n')).toContain('1\u00A0inchangé')
  })

  it('is refused whole where one row is, each error with its row', async () => {
    const before = await state()
    put(
      'bad.csv',
      csv(
        [...HEADER, 'Acheteur'],
        ['N-8', 'Bon achat', '2027', 'T1', '', '', ''],
        ['N-9', 'Mauvais', '2027', 'T7', 'cher', '', ''],
        ['N-8', 'Encore', '2027', '', '', '', ''],
        ['N-10', 'Chez un autre', '2027', '', '', '', 'Ville de Carcassonne'],
      ),
    )
    expect(await run('bad.csv', ...own, '--apply')).toBe(1)
    const told = said.join('\n')
    expect(told).toContain('Ligne 3, « Trimestre » : trimestre inconnu (« T7 »)')
    expect(told).toContain('Ligne 3, « Montant maximal » : montant illisible')
    expect(told).toContain('Ligne 4, « Identifiant »')
    expect(told).toContain('Ligne 5, « Acheteur » : ce fichier est celui d’un autre acheteur')
    expect(complaint).toContain('Rien n’a été importé')
    expect(await state()).toBe(before)
  })

  it('may name its buyers, known by any spelling, where it is nobody’s own', async () => {
    const header = ['Objet', 'Année', 'Acheteur']
    put(
      'all.csv',
      csv(
        header,
        ['Quai nord', '2027', 'carcassonne'],
        ['Quai sud', '2027', 'Mairie de Carcassonne'],
        ['Quai est', '2027', ''],
        ['Quai ouest', '2027', 'Ville de Nulle-Part'],
      ),
    )
    expect(await run('all.csv')).toBe(1)
    expect(said.join('\n')).toContain('Ligne 4, « Acheteur » : dites le nom')
    expect(said.join('\n')).toContain('Ligne 5, « Acheteur » : acheteur inconnu')
    put('two.csv', csv(header, ['Quai nord', '2027', 'carcassonne']))
    expect(await run('two.csv', '--apply')).toBe(0)
    expect(await program.text('/programmation?acheteur=carcassonne')).toContain('Quai nord')
  })

  it('is sent in the partners’ area as a workbook, tried, then imported', async () => {
    const bytes = await xlsx([
      ['Objet', 'Année', 'Trimestre'].map((value) => ({ value })),
      [{ value: 'Jeux du square' }, { value: 2027 }, { value: 'T3' }],
    ])
    const form = new FormData()
    form.set('fichier', new File([bytes], 'plan.xlsx'))
    const sent = await program.app.request('/espace/narbonne/programmation/import', {
      method: 'POST',
      headers: agent.headers,
      body: form,
    })
    expect(sent.status).toBe(303)
    const path = sent.headers.get('location') ?? ''
    const trial = await seen(program, agent, path)
    expect(trial).toContain('1\u00A0nouvel achat')
    expect(await program.text('/programmation')).not.toContain('Jeux du square')
    const other = await signIn(program, { role: 'publisher', partner: 'carcassonne' })
    await seen(program, other, path.replace('narbonne', 'carcassonne'), 404)
    const done = await post(program, agent, path, {})
    expect(done.location).toBe('/espace/narbonne/programmation?fait=importe')
    expect(await program.text('/programmation')).toContain('Jeux du square')
    await seen(program, agent, path, 404)
  })

  it('is told in plain words where it is no such file, and forgotten after a day', async () => {
    const send = async (file: File | null) => {
      const form = new FormData()
      if (file) form.set('fichier', file)
      const answer = await program.app.request('/espace/narbonne/programmation/import', {
        method: 'POST',
        headers: agent.headers,
        body: form,
      })
      return [answer.status, await answer.text()] as const
    }
    expect(await send(null)).toEqual([422, expect.stringContaining('Choisissez un fichier.')])
    expect((await send(new File(['x'], 'x.pdf')))[1]).toContain('.csv ou .xlsx')
    expect((await send(new File(['Objet;Prix\nA;1'], 'x.csv')))[1]).toContain('colonne inconnue')
    expect((await send(new File(['x'.repeat(6 << 20)], 'x.csv')))[0]).toBe(413)
    await send(new File([csv(HEADER, SCHOOL)], 'x.csv'))
    const { db } = program.deps
    await forgetOldUploads(db, new Date('2026-11-25T08:00:00Z'))
    expect(await db.$count(programmeUploads)).toBe(1)
    await forgetOldUploads(db, new Date('2026-11-25T10:00:00Z'))
    expect(await db.$count(programmeUploads)).toBe(0)
  })

  it('goes out as OCDS planning releases and table, and comes in as OCDS', async () => {
    const list = await program.app.request('/donnees/programmation.ocds.jsonl.gz')
    const lines = gunzipSync(await list.arrayBuffer())
      .toString()
      .trim()
      .split('\n')
    const releases = lines.map((line) => JSON.parse(line).releases[0])
    expect(releases.map(({ tag }) => tag[0])).toContain('planningUpdate')
    expect(releases[0]).toMatchObject({
      tender: { title: 'Réfection du quai', status: 'withdrawn', value: { amount: 90_000 } },
      planning: {
        milestones: [
          { code: '2027-T4', status: 'notMet' },
          { id: 'premiere-annonce', dueDate: '2027-06-30T00:00:00+02:00' },
        ],
      },
    })
    if (hasOcdsSchemas) expect(releases.flatMap(releaseProblems)).toEqual([])
    const one = await program.text(`/programmation/${releases[0].ocid.split('-').at(-1)}/ocds.json`)
    expect(`${one}`).toBe(lines[0])

    put(
      'ocds.jsonl',
      lines
        .map((line) => line.replaceAll(/ocds-[^"]*?-programme-/g, 'ocds-autre-programme-'))
        .join('\n'),
    )
    expect(await run('ocds.jsonl', '--apply')).toBe(0)
    expect(said.join('\n')).toContain(`${lines.length}\u00A0nouveaux achats`)
    expect(await run('ocds.jsonl', '--apply')).toBe(0)
    expect(said.join('\n')).toContain(`${lines.length}\u00A0inchangés`)
    const table = await program.text('/donnees/programmation.csv')
    expect(table.match(/Jeux du square/g)?.length).toBe(2)
  })
})
