import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readPartners } from '../../src/partners/read-partners.ts'
import { partnerProblemSentence } from '../../views/words/partner-problems.ts'

const NARBONNE = {
  identifiant: 'narbonne',
  siret: '211 102 629 00014',
  nom: 'Ville de Narbonne',
  nom_court: 'Narbonne',
  nature: 'commune',
  achete: true,
  signataire: { depuis: '2026-03-02', jusqu_au: null },
  couverture: 'Ce guichet montre : toutes ses consultations à partir de 25 000 € HT.',
  site: 'https://www.narbonne.fr',
  profil_acheteur: 'https://marchespublics.aude.fr',
  territoire: { nature: 'commune', code: '11262' },
  alias: ['COMMUNE DE NARBONNE', 'Mairie Narbonne'],
  correspondant: {
    nom: 'Service de la commande publique',
    fonction: 'achats',
    courriel: 'achats@example.org',
    telephones: ['04 00 00 00 00', '04 00 00 00 01'],
  },
}
const SYADEN = {
  identifiant: 'syaden',
  nom: "Syndicat audois d'énergies et du numérique",
  nature: 'organisme-public',
  achete: true,
  signataire: null,
  alias: ['SYADEN'],
}

const read = (...rows: unknown[]) => readPartners(JSON.stringify(rows), 'json')
const problems = (...rows: unknown[]) => {
  const outcome = read(...rows)
  return outcome.ok ? [] : outcome.problems.map(({ row, field, code }) => `${row} ${field} ${code}`)
}

describe('a directory of partners', () => {
  test('is read from JSON', () => {
    expect(read(NARBONNE, SYADEN)).toEqual({
      ok: true,
      entries: [
        {
          slug: 'narbonne',
          siret: '21110262900014',
          name: 'Ville de Narbonne',
          shortName: 'Narbonne',
          kind: 'commune',
          buys: true,
          isPartner: true,
          signatory: { since: '2026-03-02', until: null },
          coverage: 'Ce guichet montre : toutes ses consultations à partir de 25 000 € HT.',
          website: 'https://www.narbonne.fr',
          buyerProfileUrl: 'https://marchespublics.aude.fr',
          territory: { kind: 'commune', code: '11262' },
          aliases: ['COMMUNE DE NARBONNE', 'Mairie Narbonne'],
          correspondent: {
            name: 'Service de la commande publique',
            function: 'achats',
            email: 'achats@example.org',
            phones: ['04 00 00 00 00', '04 00 00 00 01'],
          },
          demonstration: false,
        },
        {
          slug: 'syaden',
          siret: null,
          name: "Syndicat audois d'énergies et du numérique",
          shortName: "Syndicat audois d'énergies et du numérique",
          kind: 'public-body',
          buys: true,
          isPartner: false,
          signatory: null,
          coverage: null,
          website: null,
          buyerProfileUrl: null,
          territory: null,
          aliases: ['SYADEN'],
          correspondent: null,
          demonstration: false,
        },
      ],
    })
  })

  test('reads the same from a CSV as spreadsheets write it', () => {
    const csv = `\uFEFFidentifiant;siret;nom;nom_court;nature;achete;signataire_depuis;couverture;site;profil_acheteur;territoire_nature;territoire_code;alias;correspondant_nom;correspondant_fonction;correspondant_courriel;correspondant_telephones
narbonne;211 102 629 00014;Ville de Narbonne;Narbonne;commune;oui;2026-03-02;Ce guichet montre : toutes ses consultations à partir de 25 000 € HT.;https://www.narbonne.fr;https://marchespublics.aude.fr;commune;11262;COMMUNE DE NARBONNE | Mairie Narbonne;Service de la commande publique;achats;achats@example.org;04 00 00 00 00 | 04 00 00 00 01
syaden;;Syndicat audois d'énergies et du numérique;;organisme-public;oui;;;;;;;SYADEN;;;;
`
    expect(readPartners(csv, 'csv')).toEqual(read(NARBONNE, SYADEN))
  })

  test('knows « à désigner », in both formats', () => {
    const outcome = read({ ...NARBONNE, correspondant: 'À désigner' })
    expect(outcome.ok && outcome.entries[0]?.correspondent).toBeNull()
    const csv =
      'identifiant,siret,nom,nature,achete,signataire_depuis,couverture,correspondant_nom\nnarbonne,21110262900014,Narbonne,commune,oui,2026-03-02,Tout.,à désigner\n'
    expect(readPartners(csv, 'csv').ok).toBe(true)
  })

  test('may name signatories that do not buy: no coverage is asked of them', () => {
    const { couverture: _, alias: __, ...rest } = NARBONNE
    expect(problems({ ...rest, achete: false })).toEqual([])
  })

  test.each([
    [{ siret: '21110262900015' }, '1 siret siret-checksum'],
    [{ siret: '211102629' }, '1 siret siret-length'],
    [{ siret: 'FR211102629' }, '1 siret siret-digits'],
    [{ siret: null }, '1 siret missing'],
    [{ identifiant: 'Narbonne !' }, '1 identifiant slug'],
    [{ nom: '  ' }, '1 nom missing'],
    [{ nom: 12 }, '1 nom not-text'],
    [{ nature: 'mairie' }, '1 nature kind'],
    [{ achete: 'parfois' }, '1 achete yes-or-no'],
    [{ signataire: { depuis: '2026-02-30' } }, '1 signataire_depuis date'],
    [
      { signataire: { depuis: '2026-03-02', jusqu_au: '2025-01-01' } },
      '1 signataire dates-reversed',
    ],
    [{ couverture: '' }, '1 couverture coverage-missing'],
    [{ site: 'narbonne.fr' }, '1 site url'],
    [{ site: 'javascript:alert(1)' }, '1 site url'],
    [{ territoire: { nature: 'canton', code: '1' } }, '1 territoire_nature territory'],
    [{ correspondant: null }, '1 correspondant correspondent-missing'],
    [{ correspondant: [] }, '1 correspondant correspondent-count'],
    [
      { correspondant: [NARBONNE.correspondant, NARBONNE.correspondant] },
      '1 correspondant correspondent-count',
    ],
    [{ correspondant: { nom: '' } }, '1 correspondant_nom missing'],
    [{ correspondant: { nom: 'X', courriel: 'x' } }, '1 correspondant_courriel email'],
    [{ correspondant: { nom: 'X', mobile: 'x' } }, '1 correspondant unknown-column'],
    [{ couvertur: 'x' }, '1 null unknown-column'],
  ])('refuses %j', (change, problem) => {
    expect(problems({ ...NARBONNE, ...change })).toEqual([problem])
  })

  test('keeps what only partners have away from other buyers', () => {
    expect(
      problems({
        ...SYADEN,
        couverture: 'Tout.',
        site: 'https://syaden.fr',
        correspondant: 'à désigner',
      }),
    ).toEqual([
      '1 couverture not-a-partner',
      '1 site not-a-partner',
      '1 correspondant not-a-partner',
    ])
    expect(problems({ ...SYADEN, achete: false })).toEqual([
      '1 null neither',
      '1 alias not-a-buyer',
    ])
  })

  test('refuses what two organisations claim, naming the second', () => {
    expect(
      problems(NARBONNE, {
        ...SYADEN,
        identifiant: 'narbonne',
        siret: '21110262900014',
        alias: ['Commune de NARBONNE'],
      }),
    ).toEqual([
      '2 identifiant duplicate-slug',
      '2 siret duplicate-siret',
      '2 alias duplicate-alias',
    ])
  })

  test('lists every problem of the file at once, each in a French sentence', () => {
    const outcome = read(NARBONNE, { ...NARBONNE, siret: '21110262900015' }, 'Narbonne', {
      ...SYADEN,
      nature: '',
    })
    expect(outcome.ok ? [] : outcome.problems.map(partnerProblemSentence)).toEqual([
      'Fiche 2, « siret » : ce SIRET est faux (clé de contrôle), vérifiez chaque chiffre (« 21110262900015 »).',
      'Fiche 3 : valeur d’une forme inattendue (« Narbonne »).',
      'Fiche 4, « nature » : rubrique obligatoire, à remplir.',
    ])
  })

  test.each([
    ['', 'json', '0 null unreadable'],
    ['{"nom":"Narbonne"}', 'json', '0 null unreadable'],
    ['identifiant;siret\n"narbonne', 'csv', '0 null unreadable'],
    ['[]', 'json', '0 null empty-file'],
    ['identifiant;siret\n', 'csv', '0 null empty-file'],
  ] as const)('%j as %s is refused', (text, format, problem) => {
    const outcome = readPartners(text, format)
    expect(
      outcome.ok ? [] : outcome.problems.map(({ row, field, code }) => `${row} ${field} ${code}`),
    ).toEqual([problem])
  })

  test('of the demonstration is right, with the five signatories of the charter', () => {
    const file = new URL('../../src/commands/demo/partners.json', import.meta.url)
    const outcome = readPartners(readFileSync(file, 'utf8'), 'json')
    const entries = outcome.ok ? outcome.entries : []
    expect(entries.filter((entry) => entry.signatory).map((entry) => entry.slug)).toEqual([
      'departement-de-l-aude',
      'carcassonne',
      'narbonne',
      'carcassonne-agglo',
      'grand-narbonne',
    ])
    expect(entries.filter((entry) => entry.kind === 'chamber')).toHaveLength(3)
    expect(entries.filter((entry) => entry.buys && !entry.isPartner).length).toBeGreaterThan(12)
  })
})
