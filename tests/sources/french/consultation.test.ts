import { existsSync, readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { Parser } from 'htmlparser2'
import RssParser from 'rss-parser'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { FactName, RecordFacts } from '../../../src/consultations/facts.ts'
import { readConsultation } from '../../../src/sources/french/consultation.ts'
import { readDocument } from '../../../src/sources/read-document.ts'

const item = { title: 'Réfection de la voirie', text: '', link: null, categories: [] }
const read = (text: string, title = item.title): RecordFacts =>
  readConsultation({ ...item, title, text })
const valueIn = (text: string, name: FactName): unknown => read(text)[name]?.value

describe('a description', () => {
  const text = [
    'Acheteur : Ville de Narbonne',
    'Référence : 2026-TX-014',
    'Procédure : Procédure adaptée ouverte',
    'Type de marché : Travaux',
    "Lieu d'exécution : Narbonne",
    'Lot 1 : Gros œuvre',
    'Lot n°6 - Électricité, courants forts et faibles, montant estimé : entre 40 000 et 90 000 € HT',
    'Montant estimé : 1,2 M€ HT',
    'Code CPV : 45210000-2, 45310000',
    'Durée du marché : 12 mois',
    "Critères d'attribution : Prix : 60 %, Valeur technique : 40 %",
    'Visite obligatoire le 03/12/2026 à 14h00, sur rendez-vous au 04 68 00 00 00',
    "Questions jusqu'au 05/12/2026 à 12h",
    'Date limite de remise des offres : 15/12/2026 à 12h00',
    'Contact : Service de la commande publique, tél : 04 68 00 00 01, courriel : marches@ville.example',
    'Plateforme : https://marches.example/',
    'DCE : https://marches.example/dce/12',
    'Variantes non autorisées',
  ].join('\n')

  it('gives every fact its labels head', () => {
    const facts = read(text, "Construction d'un groupe scolaire (12 lots)")
    const values = Object.fromEntries(
      Object.entries(facts).map(([name, reading]) => [name, reading.value]),
    )
    expect(values).toEqual({
      object: "Construction d'un groupe scolaire (12 lots)",
      buyers: [{ name: 'Ville de Narbonne', siret: null, coordinator: false }],
      reference: '2026-TX-014',
      procedure: 'adapted',
      category: 'works',
      place: { kind: 'unrecognised', name: 'Narbonne', code: null },
      lots: [
        { number: '1', title: 'Gros œuvre' },
        {
          number: '6',
          title: 'Électricité, courants forts et faibles',
          amount: { min: 40_000, max: 90_000 },
        },
      ],
      lotCount: 12,
      divided: true,
      amount: { min: 1_200_000, max: 1_200_000 },
      cpv: ['45210000', '45310000'],
      duration: '12 mois',
      criteria: [
        { name: 'Prix', weight: 60 },
        { name: 'Valeur technique', weight: 40 },
      ],
      siteVisit: {
        obligation: 'compulsory',
        dates: [{ instant: '2026-12-03T13:00:00Z', wall: '2026-12-03T14:00' }],
        booking: 'sur rendez-vous au 04 68 00 00 00',
      },
      questionsUntil: { instant: '2026-12-05T11:00:00Z', wall: '2026-12-05T12:00' },
      deadline: { instant: '2026-12-15T11:00:00Z', wall: '2026-12-15T12:00' },
      deadlineStage: 'tender',
      contact: {
        name: 'Service de la commande publique',
        phone: '04 68 00 00 01',
        email: 'marches@ville.example',
      },
      response: { kind: 'platform', address: 'https://marches.example/', signature: null },
      documentsUrl: 'https://marches.example/dce/12',
      variants: 'refused',
    })
  })

  it('quotes for each fact the words it was read in', () => {
    const facts = read(text)
    expect(facts.deadline?.words).toBe('Date limite de remise des offres : 15/12/2026 à 12h00')
    expect(facts.buyers?.words).toBe('Acheteur : Ville de Narbonne')
    expect(facts.contact?.words).toContain('marches@ville.example')
    expect(facts.amount).toMatchObject({ words: 'Montant estimé : 1,2 M€ HT', basis: 'extracted' })
  })

  it('is read the same on one line', () => {
    const facts = read(
      "Organisme : CC du Limouxin Référence : 2022-14 Date limite de remise des plis : 14/03/2022 à 16h00 Lieu d'exécution : Limoux",
    )
    expect(facts.buyers?.value[0]?.name).toBe('CC du Limouxin')
    expect(facts.reference?.value).toBe('2022-14')
    expect(facts.deadline?.value.wall).toBe('2022-03-14T16:00')
    expect(facts.place?.value.name).toBe('Limoux')
  })

  it('is read the same with labels alone on their lines', () => {
    const facts = read(
      'Acheteur\nCommune de Tuchan\nRéférence\n2026-1\nDate limite\n14/12/2026 12:00',
    )
    expect(facts.buyers?.value[0]?.name).toBe('Commune de Tuchan')
    expect(facts.reference?.value).toBe('2026-1')
    expect(facts.deadline?.value.wall).toBe('2026-12-14T12:00')
  })
})

describe('the deadline', () => {
  it.each([
    ['Date limite de remise des offres : 14/03/2022 à 16h00'],
    ['Date limite de réception des plis : 14/03/2022 à 16h00'],
    ['Date et heure limites de réception des offres : 14/03/2022 16:00'],
    ['Procédure adaptée. Date limite : 14/03/2022 16:00'],
    ['Date limite de réception des offres14 mars 2022 - 16:00'],
    [
      'IV.2.2) Date limite de réception des offres ou des demandes de participation-14/03/2022 - 16:00',
    ],
    ['Clôture : 14/03/2022 à 16h'],
    ['Date limite de remise des offres (heure de Paris) : 14/03/2022 16:00:00'],
    ['Date limite (heure de Paris) : 14/03/2022 16:00'],
    ['Date limite de réception des offres : lundi 14 mars 2022\nà 16h00'],
    ['Date limite de réception des offres\n:\n14/03/2022\n16h00'],
    ['Date limite de réponse\n14/03/2022 à 16h'],
    ['Les candidats remettront leur offre avant le 14/03/2022 à 16h00 sur la plateforme'],
    ['À remettre avant le 14/03/2022 à 16 h'],
    ['Narbonne — École — avant le 14/03/2022 à 16 h'],
    ['Les offres doivent parvenir avant le 14 mars 2022 à 16 heures.'],
    ['La date limite de remise des offres est reportée au lundi 14/03/2022 à 16h00'],
    [
      'La date limite de remise des offres, initialement fixée au 10/03/2022 à 12h, est reportée au 14/03/2022 à 16h',
    ],
    ['Nouvelle date limite : 14/03/2022 à 16h (ancienne date limite : 10/03/2022 à 12h)'],
    ['Date limite de remise des offres : 14/03/2022 à 16h00 au lieu du 10/03/2022 à 12h00'],
    [
      'Publié le 01/03/2022. Ouverture des plis : 15/03/2022 à 9h. Remise des offres le 14/03/2022 à 16h',
    ],
    ['Date limite des questions : 05/03/2022 à 12h. Date limite de remise : 14/03/2022 à 16h'],
  ])('of « %s » is 14 March 2022 at 16:00', (text) => {
    expect(valueIn(text, 'deadline')).toEqual({
      instant: '2022-03-14T15:00:00Z',
      wall: '2022-03-14T16:00',
    })
  })

  it.each([
    ['Travaux à réaliser avant le 30/06/2026'],
    ["Appel d'offres ouvert, travaux avant le 30/06/2026"],
    ['Durée de validité des offres : 120 jours à compter du 14/03/2026'],
    ['Ouverture des plis : 15/03/2026 à 14h'],
    ['Visite le 03/12/2026 à 14h'],
    ['Date limite de remise des offres : 31/04/2026 à 12h00'],
    ['Réfection de la clôture du stade'],
  ])('is not invented out of « %s »', (text) => {
    expect(valueIn(text, 'deadline')).toBeUndefined()
  })

  it('of a candidacy comes first and says its stage', () => {
    const facts = read(
      'Date limite de réception des candidatures : 14/03/2026 à 12:00\nDate limite de remise des offres : 14/05/2026 à 12:00',
    )
    expect(facts.deadline?.value.wall).toBe('2026-03-14T12:00')
    expect(facts.deadlineStage?.value).toBe('candidacy')
  })

  it('is the earliest, to be checked, when the notice gives several', () => {
    const text =
      'Date limite de remise des offres : 15/12/2026 à 12h\nDate limite de remise des offres : 22/12/2026 à 12h'
    expect(valueIn(text, 'deadline')).toMatchObject({
      wall: '2026-12-15T12:00',
      doubt: 'sources-disagree',
    })
  })
})

describe('the amount', () => {
  it.each([
    ['Montant estimé : 140 000 € HT', { min: 140_000, max: 140_000 }],
    ['Montant estimé : 140\u202f000,00\u00a0€ HT', { min: 140_000, max: 140_000 }],
    ['Montant estimé : 140.000 euros hors taxes', { min: 140_000, max: 140_000 }],
    ['Valeur estimée hors TVA : 140000 EUR', { min: 140_000, max: 140_000 }],
    ['Estimation : 1,2 M€ HT', { min: 1_200_000, max: 1_200_000 }],
    ['Budget : 90 k€ HT', { min: 90_000, max: 90_000 }],
    ['Travaux, entre 40 000 et 90 000 € HT', { min: 40_000, max: 90_000 }],
    ['Montant : de 40 000 € HT à 90 000 € HT', { min: 40_000, max: 90_000 }],
    ['Montant estimé : moins de 90 000 € HT', { min: null, max: 90_000 }],
    [
      'Montant minimum : 20 000 € HT, montant maximum : 200 000 € HT',
      { min: 20_000, max: 200_000, maximum: true },
    ],
  ])('of « %s »', (text, amount) => {
    expect(valueIn(text, 'amount')).toEqual(amount)
  })

  it.each([
    ['Montant estimé : 140 000 € TTC'],
    ['Montant : 140 000 €'],
    ['Montant estimé : 140,000 € HT'],
    ["Chiffre d'affaires minimum : 500 000 € HT"],
    ['Montant : 20 000 euros HT au minimum ; 100 000 euros HT au maximum'],
    ['Pénalités : 100 € HT par jour'],
    ['Montant estimé : 40 000 € HT. Montant estimé : 50 000 € HT'],
    ['Montant maximum annuel : 50 000 € HT'],
  ])('is left out of « %s »', (text) => {
    expect(valueIn(text, 'amount')).toBeUndefined()
  })
})

describe('words that stand alone', () => {
  it.each<[string, FactName, unknown]>([
    ['Marché passé selon un MAPA.', 'procedure', 'adapted'],
    ["Appel d'offres ouvert", 'procedure', 'open'],
    ["Appel d'offres restreint", 'procedure', 'restricted'],
    ['Procédure avec négociation', 'procedure', 'negotiated'],
    ['Dialogue compétitif', 'procedure', 'competitive-dialogue'],
    ['Délégation de service public', 'procedure', 'concession'],
    ['Type de procédure : Ouverte', 'procedure', 'open'],
    ["Appel d'offres ouvert ou dialogue compétitif", 'procedure', undefined],
    ['Marché public de services', 'category', 'services'],
    ['Marché public de fournitures courantes et services', 'category', undefined],
    ['Accord-cadre mono-attributaire à bons de commande', 'contractForm', 'framework-orders'],
    ['Accord-cadre à marchés subséquents', 'contractForm', 'framework-subsequent'],
    ['Accord-cadre', 'contractForm', undefined],
    ['Marché non alloti', 'divided', false],
    ['Lot unique', 'divided', false],
    ['Marché alloti', 'divided', true],
    ['Opération en douze lots', 'lotCount', 12],
    ['Nombre de lots : 4', 'lotCount', 4],
    ['Les candidats peuvent se voir attribuer au maximum 3 lots', 'lotCount', undefined],
    ['Marché réservé aux entreprises adaptées', 'reserved', 'adapted-enterprises'],
    ['Marché réservé : non', 'reserved', 'none'],
    ['Variantes autorisées', 'variants', 'allowed'],
    ['Codes internes 45210000', 'cpv', undefined],
    ['La procédure est déclarée sans suite.', 'status', 'abandoned'],
    ['Le lot n°3 de la procédure est déclaré sans suite', 'status', undefined],
    [
      "La visite n'est pas obligatoire",
      'siteVisit',
      { obligation: 'advised', dates: [], booking: null },
    ],
    ['Visite le 03/12/2026 à 14h', 'siteVisit', undefined],
    [
      'Offres à envoyer par courriel à mairie@commune.example',
      'response',
      { kind: 'email', address: 'mairie@commune.example', signature: null },
    ],
    [
      'Critères de sélection : prix (60%), délai (40%)',
      'criteria',
      [
        { name: 'prix', weight: 60 },
        { name: 'délai', weight: 40 },
      ],
    ],
    [
      'Critères : 60 % prix, 40 % délai',
      'criteria',
      [
        { name: 'prix', weight: 60 },
        { name: 'délai', weight: 40 },
      ],
    ],
    ['Critères : ceux du règlement de la consultation', 'criteria', undefined],
  ])('« %s »: %s is %j', (text, name, value) => {
    expect(valueIn(text, name)).toEqual(value)
  })

  it.each([
    ['AVIS ANNULÉ – Toiture', 'withdrawn'],
    ['[ANNULÉ] Toiture', 'withdrawn'],
    ['SANS SUITE – Toiture', 'abandoned'],
    ['INFRUCTUEUX : Toiture', 'unsuccessful'],
    ['RECTIFICATIF – Toiture', 'active'],
    ["Avis d'attribution : Toiture", 'awarded'],
    ['SANS SUITE (lot 3) — Toiture', undefined],
    ['Annulation de la dette : étude', undefined],
    ['Attribution de logements : logiciel', undefined],
    ['Toiture', undefined],
  ])('the title « %s » says the state %s', (title, status) => {
    expect(read('', title).status?.value).toBe(status)
  })

  it('names the coordinator of a joint purchase', () => {
    expect(
      valueIn(
        'Coordonnateur du groupement : Le Grand Narbonne\nAcheteur : Ville de Narbonne',
        'buyers',
      ),
    ).toEqual([
      { name: 'Le Grand Narbonne', siret: null, coordinator: true },
      { name: 'Ville de Narbonne', siret: null, coordinator: false },
    ])
  })
})

describe("a feed's own elements", () => {
  it('are structured, and heard before the words', () => {
    const facts = readConsultation({
      ...item,
      text: 'Type de marché : Fournitures',
      link: 'https://www.boamp.fr/avis/detail/22-129940',
      categories: [
        { label: 'Travaux', domain: null },
        { label: '45210000-2', domain: 'http://data.example/cpv' },
        { label: '45310000', domain: 'cpv' },
        { label: '12345678', domain: 'other' },
      ],
    })
    expect(facts.boampId).toMatchObject({ value: '22-129940', basis: 'structured' })
    expect(facts.noticeUrl?.value).toBe('https://www.boamp.fr/avis/detail/22-129940')
    expect(facts.category).toMatchObject({ value: 'works', basis: 'structured' })
    expect(facts.cpv).toMatchObject({ value: ['45210000', '45310000'], basis: 'structured' })
  })

  it('give no BOAMP identifier away from boamp.fr', () => {
    const link = 'https://boamp.fr.example/22-129940'
    expect(readConsultation({ ...item, link }).boampId).toBeUndefined()
  })
})

it('never throws, and every fact quotes the item', () => {
  const scraps = fc.constantFrom(
    'Acheteur : ', 'Référence : ', 'Lot 1 : ', 'Date limite : ', '15/12/2026', ' à 12h', 'Montant estimé : ', '140 000',
    ' € HT', 'CPV', '45210000', 'Critères : ', 'prix 60 %', '\n', ' ', '. ', 'Visite obligatoire', 'SANS SUITE', 'é', '’',
    'https://a.example', 'x@a.example', '04 68 00 00 00', 'réservé aux ', 'reportée au ', 'œ', '(', ')', '\u0301', '😀',
  ) // prettier-ignore
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(scraps, { maxLength: 30 }).map((some) => some.join('')),
  )
  fc.assert(
    fc.property(texts, texts, texts, (title, text, label) => {
      const link = 'https://www.boamp.fr/avis/detail/22-129940'
      const categories = [{ label, domain: 'cpv' }]
      const facts = readConsultation({ title, text, link, categories })
      for (const { words } of Object.values(facts)) {
        const quoted = [title, text, link, label].some((source) => source.includes(words ?? ''))
        expect(quoted, `« ${words} »`).toBe(true)
      }
    }),
    { numRuns: 1000 },
  )
})

const REAL = new URL('../../../../shared/data/real/', import.meta.url)

describe.skipIf(!existsSync(REAL))(
  '41 weeks of real notices (skipped without ../shared/data)',
  () => {
    it('give each of the 210 its buyer, reference, BOAMP id and deadline, and nothing that is not there', async () => {
      const known = z
        .array(
          z.object({
            idweb: z.string(),
            acheteur: z.string(),
            objet: z.string(),
            dateLimite: z.string(),
          }),
        )
        .parse(JSON.parse(readFileSync(new URL('consultations-2022.json', REAL), 'utf8')))
      const records = new Map(known.map((record) => [record.idweb, record]))
      const files = readdirSync(new URL('feeds/', REAL)).filter((name) => name.endsWith('.xml'))
      expect(files).toHaveLength(41)
      const seen = new Set<string>()
      for (const file of files) {
        const feed = await new RssParser().parseString(
          readFileSync(new URL(`feeds/${file}`, REAL), 'utf8'),
        )
        for (const { title = '', content = '', link = null, guid = '' } of feed.items) {
          const facts = readConsultation({ title, text: plainText(content), link, categories: [] })
          const record = records.get(guid)
          expect(facts.deadline?.value.wall).toBe(record?.dateLimite)
          expect(facts.deadline?.value).not.toHaveProperty('doubt')
          expect(facts.buyers?.value).toEqual([
            { name: record?.acheteur, siret: null, coordinator: false },
          ])
          expect(facts.reference?.value).toBe(guid)
          expect(facts.boampId?.value).toBe(guid)
          expect(facts.object?.value.replace(/\s+/g, ' ')).toBe(record?.objet.replace(/\s+/g, ' '))
          expect(facts.description).toBeUndefined()
          seen.add(guid)
        }
      }
      expect(seen.size).toBe(210)
    })
  },
)

function plainText(html: string): string {
  let text = ''
  const parser = new Parser({
    ontext: (part) => (text += part),
    onclosetag: (name) => (text += name === 'p' ? '\n' : ''),
  })
  parser.end(html)
  return text
}

describe('a deadline that cannot be', () => {
  const warningsOf = async (deadline: string) => {
    const xml = `<rss><channel><item><title>Voirie</title><description>Date limite de remise des offres : ${deadline}</description></item></channel></rss>`
    const bytes = new TextEncoder().encode(xml)
    const reading = await readDocument('rss', {
      bytes,
      contentType: null,
      url: 'https://a.example',
    })
    if (!reading.ok) throw new Error(reading.code)
    return [reading.drafts[0]?.facts.deadline?.value.wall, reading.warnings]
  }
  const told = [{ code: 'deadline-unreadable', line: null, column: null, item: 1 }]

  it.each(['31/04/2026 à 12h00', '29/03/2026 à 02h30', '15/12/2026 à 25h00'])(
    '(%s) is left out, and told with the number of the item',
    async (written) => {
      expect(await warningsOf(written)).toEqual([undefined, told])
    },
  )

  it('is not told where the item gives one that can be, or none', async () => {
    expect(await warningsOf('15/12/2026 à 12h00')).toEqual(['2026-12-15T12:00', []])
    expect(await warningsOf('voir le règlement')).toEqual([undefined, []])
  })
})
