import { describe, expect, it } from 'vitest'
import { readTyped } from '../../src/posting/read-typed.ts'
import type { TypedFields } from '../../src/posting/schema.ts'
import { TRADES } from '../../src/consultations/trades-data.ts'

const context = {
  partner: {
    name: 'Ville de Narbonne',
    shortName: 'Narbonne',
    siret: '21110262900014',
    buys: true,
  },
  trades: TRADES,
  now: new Date('2026-11-21T10:00:00Z'),
}

const SHORT: TypedFields = {
  object: ['Réfection de la toiture de l’école'],
  category: ['travaux'],
  trades: ['charpente-couverture'],
  place: ['Narbonne'],
  'deadline.day': ['18'],
  'deadline.month': ['déc.'],
  'deadline.year': ['2026'],
  'deadline.time': ['12 h 00'],
  responseKind: ['courriel'],
  responseAddress: ['marches@narbonne.example'],
  amountMin: ['40 000'],
  amountMax: ['90 000'],
  criteria: ['Prix 60 %\nValeur technique 40 %'],
}

describe('what is typed in a form', () => {
  it('says what a file would', () => {
    const read = readTyped(SHORT, context)
    expect(read).toMatchObject({
      ok: true,
      facts: {
        object: 'Réfection de la toiture de l’école',
        category: 'works',
        trades: ['charpente-couverture'],
        deadline: { wall: '2026-12-18T12:00', instant: '2026-12-18T11:00:00Z' },
        response: { kind: 'email', address: 'marches@narbonne.example' },
        amount: { min: 40_000, max: 90_000 },
        criteria: [
          { name: 'Prix', weight: 60 },
          { name: 'Valeur technique', weight: 40 },
        ],
        buyers: [{ name: 'Ville de Narbonne', siret: '21110262900014', coordinator: false }],
      },
    })
    expect(read.ok && 'reference' in read.facts).toBe(false)
  })

  it('has lots where any field of one is filled', () => {
    const read = readTyped(
      {
        ...SHORT,
        lotNumber: ['1', '', '2'],
        lotTitle: ['Charpente', ' ', 'Couverture'],
        lotAmountMax: ['', '', '30 000'],
        'lotDeadline.day': ['', '', ''],
      },
      context,
    )
    expect(read.ok && read.facts.lots).toMatchObject([
      { number: '1', title: 'Charpente' },
      { number: '2', title: 'Couverture', amount: { min: null, max: 30_000 } },
    ])
  })

  it.each<[string, TypedFields, { column: string; lot: number | null; code: string }]>([
    [
      'an object without words',
      { object: ['123'] },
      { column: 'object', lot: null, code: 'no-letter' },
    ],
    ['no object', { object: [''] }, { column: 'object', lot: null, code: 'missing' }],
    [
      '31 April',
      { 'deadline.day': ['31'], 'deadline.month': ['4'], 'deadline.year': ['2027'] },
      { column: 'deadline', lot: null, code: 'no-such-day' },
    ],
    [
      'the hour that does not exist',
      {
        'deadline.day': ['28'],
        'deadline.month': ['mars'],
        'deadline.year': ['2027'],
        'deadline.time': ['2:30'],
      },
      { column: 'deadline', lot: null, code: 'skipped-hour' },
    ],
    [
      'no deadline',
      { 'deadline.day': [''], 'deadline.month': [''], 'deadline.year': [''] },
      { column: 'deadline', lot: null, code: 'missing' },
    ],
    [
      'a lot without title',
      { lotNumber: ['1', '2'], lotTitle: ['Charpente', '', ''], lotNumberX: [] },
      { column: 'lotTitle', lot: 1, code: 'missing' },
    ],
    [
      'a platform without address',
      { responseKind: ['plateforme'], responseAddress: [''] },
      { column: 'responseAddress', lot: null, code: 'response-address' },
    ],
  ])('is refused with its field: %s', (_, fields, problem) => {
    const read = readTyped({ ...SHORT, ...fields }, context)
    expect(read.ok ? [] : read.problems).toContainEqual(problem)
  })
})
