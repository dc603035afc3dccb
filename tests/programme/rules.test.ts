import { describe, expect, it } from 'vitest'
import type { Lists } from '../../src/consultations/lists.ts'
import { TRADES } from '../../src/consultations/trades-data.ts'
import { changesBetween } from '../../src/programme/changes.ts'
import { programmeQuery, readProgrammeFilter } from '../../src/programme/filter.ts'
import type { PurchaseFacts } from '../../src/programme/purchase.ts'
import { dueOn, expectedFrom, isLate, quarterOf } from '../../src/programme/quarter.ts'
import { readLine } from '../../src/programme/read-line.ts'
import type { LineKey } from '../../src/programme/template.ts'
import { LINE_KEYS } from '../../src/programme/template.ts'
import { quarterText, standingText } from '../../views/words/programme.ts'

const LISTS: Lists = {
  trades: TRADES,
  gazetteer: {
    recognise: (name) =>
      name === 'Narbonne'
        ? {
            kind: 'commune',
            code: '11262',
            name,
            slug: 'narbonne',
            departement: '11',
            epci: null,
            centre: null,
          }
        : null,
    find: () => null,
    suggestions: () => [],
    byKey: () => null,
    keysWithin: () => [],
    all: [],
  },
}

const read = (cells: Partial<Record<LineKey, string>>) =>
  readLine(
    new Map(
      LINE_KEYS.flatMap((key) =>
        cells[key] === undefined ? [] : [[key, { text: cells[key], kind: 'text' }]],
      ),
    ),
    LISTS,
    2026,
  )

describe('a line of a programme', () => {
  it('says what it says and nothing more', () => {
    expect(read({ object: 'Réfection de la cour', year: '2027' })).toEqual({
      ok: true,
      line: {
        facts: {
          object: 'Réfection de la cour',
          description: '',
          category: null,
          cpv: [],
          trades: [],
          amount: null,
          year: 2027,
          quarter: null,
          place: null,
          contact: null,
        },
        identifier: null,
        buyer: null,
        dropped: null,
      },
    })
  })

  it('is read as officers type it', () => {
    const line = read({
      object: 'Réfection de la cour',
      year: '2027',
      quarter: '2e trimestre',
      category: 'TRAVAUX',
      trades: 'voirie-reseaux',
      cpv: '45233140-2, 45112700',
      amountMin: '40 000',
      amountMax: '90 000 € HT',
      place: 'Narbonne',
      contactPhone: '468000000',
    })
    expect(line.ok && line.line.facts).toMatchObject({
      quarter: 2,
      category: 'works',
      trades: ['voirie-reseaux'],
      cpv: ['45233140', '45112700'],
      amount: { min: 40_000, max: 90_000 },
      place: { kind: 'commune', code: '11262' },
      contact: { name: null, phone: '04 68 00 00 00', email: null },
    })
  })

  it('is refused with all that is wrong with it at once', () => {
    const line = read({
      object: '12',
      year: '1999',
      quarter: 'T5',
      trades: 'Alchimie',
      amountMin: '90000',
      amountMax: '40000',
      contactEmail: 'à demander',
    })
    expect(!line.ok && line.problems.map(({ column, code }) => `${column} ${code}`)).toEqual([
      'object no-letter',
      'year whole-number',
      'amountMin amounts-reversed',
      'trades trade',
      'quarter quarter',
      'contactEmail email',
    ])
  })
})

describe('a quarter', () => {
  it('begins and ends as calendars have it; a year alone ends with December', () => {
    expect([1, 2, 3, 4].map((quarter) => dueOn({ year: 2027, quarter }))).toEqual([
      '2027-03-31',
      '2027-06-30',
      '2027-09-30',
      '2027-12-31',
    ])
    expect(dueOn({ year: 2027, quarter: null })).toBe('2027-12-31')
    expect(expectedFrom({ year: 2027, quarter: 3 })).toBe('2027-07-01')
    expect(quarterOf('2026-04-01')).toEqual({ year: 2026, quarter: 2 })
    expect(quarterOf('2026-03-31')).toEqual({ year: 2026, quarter: 1 })
  })

  it('has passed on the day after its last one, for what still waits only', () => {
    const line = { status: 'waiting', dueOn: '2026-06-30' }
    expect(isLate(line, '2026-06-30')).toBe(false)
    expect(isLate(line, '2026-07-01')).toBe(true)
    expect(isLate({ ...line, status: 'published' }, '2026-07-01')).toBe(false)
  })

  it('is told as users.md has it', () => {
    expect(quarterText({ year: 2026, quarter: 2 })).toBe('2e trimestre\u00A02026')
    const facts = { year: 2026, quarter: 2 } as PurchaseFacts
    expect(standingText({ status: 'waiting', late: true, facts })).toBe(
      'attendu au 2e trimestre\u00A02026, pas encore publié',
    )
    expect(
      standingText({ status: 'waiting', late: false, facts: { ...facts, quarter: null } }),
    ).toBe('attendu en 2026')
  })
})

describe('the words of an address', () => {
  const query = (text: string) => {
    const asked = readProgrammeFilter(new URLSearchParams(text))
    return asked.ok ? programmeQuery(asked.filter, asked.cursor) : asked.problems
  }

  it('have one spelling', () => {
    expect(query('trimestre=2&metier=electricite&annee=2027&statut=en-retard&q=')).toBe(
      '?annee=2027&metier=electricite&statut=en-retard&trimestre=2',
    )
    expect(query('lieu=narbonne&rayon=30')).toBe('?lieu=narbonne')
  })

  it('are refused where a forecast cannot answer them', () => {
    for (const text of ['echeance=7', 'visite=aucune', 'trimestre=5', 'annee=hier', 'x=1'])
      expect(query(text), text).toBeInstanceOf(Array)
    expect(query('statut=publie&statut=tous')).toBeInstanceOf(Array)
  })
})

describe('what changed', () => {
  const facts: PurchaseFacts = {
    object: 'Cour',
    description: '',
    category: null,
    cpv: [],
    trades: [],
    amount: { min: 1, max: 2 },
    year: 2027,
    quarter: 1,
    place: null,
    contact: { name: 'Camille Exemple', phone: null, email: null },
  }

  it('is told field by field, and of the contact only that it changed', () => {
    const after = { ...facts, quarter: 3, contact: null }
    expect(changesBetween(facts, after)).toEqual([
      { field: 'quarter', before: 1, after: 3 },
      { field: 'contact' },
    ])
    expect(changesBetween(facts, { ...facts })).toEqual([])
  })
})
