import { describe, expect, test } from 'vitest'
import { fileProblemSentence } from '../../../views/words/file-problems.ts'
import { readConsultations } from '../../../src/sources/file/read-consultations.ts'
import { readRows } from '../../../src/sources/file/read-rows.ts'
import { COLUMN_KEYS, COLUMNS } from '../../../src/sources/file/template.ts'
import { csv, draftsOf, NARBONNE, problemsOf, SHORT, xlsx } from './files.ts'

/** One consultation with these further columns. */
function oneWith(columns: Record<string, string>) {
  const base = {
    Référence: '2026-0042',
    Objet: 'Toiture',
    Type: 'travaux',
    'Date limite': '15/12/2026 12:00',
    ...columns,
  }
  return csv(Object.keys(base), Object.values(base))
}

const valuesWith = async (columns: Record<string, string>) =>
  (await draftsOf(oneWith(columns)))[0]?.values
const problemsWith = (columns: Record<string, string>) => problemsOf(oneWith(columns))

describe('a consultation of a file', () => {
  test('may fill every column of the template with its example', async () => {
    const names = COLUMN_KEYS.map((key) => COLUMNS[key].name)
    const examples = COLUMN_KEYS.map((key) => COLUMNS[key].example)
    for (const [bytes, format] of [
      [csv(names, examples), 'csv'],
      [await xlsx([names, examples]), 'xlsx'],
    ] as const) {
      const [found] = await draftsOf(bytes, format)
      expect(found?.values).toMatchObject({
        reference: '2026-0042',
        category: 'works',
        procedure: 'adapted',
        amount: { min: 40_000, max: 90_000, maximum: true },
        trades: ['electricite'],
        criteria: [
          { name: 'Prix', weight: 60 },
          { name: 'Valeur technique', weight: 40 },
        ],
        contact: { phone: '04 68 00 00 00', email: 'marches@narbonne.example' },
        response: { kind: 'platform', address: 'https://marchespublics.aude.fr', signature: false },
        siteVisit: {
          obligation: 'compulsory',
          dates: [{ wall: '2026-12-03T14:00' }, { wall: '2026-12-04T00:00', doubt: 'no-hour' }],
        },
        cpv: ['45310000', '45311200'],
        lots: [
          {
            number: '6',
            title: 'Électricité CFO-CFA',
            amount: { min: 40_000, max: 90_000 },
            outcome: { kind: 'awarded', amount: 68_400, bids: 4, notifiedOn: '2027-01-20' },
          },
        ],
      })
      expect(found?.draft.publishedAt).toEqual(new Date('2026-11-19T23:00:00Z'))
      expect(found?.draft.raw).toContain('"Comment répondre":"plateforme"')
    }
  })

  test('is its partner’s where no buyer is named, and the first named stands for a group', async () => {
    expect((await valuesWith({}))?.buyers).toEqual([
      { name: 'Ville de Narbonne', siret: '21110262900014', coordinator: false },
    ])
    expect(
      (await valuesWith({ Acheteur: 'SYADEN', 'Autres acheteurs': 'Gruissan | Fleury' }))?.buyers,
    ).toEqual([
      { name: 'SYADEN', siret: null, coordinator: true },
      { name: 'Gruissan', siret: null, coordinator: false },
      { name: 'Fleury', siret: null, coordinator: false },
    ])
  })

  test('needs a buyer’s name where its partner buys nothing', async () => {
    const table = await readRows(oneWith({}), 'csv')
    const chamber = { ...NARBONNE, partner: { ...NARBONNE.partner, buys: false } }
    const [read] = table.ok ? readConsultations(table.rows, chamber) : []
    expect(read?.read).toMatchObject({
      ok: false,
      problems: [{ row: 2, column: 'buyer', code: 'buyer-missing' }],
    })
  })

  test.each([
    ['15/12/2026 12:00', '2026-12-15T11:00:00Z'],
    ['15/12/2026 à 12 h 30', '2026-12-15T11:30:00Z'],
    ['1/6/2027 9h', '2027-06-01T07:00:00Z'],
    ['2026-12-15T12:00:00', '2026-12-15T11:00:00Z'],
    ['15/12/2026 23:59', '2026-12-15T22:59:00Z'],
  ])('has the deadline « %s » of Paris', async (written, instant) => {
    expect((await valuesWith({ 'Date limite': written }))?.deadline).toMatchObject({ instant })
  })

  test.each([
    ['31/04/2027 12:00', 'no-such-day'],
    ['29/02/2027 12:00', 'no-such-day'],
    ['12/25/2026 12:00', 'no-such-day'],
    ['15/12/2026', 'hour-missing'],
    ['15/12/2026 25:00', 'no-such-hour'],
    ['15/12/2026 12:75', 'no-such-hour'],
    ['28/03/2027 02:30', 'skipped-hour'],
    ['25/10/2026 02:30', 'doubled-hour'],
    ['15/12/2026 00:00', 'midnight'],
    ['15/12/2026 24:00', 'midnight'],
    ['15/12/26 12:00', 'date-form'],
    ['mi-décembre', 'date-form'],
    ['15/12/2026 12:00 ou 16/12/2026', 'date-form'],
    ['15/12/2206 12:00', 'year'],
  ])('is refused with the deadline « %s »: %s', async (written, code) => {
    expect(await problemsWith({ 'Date limite': written })).toEqual([`2 deadline: ${code}`])
  })

  test('may lack a deadline only before it begins or when it is over', async () => {
    expect(await problemsWith({ 'Date limite': '' })).toEqual(['2 deadline: missing'])
    const over: Record<string, string>[] = [
      { État: 'à venir' },
      { État: 'avis annulé' },
      { Résultat: 'sans suite' },
    ]
    for (const more of over) expect(await problemsWith({ 'Date limite': '', ...more })).toEqual([])
  })

  test('was not published tomorrow, nor after its deadline', async () => {
    expect(await problemsWith({ Parution: '25/11/2026' })).toEqual(['2 publishedAt: not-yet'])
    expect(
      await problemsWith({ Parution: '20/11/2026 00:00:00', 'Date limite': '19/11/2026 12:00' }),
    ).toEqual(['2 deadline: before-publication'])
  })

  test.each([
    ['40 000', 40_000],
    ['40\u202F000,50 € HT', 40_000.5],
    ['68400.5', 68_400.5],
    ['1 250 000 euros', 1_250_000],
  ])('has the amount « %s »', async (written, max) => {
    expect((await valuesWith({ 'Montant maximal HT': written }))?.amount).toEqual({
      min: null,
      max,
    })
  })

  test.each(['40.000', '40 k€', '48 000 € TTC', 'environ 40 000', '-5', '4 00'])(
    'is refused with the amount « %s »',
    async (written) => {
      expect(await problemsWith({ 'Montant maximal HT': written })).toEqual(['2 amountMax: amount'])
    },
  )

  test('has what spreadsheets take from numbers given back, and is refused where they cut them', async () => {
    const file = await xlsx([
      [...SHORT, 'Téléphone', 'CPV', 'SIRET du titulaire', 'Titulaire', 'Résultat'],
      [
        { value: 20_260_042, type: Number },
        'Granulés',
        'fournitures',
        '15/12/2026 12:00',
        { value: 468_000_000, type: Number },
        { value: 9_111_000, type: Number },
        { value: 73_282_932_000_074, type: Number },
        'SARL Exemple',
        'attribué',
      ],
    ])
    expect((await draftsOf(file, 'xlsx'))[0]?.values).toMatchObject({
      reference: '20260042',
      contact: { phone: '04 68 00 00 00' },
      cpv: ['09111000'],
      outcome: { winners: [{ siret: '73282932000074' }] },
      status: 'awarded',
    })
    expect(await problemsWith({ 'SIRET de l’acheteur': '2,11103E+13', Acheteur: 'X' })).toEqual([
      '2 buyerSiret: became-rounded',
    ])
    expect(await problemsWith({ Lieu: '#N/A' })).toEqual(['2 place: formula-error'])
  })

  test('has everything that is wrong with it told at once', async () => {
    expect(
      await problemsWith({
        Référence: '',
        Objet: '2112058',
        Type: 'gros œuvre',
        'Date limite': '31/04/2027 12:00',
        Métier: 'plomberie spatiale',
        'Comment répondre': 'courriel',
        'Adresse de réponse': 'marches at narbonne',
        'Signature électronique': 'peut-être',
        'Montant minimal HT': '90 000',
        'Montant maximal HT': '40 000',
        'Dates de visite': '03/12/2026 14:00',
        Critères: 'Prix 60 % | Délai 30 %',
        Courriel: 'marches@',
        Téléphone: 'le matin',
        CPV: '4531',
        'Adresse du dossier': 'www.narbonne.example',
        'Numéro BOAMP': '26/12345',
        'Marché alloti': 'x',
        'Délai de paiement': '30 jours',
        'Intitulé du lot': 'Électricité',
        Titulaire: 'SARL Exemple',
      }),
    ).toEqual([
      '2 reference: missing',
      '2 object: no-letter',
      '2 category: choice',
      '2 deadline: no-such-day',
      '2 trades: trade',
      '2 signature: yes-or-no',
      '2 responseAddress: email',
      '2 amountMin: amounts-reversed',
      '2 visit: visit-missing',
      '2 criteria: weights',
      '2 contactPhone: phone',
      '2 contactEmail: email',
      '2 documentsUrl: url',
      '2 boampId: boamp-id',
      '2 cpv: cpv',
      '2 paymentDelayDays: whole-number',
      '2 lotTitle: lot-number-missing',
      '2 outcome: outcome-missing',
      '2 divided: yes-or-no',
    ])
  })

  test('keeps the line breaks of prose only', async () => {
    expect(
      await valuesWith({
        Objet: 'Toiture\nde l’école',
        Description: 'Tuiles.\r\nZinc.',
        Avance: '30\u00A0%',
      }),
    ).toMatchObject({
      object: 'Toiture de l’école',
      description: 'Tuiles.\nZinc.',
      advance: '30 %',
    })
  })

  test('says how to answer by the address alone where that is enough', async () => {
    const response = async (more: Record<string, string>) => (await valuesWith(more))?.response
    expect(await response({ 'Adresse de réponse': 'marches@narbonne.example' })).toEqual({
      kind: 'email',
      address: 'marches@narbonne.example',
      signature: null,
    })
    expect(
      await response({
        'Comment répondre': 'papier',
        'Adresse de réponse': 'Mairie, 11100 Narbonne',
      }),
    ).toMatchObject({ kind: 'paper' })
    expect(await problemsWith({ 'Adresse de réponse': 'Mairie' })).toEqual([
      '2 responseKind: response-kind-missing',
    ])
    expect(await problemsWith({ 'Comment répondre': 'plateforme' })).toEqual([
      '2 responseAddress: response-address',
    ])
  })
})

describe('a consultation on several rows', () => {
  const header = [...SHORT, 'Lieu', 'Lot', 'Intitulé du lot', 'Résultat', 'Titulaire']
  const school = ['2026-0042', 'École', 'travaux', '15/12/2026 12:00']

  test('has one lot per row, what concerns the whole being said once or alike', async () => {
    const [found, other] = await draftsOf(
      csv(
        header,
        [...school, 'Narbonne', '1', 'Gros œuvre', 'attribué', 'SARL A'],
        ['2026-0042', '', '', '', '', 'Lot n° 2', 'Électricité', 'infructueux', ''],
        ['2026-0043', ...school.slice(1), '', '', '', '', ''],
        [...school, 'Narbonne', '3', 'Peinture', '', ''],
      ),
    )
    expect(found?.rows).toEqual([2, 3, 5])
    expect(found?.values).toMatchObject({
      place: { name: 'Narbonne' },
      lots: [
        { number: '1', outcome: { kind: 'awarded', winners: [{ name: 'SARL A' }] } },
        { number: '2', title: 'Électricité', outcome: { kind: 'unsuccessful' } },
        { number: '3' },
      ],
    })
    expect(found?.values.status).toBeUndefined()
    expect(other?.rows).toEqual([4])
  })

  test('is refused where its rows differ, or name a lot twice', async () => {
    expect(
      await problemsOf(
        csv(
          header,
          [...school, 'Narbonne', '1', 'Gros œuvre', '', ''],
          ['2026-0042', '', '', '16/12/2026 12:00', '', '1', 'Électricité', '', ''],
          ['2026-0042', '', '', '', '', '2', '', '', ''],
        ),
      ),
    ).toEqual(['3 deadline: rows-differ', '3 lotNumber: repeated-lot', '4 lotTitle: missing'])
  })

  test('is refused where a reference comes back without a lot, by whichever name of its buyer', async () => {
    const short = school.slice(1)
    expect(await problemsOf(csv(SHORT, school, ['2026-0042', ...short]))).toEqual([
      '3 reference: repeated-reference',
    ])
    const twice = csv([...SHORT, 'Acheteur'], [...school, ''], [...school, 'Mairie de Narbonne'])
    expect(await problemsOf(twice)).toEqual(['3 reference: repeated-reference'])
  })

  test('is two when two buyers number theirs alike', async () => {
    const found = await draftsOf(
      csv([...SHORT, 'Acheteur'], [...school, 'Gruissan'], [...school, 'Leucate']),
    )
    expect(found.map(({ draft }) => draft.externalId)).toEqual([
      '2026-0042|gruissan',
      '2026-0042|leucate',
    ])
  })

  test('has as many establishments as winners', async () => {
    const award = (winners: string, sirets: string) =>
      problemsWith({ Résultat: 'attribué', Titulaire: winners, 'SIRET du titulaire': sirets })
    expect(await award('SARL A | SARL B', '73282932000074')).toEqual([
      '2 winnerSirets: winner-lists',
    ])
    expect(await award('', '73282932000074')).toEqual(['2 winners: winner-missing'])
    expect(await problemsWith({ Résultat: 'sans suite', Titulaire: 'SARL A' })).toEqual([
      '2 winners: outcome-contradiction',
    ])
  })
})

test('a refusal names the row, the column, what was written and what is expected', () => {
  const sentence = (
    row: number,
    column: 'deadline' | null,
    code: 'no-such-day' | 'unknown-column' | 'hour-missing',
    value: string,
  ) => fileProblemSentence({ row, column, code, value })
  expect(sentence(4, 'deadline', 'no-such-day', '31/04/2027 12:00')).toBe(
    'Ligne 4, « Date limite » : ce jour n’existe pas (« 31/04/2027 12:00 »).',
  )
  expect(sentence(4, 'deadline', 'hour-missing', '15/12/2026')).toBe(
    'Ligne 4, « Date limite » : l’heure manque (« 15/12/2026 ») ; attendu : jj/mm/aaaa hh:mm, heure de Paris ; vide seulement pour une consultation à venir ou achevée.',
  )
  expect(sentence(1, null, 'unknown-column', 'Prix')).toBe(
    'Ligne 1 : colonne inconnue, corrigez son nom ou retirez-la (« Prix »).',
  )
})
