import { describe, expect, test } from 'vitest'
import type { Facts, RecordFacts } from '../../src/consultations/facts.ts'
import type { RecordState } from '../../src/consultations/records/precedence.ts'
import { project } from '../../src/consultations/records/projection.ts'
import { winter } from '../support/application.ts'

const day = (n: number) => new Date(Date.UTC(2026, 10, n))

function record(
  id: number,
  facts: Partial<Facts>,
  basis: 'typed' | 'structured' | 'extracted',
  since: number,
): RecordState {
  const readings = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, { value, words: null, basis }]),
  ) as RecordFacts
  const at = day(since)
  return { id, facts: readings, changedAt: at, deadlineSaidAt: at, outcomeSaidAt: at }
}

describe('the projection of a consultation', () => {
  test('takes each field from the strongest record that says it', () => {
    const { facts, provenance } = project([
      record(1, { object: 'lu', category: 'works', reference: 'A1' }, 'extracted', 9),
      record(2, { object: 'structuré', category: 'services' }, 'structured', 5),
      record(3, { object: 'saisi' }, 'typed', 1),
    ])
    expect(facts).toEqual({ object: 'saisi', category: 'services', reference: 'A1' })
    expect(provenance.object?.recordId).toBe(3)
    expect(provenance.category?.recordId).toBe(2)
    expect(provenance.reference?.recordId).toBe(1)
  })

  test('takes the newer of two equally strong records', () => {
    const { facts } = project([
      record(1, { object: 'ancien' }, 'extracted', 1),
      record(2, { object: 'récent' }, 'extracted', 2),
    ])
    expect(facts.object).toBe('récent')
  })

  test('lets a later rectificatif of the source win over the date that an agent typed', () => {
    const { facts } = project([
      record(1, { deadline: winter('2026-12-22T12:00') }, 'extracted', 9),
      record(2, { deadline: winter('2026-12-15T12:00') }, 'typed', 5),
    ])
    expect(facts.deadline).toEqual(winter('2026-12-22T12:00'))
  })

  test.each([5, 9])('lets an agent’s date win over what the source said on day %s', (since) => {
    const { facts } = project([
      record(1, { deadline: winter('2026-12-22T12:00') }, 'extracted', since),
      record(2, { deadline: winter('2026-12-15T12:00') }, 'typed', 9),
    ])
    expect(facts.deadline).toEqual(winter('2026-12-15T12:00'))
  })

  test('shows the earlier date, in doubt, while two sources disagree, whichever spoke last', () => {
    for (const since of [1, 9]) {
      const { facts } = project([
        record(1, { deadline: winter('2026-12-22T12:00') }, 'structured', since),
        record(2, { deadline: winter('2026-12-15T12:00') }, 'extracted', 5),
      ])
      expect(facts.deadline).toEqual({ ...winter('2026-12-15T12:00'), doubt: 'sources-disagree' })
    }
  })

  test('has no doubt once both sources say the same, and one is sure', () => {
    const doubtful = { ...winter('2026-12-22T12:00'), doubt: 'sources-disagree' as const }
    const { facts } = project([
      record(1, { deadline: doubtful }, 'structured', 8),
      record(2, { deadline: winter('2026-12-22T12:00') }, 'extracted', 9),
    ])
    expect(facts.deadline).toEqual(winter('2026-12-22T12:00'))
  })

  test('takes the latest statement of what has become of it, even against an agent', () => {
    const said = { status: 'withdrawn', statusReason: 'Crédits reportés' } as const
    const { facts } = project([
      record(1, { status: 'active', statusReason: 'Reprise' }, 'typed', 1),
      record(2, said, 'extracted', 2),
    ])
    expect(facts).toEqual(said)
  })

  test('leaves unknown what nobody says', () => {
    expect(project([record(1, { object: 'x' }, 'typed', 1)]).facts).toEqual({ object: 'x' })
  })

  test('takes the latest outcome, however strong its record, and keeps it while other things change', () => {
    const [older, newer] = [
      record(1, { status: 'active' }, 'structured', 9),
      record(2, { status: 'withdrawn' }, 'extracted', 5),
    ]
    const { facts } = project([{ ...older, outcomeSaidAt: day(1) }, newer])
    expect(facts.status).toBe('withdrawn')
  })
})

describe('lots that several records tell', () => {
  const awarded = {
    kind: 'awarded' as const,
    winners: [],
    amount: 1,
    bids: null,
    irregularBids: null,
    notifiedOn: null,
    ground: null,
  }
  const merged = (...records: RecordState[]) => project(records)

  test('are one list by number, each field from the strongest that says it', () => {
    const { facts, provenance } = merged(
      record(
        1,
        {
          lots: [
            { number: '1', title: 'Gros œuvre' },
            { number: '2', title: '' },
          ],
        },
        'structured',
        5,
      ),
      record(
        2,
        {
          lots: [
            { number: 'Lot 02', title: 'Peinture', amount: { min: 1, max: 2 } },
            { number: '3', title: 'Sols' },
            { number: '0', title: 'Études' },
          ],
        },
        'extracted',
        9,
      ),
    )
    expect(facts.lots).toEqual([
      { number: '0', title: 'Études' },
      { number: '1', title: 'Gros œuvre' },
      { number: '2', title: 'Peinture', amount: { min: 1, max: 2 } },
      { number: '3', title: 'Sols' },
    ])
    expect(provenance.lots?.recordId).toBe(1)
    expect(provenance.lots?.parts).toEqual([
      { of: '2', field: 'title', recordId: 2, basis: 'extracted' },
      { of: '2', field: 'amount', recordId: 2, basis: 'extracted' },
      { of: '3', recordId: 2, basis: 'extracted' },
      { of: '0', recordId: 2, basis: 'extracted' },
    ])
  })

  test('are one list where some of their numbers are the same letters', () => {
    const lots = (...numbers: string[]) => numbers.map((number) => ({ number, title: number }))
    const { facts } = merged(
      record(1, { lots: lots('A', 'B') }, 'structured', 1),
      record(2, { lots: lots('B', 'C') }, 'extracted', 9),
    )
    expect(facts.lots).toEqual(lots('A', 'B', 'C'))
  })

  test('take the outcome that was told last and the deadline by its own rule', () => {
    const lot = { number: '1', title: 'A' }
    const { facts } = merged(
      record(
        1,
        {
          lots: [
            { ...lot, outcome: { ...awarded, amount: 2 }, deadline: winter('2026-12-15T12:00') },
          ],
        },
        'typed',
        1,
      ),
      record(
        2,
        { lots: [{ ...lot, outcome: awarded, deadline: winter('2026-12-22T12:00') }] },
        'extracted',
        5,
      ),
    )
    expect(facts.lots).toEqual([{ ...lot, outcome: awarded, deadline: winter('2026-12-22T12:00') }])
  })

  test.each([
    ['numbered in another way', ['A', 'B']],
    ['with one number twice', ['1', '01', '3']],
  ])('%s are not mixed: the stronger list stands', (_, numbers) => {
    const own = [
      { number: '1', title: 'Un' },
      { number: '2', title: 'Deux' },
    ]
    const { facts } = merged(
      record(1, { lots: own }, 'structured', 1),
      record(2, { lots: numbers.map((number) => ({ number, title: number })) }, 'extracted', 9),
    )
    expect(facts.lots).toEqual(own)
  })
})

describe('buyers that several records name', () => {
  const named = (name: string, siret: string | null = null, coordinator = false) => ({
    name,
    siret,
    coordinator,
  })
  const together = (...lists: ReturnType<typeof named>[][]) =>
    project(
      lists.map((buyers, n) => record(n + 1, { buyers }, 'structured', 9 - n)),
    ).facts.buyers?.map(({ name }) => name)

  test('are one where only the spelling or the establishment differs', () => {
    expect(together([named('Ville de Narbonne')], [named('MAIRIE DE NARBONNE')])).toEqual([
      'Ville de Narbonne',
    ])
    expect(
      together([named('Narbonne', '21110262900019')], [named('Narbonne, CCAS', '21110262900027')]),
    ).toEqual(['Narbonne'])
    expect(together([named('Narbonne', '21110262900019')], [named('Services techniques')])).toEqual(
      ['Narbonne'],
    )
  })

  test('have one co-ordinator, whom the strongest record names', () => {
    const { facts } = project([
      record(1, { buyers: [named('Narbonne', '21110262900019', true)] }, 'structured', 9),
      record(2, { buyers: [named('Grand Narbonne', '24110059300051', true)] }, 'structured', 5),
    ])
    expect(facts.buyers?.map(({ coordinator }) => coordinator)).toEqual([true, false])
  })

  test('are several where their numbers differ or a record speaks of a group', () => {
    expect(
      together([named('Narbonne', '21110262900019')], [named('Grand Narbonne', '24110059300051')]),
    ).toEqual(['Narbonne', 'Grand Narbonne'])
    expect(
      together([named('Narbonne')], [named('Grand Narbonne', null, true), named('Gruissan')]),
    ).toEqual(['Narbonne', 'Grand Narbonne', 'Gruissan'])
  })
})
