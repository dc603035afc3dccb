import { describe, expect, test } from 'vitest'
import type { Facts, RecordFacts } from '../../src/consultations/facts.ts'
import type { RecordState } from '../../src/consultations/precedence.ts'
import { project } from '../../src/consultations/projection.ts'
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

  test('lets an agent’s later date win over what the source said before', () => {
    const { facts } = project([
      record(1, { deadline: winter('2026-12-22T12:00') }, 'extracted', 5),
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

  test('has no doubt once both sources say the same', () => {
    const { facts } = project([
      record(1, { deadline: winter('2026-12-22T12:00') }, 'structured', 8),
      record(2, { deadline: winter('2026-12-22T12:00') }, 'extracted', 9),
    ])
    expect(facts.deadline).toEqual(winter('2026-12-22T12:00'))
  })

  test('takes the latest statement of what has become of it, even against an agent', () => {
    const { facts } = project([
      record(1, { status: 'active' }, 'typed', 1),
      record(2, { status: 'withdrawn' }, 'extracted', 2),
    ])
    expect(facts.status).toBe('withdrawn')
  })

  test('leaves unknown what nobody says', () => {
    expect(project([record(1, { object: 'x' }, 'typed', 1)]).facts).toEqual({ object: 'x' })
  })
})
