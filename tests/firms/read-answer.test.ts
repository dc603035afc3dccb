import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswer, searchAddress } from '../../src/firms/read-answer.ts'
import { numbersOf, type RegisteredFirm, resultOf } from '../support/register-server.ts'

const { siren, sirets } = numbersOf('12345678', 2)
const [SEAT = '', BRANCH = ''] = sirets
const FIRM: RegisteredFirm = {
  siren,
  nom_raison_sociale: 'LES ÉLECTRICIENS DE LA CLAPE',
  categorie_entreprise: 'PME',
  annee_categorie_entreprise: '2023',
  tranche_effectif_salarie: '12',
  places: [
    { siret: SEAT, commune: '34172' },
    { siret: BRANCH, commune: '11262' },
  ],
}

function read(body: unknown, number = BRANCH) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readAnswer(new TextEncoder().encode(text), number)
}

function readFirm(changes: Partial<RegisteredFirm>, number = BRANCH) {
  const answer = read({ results: [resultOf({ ...FIRM, ...changes }, number)] }, number)
  if (answer.kind !== 'found') throw new Error(answer.kind)
  return answer
}

describe('an answer of the register', () => {
  it('is asked for without the people behind the firm', () => {
    expect(searchAddress('http://127.0.0.1:1/', BRANCH)).toBe(
      `http://127.0.0.1:1/search?q=${BRANCH}&minimal=true&include=siege,matching_etablissements&page=1&per_page=5`,
    )
  })

  it('tells size, year, head office, and where the establishment is', () => {
    expect(readFirm({})).toEqual({
      kind: 'found',
      firm: {
        siren,
        name: 'LES ÉLECTRICIENS DE LA CLAPE',
        nameless: false,
        size: 'sme',
        sizeYear: 2023,
        seat: SEAT,
      },
      establishments: [
        { siret: BRANCH, commune: '11262', departement: '11', region: '76' },
        { siret: SEAT, commune: '34172', departement: '34', region: '76' },
      ],
    })
  })

  it.each([
    ['PME', '00', 'micro'],
    ['PME', '03', 'micro'],
    ['PME', '11', 'sme'],
    ['PME', 'NN', 'sme'],
    ['PME', null, 'sme'],
    ['ETI', '01', 'mid-size'],
    ['GE', '53', 'large'],
    [null, '01', null],
    ['pme', '01', null],
  ])('of category %s and head count %s is of size %s', (category, staff, size) => {
    const { firm } = readFirm({ categorie_entreprise: category, tranche_effectif_salarie: staff })
    expect([firm.size, firm.sizeYear]).toEqual([size, size === null ? null : 2023])
  })

  it('keeps no name of a person, nor one that may not be shown', () => {
    expect(readFirm({ nature_juridique: '1000' }).firm).toMatchObject({
      name: null,
      nameless: true,
    })
    expect(readFirm({ statut_diffusion: 'P' }).firm).toMatchObject({ name: null, nameless: true })
    expect(readFirm({ nom_raison_sociale: '[NON-DIFFUSIBLE]' }).firm.name).toBeNull()
    expect(
      readFirm({ statut_diffusion: 'P', places: [{ siret: BRANCH, commune: '[ND]' }] }),
    ).toMatchObject({
      establishments: [{ siret: BRANCH, commune: null, departement: null, region: null }],
    })
  })

  it('is that of the firm that was asked for among several', () => {
    const other = { ...FIRM, siren: '987654324', nom_raison_sociale: 'AUTRE' }
    const results = [resultOf(other, BRANCH), null, 'x', resultOf(FIRM, BRANCH)]
    expect(read({ results })).toMatchObject({ kind: 'found', firm: { siren } })
    expect(read({ results: results.slice(0, 3) })).toEqual({ kind: 'odd', code: 'other-firms' })
  })

  it('places no establishment of another firm, nor one that it does not name', () => {
    const strange = { siret: '98765432400017', commune: '75056' }
    expect(readFirm({ places: [strange] })).toMatchObject({
      firm: { seat: null },
      establishments: [],
    })
  })

  it('is that the firm is unknown where there is no result', () => {
    expect(read({ results: [], total_results: 0 })).toEqual({ kind: 'not-found' })
  })

  it.each([
    ['<!doctype html><title>Maintenance</title>', 'not-json'],
    ['', 'not-json'],
    ['{"results": [', 'not-json'],
    ['[]', 'not-an-answer'],
    ['null', 'not-an-answer'],
    ['{"erreur": "non"}', 'not-an-answer'],
    ['{"results": {"0": {}}}', 'not-an-answer'],
  ])('is odd as %s', (body, code) => {
    expect(read(body)).toEqual({ kind: 'odd', code })
  })

  it('is odd, and no more, where the text is no UTF-8', () => {
    expect(readAnswer(new Uint8Array([0x22, 0xff, 0x22]), BRANCH).kind).toBe('odd')
  })

  it('never says more than it can be believed, whatever its values are', () => {
    const anything = fc.record({
      siren: fc.constant(siren),
      nom_raison_sociale: fc.anything(),
      nature_juridique: fc.anything(),
      categorie_entreprise: fc.oneof(fc.anything(), fc.constantFrom('PME', 'ETI', 'GE')),
      annee_categorie_entreprise: fc.oneof(fc.anything(), fc.constantFrom(2023, '2023', '0223')),
      tranche_effectif_salarie: fc.anything(),
      statut_diffusion: fc.anything(),
      siege: fc.oneof(fc.anything(), fc.record({ siret: fc.string(), commune: fc.string() })),
      matching_etablissements: fc.oneof(
        fc.anything(),
        fc.array(fc.record({ siret: fc.constant(BRANCH), commune: fc.anything() })),
      ),
    })
    fc.assert(
      fc.property(anything, (result) => {
        const answer = read({ results: [result] })
        if (answer.kind !== 'found') throw new Error(answer.kind)
        const { name, size, sizeYear, seat } = answer.firm
        expect(name === null || (name !== '' && name.length <= 300)).toBe(true)
        expect([null, 'sme', 'micro', 'mid-size', 'large']).toContain(size)
        expect(sizeYear === null || (sizeYear >= 2000 && sizeYear < 2100)).toBe(true)
        expect(seat === null || seat.startsWith(siren)).toBe(true)
        for (const { siret, commune } of answer.establishments) {
          expect(siret.startsWith(siren)).toBe(true)
          expect(commune === null || /^[\dAB]{5}$/.test(commune)).toBe(true)
        }
      }),
    )
  })
})
