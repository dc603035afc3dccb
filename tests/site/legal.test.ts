import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../../src/commands/run.ts'
import { accessibilityOf } from '../../src/http/accessibility.ts'
import { pageText } from '../support/page-text.ts'
import { useProgram } from '../support/use-program.ts'

const NOW = new Date('2026-11-24T09:30:00Z')

describe('how far the service may say that it is accessible', () => {
  const audit = { auditDate: '2026-05-04', auditBy: 'Un cabinet', auditRate: '74' }

  test('is told by an audit, and by nothing else', () => {
    const rated = (auditRate: string) => accessibilityOf({ ...audit, auditRate }, NOW)
    expect(['0', '49', '50', '99', '100'].map(rated)).toEqual([
      'none',
      'none',
      'partial',
      'partial',
      'full',
    ])
    for (const missing of ['auditDate', 'auditBy', 'auditRate'])
      expect(accessibilityOf({ ...audit, [missing]: null }, NOW)).toBe('none')
  })

  test('ends with the third year of the audit', () => {
    expect(accessibilityOf(audit, new Date('2029-05-03T23:00:00Z'))).toBe('partial')
    expect(accessibilityOf(audit, new Date('2029-05-04T00:00:00Z'))).toBe('none')
  })
})

describe('the legal pages', () => {
  const program = useProgram(NOW.toISOString())
  const said: string[] = []

  async function set(...settings: string[]): Promise<number> {
    const { deps } = program
    const context = { deps, sql: program.database.sql, cwd: process.cwd(), say: () => {} }
    said.length = 0
    const status = await runCommand(['settings', ...settings], context, (line) => said.push(line))
    // Settings are read again once a minute.
    program.clock.now = new Date(program.clock.now.getTime() + 61_000)
    return status
  }
  const read = async (path: string) => pageText(await program.text(path))

  test('say that nothing conforms while nobody has looked, and who can be asked', async () => {
    const page = await read('/accessibilite')
    expect(page).toContain('Accessibilité : non conforme.')
    expect(page).toContain('aucun audit en cours de validité')
    for (const heading of [
      'État de conformité',
      'Résultats des tests',
      'Non-conformités',
      'Dérogations pour charge disproportionnée',
      'Contenus non soumis à l’obligation d’accessibilité',
      'Établissement de cette déclaration',
      'Technologies utilisées',
      'Environnement de test et outils',
      'Pages vérifiées',
      'Retour d’information et contact',
      'Voies de recours',
    ])
      expect(page).toContain(heading)
    expect(page).toContain('Défenseur des droits')
  })

  test('say after an audit what it found, on every page and where nothing is', async () => {
    expect(
      await set(
        'audit-date=2026-05-04',
        'audit-par=Cabinet d’exemple',
        'audit-taux=74',
        'non-conformites=Les cartes n’ont pas de texte. | Une vidéo n’est pas sous-titrée.',
        'schema-pluriannuel=https://aude.example/schema',
      ),
    ).toBe(0)
    const page = await read('/accessibilite')
    expect(page).toContain('en conformité partielle')
    expect(page).toContain('réalisé par Cabinet d’exemple, daté du lundi 4 mai 2026')
    expect(page).toContain('74 % des critères')
    expect(page).toContain('Une vidéo n’est pas sous-titrée.')
    expect(await program.text('/accessibilite')).toContain('href="https://aude.example/schema"')
    for (const [path, status] of [
      ['/', 200],
      ['/nulle-part', 404],
    ] as const)
      expect([path, stateIn(await program.text(path, status))]).toEqual([path, 'partiellement'])
    program.later(3 * 365)
    expect(stateIn(await program.text('/'))).toBe('non')
    expect(await read('/accessibilite')).toContain('Un nouvel audit est nécessaire')
  })

  test('name the publisher, the director and the host that the operator has set', async () => {
    expect(
      await set(
        'exploitant=Département de l’Aude',
        'adresse=Allée de l’Exemple, 11000 Carcassonne, 04 00 00 00 00',
        'directeur=Dominique Exemple',
        'hebergeur=Hébergeur d’exemple, 1 rue du Nuage, 34000 Montpellier',
        'dpo=dpo@aude.example',
      ),
    ).toBe(0)
    const legal = await read('/mentions-legales')
    for (const words of ['Département de l’Aude', '11000 Carcassonne', 'Dominique', 'rue du Nuage'])
      expect(legal).toContain(words)
    expect(await program.text('/donnees-personnelles')).toContain('href="mailto:dpo@aude.example"')
    expect(await set('directeur=', 'dpo=')).toBe(0)
    expect(await read('/mentions-legales')).toContain('le représentant légal de l’éditeur')
  })

  test('take what docs/pages.md has operators type', async () => {
    const blocks = readFileSync('docs/pages.md', 'utf8').match(/(?<=```sh\n)[\s\S]*?(?=```)/g) ?? []
    const typed = blocks.join('').match(/(?<=^npm run guichet -- settings ).*$/gm) ?? []
    expect(typed.length).toBeGreaterThan(5)
    for (const line of typed) {
      const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare)
      expect([line, await set(...words.map(String))]).toEqual([line, 0])
    }
    expect(await read('/mentions-legales')).toContain('Département d’exemple')
  })

  test('take nothing that cannot be so', async () => {
    for (const wrong of [
      'audit-taux=101',
      'audit-taux=oui',
      'audit-date=2026-02-30',
      'audit-date=2999-01-01',
      'schema-pluriannuel=bientôt',
      'exploitant=',
      'dpo=javascript:alert(1)',
    ])
      expect([wrong, await set(wrong)]).toEqual([wrong, 1])
  })
})

/** In the footer. */
function stateIn(html: string): string | undefined {
  return /Accessibilité\s: (\S+) conforme\s*<\/a>/.exec(html)?.[1]
}
