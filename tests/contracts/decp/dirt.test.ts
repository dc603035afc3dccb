import { describe, expect, it } from 'vitest'
import type { ContractFacts, TroubleCode } from '../../../src/contracts/facts.ts'
import { fileOf, readAll, readOne, whole, wholeConcession } from './read-all.ts'

type Expected = Partial<ContractFacts>
type Case = [sentence: string, dirt: Record<string, unknown>, Expected, TroubleCode[]?]

/** What real files hold, and what is made of it. */
const CASES: Case[] = [
  [
    'an amount beyond belief is not kept',
    { montant: 1.0e17 },
    { amount: null },
    ['amount-out-of-range'],
  ],
  ['nor is it as words', { montant: '1.0E17' }, { amount: null }, ['amount-out-of-range']],
  ['nor is zero', { montant: 0 }, { amount: null }, ['amount-out-of-range']],
  ['nor less than nothing', { montant: -5 }, { amount: null }, ['amount-out-of-range']],
  ['one euro is kept', { montant: 1 }, { amount: 1 }],
  ['a billion is kept', { montant: 1_000_000_000 }, { amount: 1_000_000_000 }],
  ['an amount as a Frenchman writes it is read', { montant: '12 500,50 €' }, { amount: 12_500.5 }],
  [
    'with a narrow space and « HT » too',
    { montant: '1\u202f250\u00a0000,00 € HT' },
    { amount: 1_250_000 },
  ],
  ['with points between thousands too', { montant: '1.250.000,5' }, { amount: 1_250_000.5 }],
  ['an amount of programs in words is read', { montant: '1.25E4' }, { amount: 12_500 }],
  [
    'an amount that may be two is not',
    { montant: '12,500' },
    { amount: null },
    ['amount-unreadable'],
  ],
  [
    'an amount in words is not',
    { montant: 'environ 3 k€' },
    { amount: null },
    ['amount-unreadable'],
  ],
  [
    '« NC » says nothing',
    { montant: 'NC', codeCPV: 'NC', procedure: 'NC' },
    { amount: null, cpv: null, procedure: null },
  ],
  [
    'nor do nothing, « NaN », « N/A » and null',
    { montant: '', dureeMois: 'NaN', offresRecues: 'N/A', objet: null },
    { amount: null, months: null, bids: null, object: null },
  ],
  [
    'a year of long ago is not believed',
    { dateNotification: '0222-04-29' },
    { notifiedOn: null },
    ['date-out-of-range'],
  ],
  [
    'a year far ahead is not',
    { dateNotification: '5021-02-18' },
    { notifiedOn: null },
    ['date-out-of-range'],
  ],
  ['a year ahead is', { dateNotification: '2027-11-22' }, { notifiedOn: '2027-11-22' }],
  ['no day later', { dateNotification: '2027-11-23' }, { notifiedOn: null }, ['date-out-of-range']],
  ...['2025-02-29', '2100-02-29'].map((day): Case => [
    `a day that no calendar has is not read: ${day}`,
    { dateNotification: day },
    { notifiedOn: null },
    ['date-unreadable'],
  ]),
  [
    'an English date is read',
    { dateNotification: 'September, 16 2021 00:00:00' },
    { notifiedOn: '2021-09-16' },
  ],
  [
    'of a day with an offset, the written day',
    { dateNotification: '2018-07-10+02:00' },
    { notifiedOn: '2018-07-10' },
  ],
  [
    'of an instant, the written day',
    { dateNotification: '2018-07-10T23:30:00Z' },
    { notifiedOn: '2018-07-10' },
  ],
  ['a French date is read', { dateNotification: '05/03/2026' }, { notifiedOn: '2026-03-05' }],
  [
    'a month thirteen is not',
    { dateNotification: '13/13/2026' },
    { notifiedOn: null },
    ['date-unreadable'],
  ],
  [
    'a CPV code loses its check digit',
    { codeCPV: '45261000-4' },
    { cpv: '45261000', category: 'works' },
  ],
  [
    'a CPV code whose check digit is wrong is the same',
    { codeCPV: '45261000-9' },
    { cpv: '45261000' },
  ],
  [
    'a CPV code cut off is not read',
    { codeCPV: '4526' },
    { cpv: null, category: null },
    ['cpv-unreadable'],
  ],
  [
    'nor one of a division that does not exist',
    { codeCPV: '01000000' },
    { cpv: null },
    ['cpv-unreadable'],
  ],
  [
    'a number with spaces and slashes stays as written',
    { id: ' 2024/MAPA 12 - lot n° 3 (relance) ' },
    { number: '2024/MAPA 12 - lot n° 3 (relance)' },
  ],
  ['a number that is a number is written out', { id: 20_240_012 }, { number: '20240012' }],
  [
    'a number over two lines is rewritten',
    { id: '2024\n12' },
    { number: '2024 12' },
    ['number-rewritten'],
  ],
  [
    'a buyer named by its SIREN is kept, without SIRET',
    { acheteur: { id: '211100227' } },
    { buyerSiret: null },
    ['buyer-number-wrong'],
  ],
  [
    'a buyer whose number has spaces is known',
    { acheteur: { id: '211 100 227 00019', nom: 'Narbonne' } },
    { buyerSiret: '21110022700019', buyerName: 'Narbonne' },
  ],
  [
    'no offer at all is not believed of a contract',
    { offresRecues: 0 },
    { bids: null },
    ['count-out-of-range'],
  ],
  [
    'a share of thirty is no share',
    { tauxAvance: 30 },
    { advanceRate: null },
    ['rate-out-of-range'],
  ],
  [
    'a share of zero where an advance is given is unknown',
    { tauxAvance: 0 },
    { advance: true, advanceRate: null },
  ],
  ['parts of a month count as a month', { dureeMois: '5,5' }, { months: 6 }],
  [
    'three hundred years are not believed',
    { dureeMois: 3_600 },
    { months: null },
    ['count-out-of-range'],
  ],
  [
    'yes and no in words are read',
    { marcheInnovant: 'Oui', sousTraitanceDeclaree: '0' },
    { innovative: true, subcontracting: false },
  ],
  [
    'a procedure without accents is read',
    { procedure: 'PROCEDURE ADAPTEE' },
    { procedure: 'adapted' },
  ],
  [
    'a procedure of before 2019 is read',
    { procedure: 'Procédure concurrentielle avec négociation' },
    { procedure: 'negotiated' },
  ],
  [
    'a procedure nobody knows is told of',
    { procedure: 'Autre' },
    { procedure: null },
    ['value-unknown'],
  ],
  ['a call-off is told by its framework', { idAccordCadre: '2025AC7' }, { nature: 'call-off' }],
  [
    'a framework is told by its technique',
    { techniques: { technique: ['Accord-cadre'] } },
    { nature: 'framework' },
  ],
  [
    'a place that is none is told of',
    { lieuExecution: { code: 'Aude', typeCode: 'Code commune' } },
    { placeDepartement: null },
    ['place-unreadable'],
  ],
  [
    'a zero that a spreadsheet ate is put back',
    { lieuExecution: { code: 6000, typeCode: 'Code postal' } },
    { placeDepartement: '06' },
  ],
  [
    'Corsica is told in two',
    { lieuExecution: { code: '20200', typeCode: 'Code postal' } },
    { placeDepartement: '2B' },
  ],
  [
    'three digits overseas',
    { lieuExecution: { code: '97411', typeCode: 'Code commune' } },
    { placeDepartement: '974' },
  ],
  [
    'a region is in no département',
    { lieuExecution: { code: '76', typeCode: 'Code région' } },
    { placeDepartement: null },
  ],
  [
    'a text without end is cut',
    { objet: 'x'.repeat(5_000) },
    { object: `${'x'.repeat(999)}…` },
    ['text-too-long'],
  ],
  ['zero characters are taken out', { objet: 'a\0b\ud800' }, { object: 'ab\ufffd' }],
]

const FIRM = { id: null, siret: '38103128500491', name: null }
const OTHER = { id: null, siret: '55208131766522', name: null }
const firm = { id: '38103128500491', typeIdentifiant: 'SIRET' }
const other = { id: '55208131766522', typeIdentifiant: 'SIRET' }

const SUPPLIERS: Case[] = [
  [
    'suppliers each in an object',
    { titulaires: [{ titulaire: firm }, { titulaire: other }] },
    { suppliers: [FIRM, OTHER] },
  ],
  [
    'suppliers in one object',
    { titulaires: { titulaire: [firm, other] } },
    { suppliers: [FIRM, OTHER] },
  ],
  [
    'suppliers in lists in lists',
    { titulaires: [[firm, [{ titulaire: other }]]] },
    { suppliers: [FIRM, OTHER] },
  ],
  ['a supplier by itself', { titulaires: firm }, { suppliers: [FIRM] }],
  ['a supplier as bare number', { titulaires: '38103128500491' }, { suppliers: [FIRM] }],
  ['the same supplier twice', { titulaires: [firm, firm] }, { suppliers: [FIRM] }],
  ['no supplier', { titulaires: [] }, { suppliers: [] }, ['supplier-missing']],
  [
    'a supplier who is not told',
    { titulaires: [{ titulaire: { id: 'NC', typeIdentifiant: 'SIRET' } }] },
    { suppliers: [] },
    ['supplier-missing'],
  ],
  [
    'a number with a wrong key',
    { titulaires: [{ ...firm, id: '38103128500492' }] },
    { suppliers: [{ id: '38103128500492', siret: null, name: null }] },
    ['supplier-number-wrong'],
  ],
  [
    'a number abroad',
    { titulaires: [{ id: 'DE814864138', typeIdentifiant: 'TVA', denominationSociale: 'Hellman' }] },
    { suppliers: [{ id: 'DE814864138', siret: null, name: 'Hellman' }] },
  ],
  [
    'a number of Tahiti',
    { titulaires: [{ id: 'A12345', typeIdentifiant: 'TAHITI' }] },
    { suppliers: [{ id: 'A12345', siret: null, name: null }] },
  ],
]

const MODIFICATIONS: Case[] = [
  ...[
    [{ modification: { id: 2, montant: '90 000', dateNotificationModification: '2026-06-01' } }],
    { modification: [{ id: '2', montant: 90_000, dateNotificationModification: '2026-06-01' }] },
    {
      modification: { id: '2', montant: '90000', dateNotificationModification: '2026-06-01T00:00' },
    },
    [[{ id: 2, montant: 90_000, dateNotificationModification: '2026-06-01+02:00' }]],
  ].map((modifications): Case => [
    `a modification written as ${JSON.stringify(modifications).slice(0, 40)}`,
    { modifications },
    {
      modifications: [
        {
          number: '2',
          notifiedOn: '2026-06-01',
          publishedOn: null,
          amount: 90_000,
          months: null,
          suppliers: null,
        },
      ],
    },
  ]),
  [
    'no modification, in any way',
    { modifications: [{ modification: '' }, null, {}, ''] },
    { modifications: [] },
  ],
  [
    'a modification that says nothing readable',
    { modifications: ['voir avenant'] },
    { modifications: [] },
    ['modification-unreadable'],
  ],
]

describe('what real files hold', () => {
  it.each([...CASES, ...SUPPLIERS, ...MODIFICATIONS])(
    '%s',
    async (_, dirt, expected, codes = []) => {
      const read = await readOne(whole(dirt))
      expect(read.facts).toMatchObject(expected)
      expect(read.codes).toEqual(codes)
    },
  )

  it('keeps the words of what it cannot believe, two hundred characters of them at most', async () => {
    const { rows } = await readAll(JSON.stringify(fileOf([whole({ montant: 'é'.repeat(5_000) })])))
    expect(rows).toMatchObject([
      { troubles: [{ code: 'amount-unreadable', value: 'é'.repeat(200) }] },
    ])
  })

  it('takes the value of a concession for its amount, and its holders for suppliers', async () => {
    const { facts, codes } = await readOne(wholeConcession(), 'contrat-concession')
    expect(codes).toEqual([])
    expect(facts).toMatchObject({
      nature: 'public-service-delegation',
      procedure: 'negotiated-open',
      amount: 500_000,
      notifiedOn: '2026-03-05',
      suppliers: [FIRM],
      social: true,
      environmental: false,
      rest: { dateDebutExecution: '2027-05-01', montantSubventionPublique: 0 },
    })
  })

  it('reads acts of subcontracting, and keeps what no fact holds of them at their place', async () => {
    const { facts } = await readOne(
      whole({
        actesSousTraitance: {
          acteSousTraitance: [
            { id: 1, sousTraitant: firm, montant: 5_000, dureeMois: 2 },
            { id: 2, sousTraitant: other, variationPrix: 'Ferme' },
          ],
        },
      }),
    )
    expect(facts.subcontracts).toEqual([
      { number: '1', supplier: FIRM, amount: 5_000, months: 2, notifiedOn: null },
      { number: '2', supplier: OTHER, amount: null, months: null, notifiedOn: null },
    ])
    expect(facts.rest['actesSousTraitance']).toEqual([null, { variationPrix: 'Ferme' }])
  })

  it('keeps what it does not know under the names that it came with', async () => {
    const { facts } = await readOne(whole({ source: 'profil', uid: '1', __proto__: 'x' }))
    expect(facts.rest).toMatchObject({ source: 'profil', uid: '1', ccag: 'Travaux' })
  })
})

describe('rows that tell of no contract', () => {
  it.each([
    ['without a number', whole({ id: '' }), 'no-number'],
    ['of nobody', whole({ acheteur: {} }), 'no-buyer'],
    ['of something else', { type: 'Feature', id: 3 }, 'not-a-contract'],
    ['that are no object', 'bonjour', 'not-a-contract'],
  ])('are refused: %s', async (_, row, refused) => {
    const { rows, ending } = await readAll(JSON.stringify(fileOf([row, whole()])))
    expect(rows).toMatchObject([{ row: 1, refused, raw: JSON.stringify(row) }, { row: 2 }])
    expect(ending).toEqual({ ok: true, format: 'decp-2.0-json', rows: 2 })
  })
})
