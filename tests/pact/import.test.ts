import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../src/commands/run.ts'
import { actions } from '../../src/pact/actions/schema.ts'
import { pactVersions } from '../../src/pact/schema.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()
const folder = mkdtempSync(join(tmpdir(), 'guichet-pact-'))

afterAll(() => rmSync(folder, { recursive: true }))

async function run(...argv: string[]) {
  const lines: string[] = []
  const say = (line: string) => {
    lines.push(line)
  }
  const status = await runCommand(
    argv,
    { deps: program.deps, sql: program.database.sql, cwd: folder, say },
    say,
  )
  return { status, text: lines.join('\n') }
}

const CSV = `external_id;titre;axe;pilote;statut;echeance;justificatif;justificatif_date
A1;Modèle commun;simplifier;carcassonne-agglo;partiel;31/12/2026;https://exemple.example/a;2026-11-01
A2;Annuaire;2;narbonne;non commencé;;;
`

describe('pact import', () => {
  it('tries first, and writes nothing', async () => {
    writeFileSync(join(folder, 'a.csv'), CSV)
    const tried = await run('pact', 'import', 'a.csv')
    expect(tried).toMatchObject({ status: 0 })
    expect(tried.text).toContain('Actions : 2 en création')
    expect(tried.text).toContain('Essai')
    expect(await program.deps.db.$count(actions)).toBe(0)
    expect(await program.deps.db.$count(pactVersions)).toBe(0)
  })

  it('writes all, and knows it again', async () => {
    expect(await run('pact', 'import', 'a.csv', '--apply')).toMatchObject({ status: 0 })
    const rows = await program.deps.db.select().from(actions).orderBy(actions.id)
    expect(rows.map(({ status }) => status)).toEqual(['partly-done', 'to-launch'])
    const again = await run('pact', 'import', 'a.csv', '--apply')
    expect(again.text).toContain('0 en modification, 2 sans changement')
  })

  it.each([
    ['an unknown organisation', 'B1;Titre;simplifier;inconnue;;;;', 'pilote'],
    ['an unknown axis', 'B1;Titre;nulle-part;narbonne;;;;', 'axe'],
    ['an unknown status', 'B1;Titre;simplifier;narbonne;presque;;;', 'statut'],
    [
      'a status beyond « lancée » without evidence',
      'B1;Titre;simplifier;narbonne;tenu;;;',
      'statut',
    ],
    [
      'evidence that is no web address',
      'B1;Titre;simplifier;narbonne;;;javascript:alert(1);2026-11-01',
      'justificatif',
    ],
    ['a day that is none', 'B1;Titre;simplifier;narbonne;;31/04/2026;;', 'echeance'],
    ['no title', 'B1;;simplifier;narbonne;;;;', 'titre'],
  ])('refuses %s, and everything with it', async (_name, line, column) => {
    const header = CSV.split('\n')[0]
    writeFileSync(join(folder, 'b.csv'), `${header}\nB0;Bonne;simplifier;narbonne;;;;\n${line}\n`)
    const before = await program.deps.db.$count(actions)
    const refused = await run('pact', 'import', 'b.csv', '--apply')
    expect(refused.status).toBe(1)
    expect(refused.text).toContain(`Ligne 3, ${column} :`)
    expect(refused.text).toContain('Rien n’a été importé')
    expect(await program.deps.db.$count(actions)).toBe(before)
  })

  it('tells every wrong line at once, a repeated identifier and an unknown column too', async () => {
    writeFileSync(
      join(folder, 'c.json'),
      JSON.stringify([
        { external_id: 'C1', titre: 'Une', axe: 'simplifier', pilote: 'narbonne' },
        { external_id: 'C1', titre: 'Deux', axe: 'simplifier', pilote: 'narbonne' },
        { external_id: 'C2', titre: 'Trois', axe: 'simplifier', pilote: 'personne' },
      ]),
    )
    const refused = await run('pact', 'import', 'c.json')
    expect(refused.text).toContain('Élément 2, external_id :')
    expect(refused.text).toContain('Élément 3, pilote :')
    writeFileSync(join(folder, 'd.json'), '[{"couleur":"bleu"}]')
    expect((await run('pact', 'import', 'd.json')).text).toContain('couleur')
    writeFileSync(join(folder, 'e.json'), '{')
    expect((await run('pact', 'import', 'e.json')).text).toContain('ne peut pas être lu')
  })
})

describe('pact export', () => {
  it.each(['json', 'csv'])('writes a %s file that is read back as it was', async (format) => {
    expect(await run('pact', 'export', `out.${format}`)).toMatchObject({ status: 0 })
    expect(readFileSync(join(folder, `out.${format}`), 'utf8')).toContain('Modèle commun')
    expect((await run('pact', 'import', `out.${format}`)).text).toContain('2 sans changement')
    expect(await run('pact', 'export', `out.${format}`)).toMatchObject({ status: 1 })
  })
})
