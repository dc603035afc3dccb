import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readContract } from '../../../src/contracts/decp/contract.ts'
import { writeDecp } from '../../../src/contracts/decp/write.ts'
import type { ContractFacts } from '../../../src/contracts/facts.ts'
import { inventConcession, inventContract, inventSiret } from '../../bench/invented-contracts.ts'
import { told } from '../rows.ts'
import { fileOf, readOne, whole, wholeConcession } from './read-all.ts'

const SCHEMA = new URL(
  '../../../../shared/data/decp/schemas/schema_decp_v2.0.3.json',
  import.meta.url,
)
const hasSchema = existsSync(SCHEMA)

describe('a contract as an entry of essential data', () => {
  it.each<['marche' | 'contrat-concession', Record<string, unknown>]>([
    ['marche', whole()],
    ['contrat-concession', wholeConcession()],
  ])('is written as it was read: %s', async (list, contract) => {
    const { facts } = await readOne(contract, list)
    const plain = list === 'marche' ? { ...contract, codeCPV: '45261000' } : contract
    expect(writeDecp(facts)).toEqual({ ok: true, list, entry: plain })
  })

  it('lacks every mandatory field that is not known, by the schema’s own names', () => {
    expect(writeDecp(told({ amount: null, suppliers: [] }))).toMatchObject({
      ok: false,
      list: 'marche',
      missing: [
        'techniques',
        'modalitesExecution',
        'marcheInnovant',
        'ccag',
        'attributionAvance',
        'typeGroupementOperateurs',
        'sousTraitanceDeclaree',
        'montant',
        'typesPrix',
        'formePrix',
        'titulaires',
        'considerationsSociales',
        'considerationsEnvironnementales',
      ],
    })
  })

  it.each<[string, Partial<ContractFacts>, string[]]>([
    ['a number longer than sixteen characters', { number: '2026-MAPA-TRAVAUX-1' }, ['id']],
    ['a procedure without a word', { procedure: 'below-threshold' }, ['procedure']],
    ['a call-off of a framework that is not told', { nature: 'call-off' }, ['idAccordCadre']],
    [
      'a firm of which only the name is known',
      { suppliers: [{ id: null, siret: null, name: 'X' }] },
      ['titulaires.id', 'titulaires.typeIdentifiant'],
    ],
    [
      'a modification without its days',
      {
        modifications: [
          {
            number: '1',
            notifiedOn: null,
            publishedOn: null,
            amount: 3,
            months: null,
            suppliers: null,
          },
        ],
      },
      [
        'modifications.dateNotificationModification',
        'modifications.datePublicationDonneesModification',
      ],
    ],
  ])('is not made up: %s', async (_, changes, missing) => {
    const { facts } = await readOne(whole())
    expect(writeDecp({ ...facts, ...changes })).toMatchObject({
      ok: false,
      list: 'marche',
      missing,
    })
  })

  it('gives a modification that has no number its place in the list', async () => {
    const { facts } = await readOne(
      whole({
        modifications: [
          {
            dateNotificationModification: '2026-05-01',
            datePublicationDonneesModification: '2026-06-01',
            objetModification: 'Durée',
            dureeMois: 9,
          },
        ],
      }),
    )
    expect(writeDecp(facts)).toMatchObject({
      entry: {
        modifications: [{ modification: { id: 1, dureeMois: 9, objetModification: 'Durée' } }],
      },
    })
  })

  it('tells the département where no closer place is known, and reads it back', async () => {
    const { facts } = await readOne(
      whole({ lieuExecution: { code: '11', typeCode: 'Code département' } }),
    )
    expect(facts.rest).not.toHaveProperty('lieuExecution')
    expect(writeDecp(facts)).toMatchObject({
      entry: { lieuExecution: { code: '11', typeCode: 'Code département' } },
    })
  })
})

const day = fc
  .date({ min: new Date('1995-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const cents = fc.integer({ min: 100, max: 1_000_000_000 }).map((amount) => amount / 100)
const months = fc.integer({ min: 1, max: 1_200 })
const text = fc
  .string({ minLength: 1, maxLength: 30 })
  .map((written) => `x${written.replaceAll('\0', '')}x`)
const firm = fc.record(
  {
    id: fc.nat(99_999_998).map((number) => inventSiret(number + 1, 1)),
    typeIdentifiant: fc.constantFrom('SIRET', 'TVA'),
    denominationSociale: text,
    categorieEntreprise: fc.constantFrom('PME', 'ETI', 'GE', 'Microentreprise'),
  },
  { requiredKeys: ['id', 'typeIdentifiant'] },
)
const firms = (inner: string) =>
  fc
    .uniqueArray(firm, { minLength: 1, maxLength: 3, selector: ({ id }) => id })
    .map((all) => all.map((each) => ({ [inner]: each })))
const some = (...words: string[]) => fc.subarray(words, { minLength: 1 })

/** Contracts as the schema allows them, with all its optional fields. */
const contract = fc.record(
  {
    id: fc.stringMatching(/^[A-Z0-9][A-Z0-9/ _-]{0,14}[A-Z0-9]$/),
    acheteur: fc.record(
      { id: fc.nat(99_999_998).map((number) => inventSiret(number + 1, 1)), nom: text },
      { requiredKeys: ['id'] },
    ),
    nature: fc.constantFrom('Marché', 'Marché de partenariat', 'Marché de défense ou de sécurité'),
    objet: text,
    techniques: fc.record({ technique: some('Accord-cadre', 'Concours', 'Sans objet') }),
    modalitesExecution: fc.record({ modaliteExecution: some('Tranches', 'Bons de commande') }),
    idAccordCadre: fc.stringMatching(/^[1-9A-Z]{1,16}$/),
    marcheInnovant: fc.boolean(),
    offresRecues: fc.integer({ min: 1, max: 500 }),
    attributionAvance: fc.boolean(),
    tauxAvance: fc.double({ min: 0, max: 1, noNaN: true }),
    typeGroupementOperateurs: fc.constantFrom('Conjoint', 'Solidaire', 'Pas de groupement'),
    procedure: fc.constantFrom(
      'Procédure adaptée',
      "Appel d'offres restreint",
      'Dialogue compétitif',
    ),
    dureeMois: months,
    dateNotification: day,
    datePublicationDonnees: day,
    montant: cents,
    origineUE: fc.double({ min: 0, max: 1, noNaN: true }),
    titulaires: firms('titulaire'),
    considerationsSociales: fc.record({
      considerationSociale: some('Clause sociale', 'Marché réservé'),
    }),
    actesSousTraitance: fc.array(
      fc.record({
        acteSousTraitance: fc.record({
          id: fc.integer({ min: 1, max: 99 }),
          sousTraitant: firm,
          dureeMois: months,
          dateNotification: day,
          datePublicationDonnees: day,
          montant: cents,
          variationPrix: fc.constantFrom('Ferme', 'Révisable'),
        }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    modifications: fc.array(
      fc.record({
        modification: fc.record(
          {
            id: fc.integer({ min: 1, max: 99 }),
            dateNotificationModification: day,
            datePublicationDonneesModification: day,
            dureeMois: months,
            montant: cents,
            titulaires: firms('titulaire'),
            objetModification: text,
          },
          {
            requiredKeys: [
              'id',
              'dateNotificationModification',
              'datePublicationDonneesModification',
            ],
          },
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
)

describe('writing and reading', () => {
  it('gives the same facts, whatever the schema allows', () => {
    fc.assert(
      fc.property(contract, (changes) => {
        const facts = read({ ...whole(), ...withoutTwins(changes) }, 'marche')
        const written = writeDecp(facts)
        if (!written.ok) throw new Error(written.missing.join())
        expect(read(written.entry, written.list)).toEqual(facts)
      }),
      { numRuns: 300 },
    )
  })
})

describe.skipIf(!hasSchema)(
  'the official schema, beside this checkout (../shared/data/decp)',
  () => {
    it('accepts everything that is written', () => {
      const validate = new Ajv({ strict: false, allErrors: true }).compile(
        JSON.parse(readFileSync(SCHEMA, 'utf8')),
      )
      const problems = (file: unknown) => (validate(file) ? [] : validate.errors)
      const entries = { marche: [] as unknown[], 'contrat-concession': [] as unknown[] }
      for (let number = 1; number <= 2_000; number += 1) {
        const list = number % 50 === 0 ? 'contrat-concession' : 'marche'
        const facts = read(
          list === 'marche' ? inventContract(number, false) : inventConcession(number),
          list,
        )
        const written = writeDecp(facts)
        if (written.ok) entries[written.list].push(written.entry)
      }
      expect(entries.marche.length).toBeGreaterThan(1_850)
      expect(entries['contrat-concession']).toHaveLength(40)
      expect(problems({ marches: entries })).toEqual([])
      fc.assert(
        fc.property(
          contract,
          fc.dictionary(fc.constantFrom(...Object.keys(whole())), fc.anything()),
          (changes, dirt) => {
            const result = readContract({ ...whole(), ...changes, ...dirt }, 'marche', '2027-11-22')
            const written = result.ok ? writeDecp(result.facts) : null
            if (written?.ok) expect(problems(fileOf([written.entry]))).toEqual([])
          },
        ),
        { numRuns: 500 },
      )
    })
  },
)

function read(value: unknown, list: 'marche' | 'contrat-concession'): ContractFacts {
  const result = readContract(value, list, '2027-11-22')
  if (!result.ok) throw new Error(result.refused)
  return result.facts
}

/** The schema allows no entry twice, and writing leaves the second one out. */
function withoutTwins(changes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? [...new Map(value.map((each) => [JSON.stringify(each), each])).values()]
        : value,
    ]),
  )
}
