import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'csv-parse/sync'
import readWorkbook from 'read-excel-file/node'
import type { ContractField } from '../../src/contracts/precedence.ts'
import type { FactName } from '../../src/consultations/facts.ts'
import { COLUMN_KEYS, COLUMNS } from '../../src/sources/file/template.ts'
import { SOURCE_KINDS } from '../../src/sources/kinds/all.ts'
import { readDocument } from '../../src/sources/read-document.ts'
import { CONTRACT_FIELD_LABELS } from '../../views/words/contracts.ts'
import { FIELD_LABELS } from '../../views/words/fields.ts'
import { KIND_WORDS } from '../../views/words/source-kinds.ts'
import { plain } from '../../views/format.ts'
import { described, rssOf } from '../support/source-server.ts'
import { useProgram } from '../support/use-program.ts'

const DATA = new URL('../../../shared/data/', import.meta.url)
const kinds = Object.values(SOURCE_KINDS)

/** Without the typography of pages. */
function asTyped(text = ''): string {
  return plain(text).replaceAll(/&#39;|’/g, "'")
}

describe('the page of formats', () => {
  const program = useProgram('2026-11-21T09:00:00Z')

  it.each(kinds)(
    'has a section for $name, every field with its French label',
    async ({ name, description }) => {
      const page = await program.text('/sources/formats')
      const [, section = ''] = page.split(`<h2 id="${name}">`)
      const [own = ''] = asTyped(section).split('</section>')
      const words = KIND_WORDS[name]
      expect(words?.leftOut.length).toBeGreaterThan(0)
      for (const text of [words?.label, words?.summary, words?.address, words?.identity])
        expect(own).toContain(asTyped(text))
      expect(own).toContain(description.example.replaceAll('&', '&amp;'))
      const rows = own.matchAll(/<th scope="row">([^<]*)<\/th><td[^>]*>(.*?)<\/td>/g)
      const shown = [...rows].map(([, label, from]) => [label, from?.split(', ').length])
      expect(shown).toEqual(
        [
          ...Object.entries(description.fields).map(
            ([field, from]) => [FIELD_LABELS[field as FactName], from] as const,
          ),
          ...Object.entries(description.contractFields ?? {}).map(
            ([field, from]) => [CONTRACT_FIELD_LABELS[field as ContractField], from] as const,
          ),
        ].map(([label, from]) => [asTyped(label), from.length]),
      )
      expect(shown.length).toBeGreaterThan(20)
    },
  )

  it('describes no kind that does not exist, and is found from where people look', async () => {
    expect(Object.keys(KIND_WORDS).toSorted()).toEqual(Object.keys(SOURCE_KINDS).toSorted())
    for (const path of ['/sources', '/flux', '/plan-du-site'])
      expect(await program.text(path)).toContain('href="/sources/formats"')
  })

  it('shows every column of the file and offers it empty', async () => {
    const page = await program.text('/sources/formats')
    const names = COLUMN_KEYS.map((key) => COLUMNS[key].name)
    for (const name of names) expect(page).toContain(name)
    expect(
      parse(await program.text('/sources/formats/consultations.csv'), {
        delimiter: ';',
        bom: true,
      }),
    ).toEqual([names])
    const workbook = await program.app.request('/sources/formats/consultations.xlsx')
    expect(workbook.headers.get('content-disposition')).toBe(
      'attachment; filename="consultations.xlsx"',
    )
    const sheets = await readWorkbook(Buffer.from(await workbook.arrayBuffer()))
    expect(JSON.stringify(sheets)).toContain(JSON.stringify(names.at(-1)))
  })
})

describe('the fields that a kind tells of', () => {
  const file = (path: string) => new URL(path, DATA)

  it.skipIf(!existsSync(DATA)).each([
    ['rss', 'real/feeds/'],
    ['rss', 'feeds-fr/'],
    ['eforms', 'eforms/notices/'],
    ['boamp-xml', 'real/boamp-xml/'],
    ['boamp', 'boamp/'],
  ])('are all that %s reads in %s (skipped without ../shared/data)', async (kind, folder) => {
    const described = Object.keys(SOURCE_KINDS[kind]?.description.fields ?? {})
    const read = new Set<string>()
    for (const name of readdirSync(file(folder)).filter((each) => /\.(?:xml|json)$/.test(each))) {
      const bytes = new Uint8Array(readFileSync(file(folder + name)))
      const reading = await readDocument(kind, {
        bytes,
        contentType: null,
        url: 'https://a.example/',
      })
      if (reading.ok)
        for (const { facts } of reading.drafts)
          for (const field of Object.keys(facts)) read.add(field)
    }
    expect(read.size).toBeGreaterThan(4)
    expect([...read].filter((field) => !described.includes(field))).toEqual([])
  })

  it('are those that a feed’s labels head', async () => {
    const more = [
      'Lieu d’exécution : Narbonne',
      'Montant estimé : 40 000 € HT',
      'Fin des questions : 01/12/2026 à 12h00',
      'Visite obligatoire le 03/12/2026 à 14h00',
      'Durée du marché : 5 mois',
      'Démarrage des travaux : mars 2027',
      'Reconductions : 3',
      'Variantes : autorisées',
      'Groupement d’entreprises : conjoint',
      'Marché réservé aux entreprises adaptées',
      'Clauses sociales : insertion',
      'Clauses environnementales : tri',
      'Critères : Prix 60 %, Technique 40 %',
      'Qualifications : Qualifelec',
      'Pièces à fournir : DC1',
      'Échantillons : aucun',
      'Avance : 30 %',
      'Délai de paiement : 30 jours',
      'Code CPV : 45310000',
      'Contact : Mme Durand',
      'Profil d’acheteur : https://marches.example',
      'DCE : https://marches.example/dce',
      'Procédure : adaptée',
      'Type de marché : travaux',
    ].join('</p><p>')
    const text = rssOf([
      {
        title: 'Rénovation de l’école',
        guid: '1',
        text: described({
          buyer: 'Ville de Narbonne',
          reference: 'V12',
          deadline: '15/12/2026 à 12h00',
          more,
        }),
      },
    ])
    const reading = await readDocument('rss', {
      bytes: new TextEncoder().encode(text),
      contentType: null,
      url: 'https://a.example/',
    })
    if (!reading.ok) throw new Error(reading.code)
    const read = Object.keys(reading.drafts[0]?.facts ?? {})
    expect(read.length).toBeGreaterThan(20)
    expect(
      read.filter(
        (field) => !Object.keys(SOURCE_KINDS['rss']?.description.fields ?? {}).includes(field),
      ),
    ).toEqual([])
  })
})
