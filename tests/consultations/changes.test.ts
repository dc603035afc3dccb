import { describe, expect, test } from 'vitest'
import { changesBetween, firstNotices, noticesOf } from '../../src/consultations/changes.ts'
import type { LotFacts, LotOutcome } from '../../src/consultations/facts.ts'
import { winter } from '../support/application.ts'

const december15 = winter('2026-12-15T12:00')
const december22 = winter('2026-12-22T12:00')

function outcome(kind: LotOutcome['kind']): LotOutcome {
  return {
    kind,
    winners: [],
    amount: null,
    bids: null,
    irregularBids: null,
    notifiedOn: null,
    ground: null,
  }
}

describe('changes of a consultation', () => {
  test('are none for case, spaces and the encoding of accents', () => {
    expect(
      changesBetween(
        { object: 'Réfection de la voirie', description: 'a  b' },
        { object: 'REFECTION'.replace('E', 'É') + ' de\u00a0la  voirie', description: 'A b' },
      ),
    ).toEqual([])
  })

  test('name a field with what stood before and what stands now', () => {
    expect(changesBetween({ deadline: december15 }, { deadline: december22 })).toEqual([
      { field: 'deadline', before: december15, after: december22 },
    ])
  })

  test('leave out a description that only repeats another change in words', () => {
    const changes = changesBetween(
      { deadline: december15, description: 'avant le 15' },
      { deadline: december22, description: 'avant le 22' },
    )
    expect(changes.map((change) => change.field)).toEqual(['deadline'])
  })

  test('tell a description that changes alone', () => {
    const changes = changesBetween({ description: 'a' }, { description: 'b' })
    expect(changes.map((change) => change.field)).toEqual(['description'])
  })

  test('are told lot by lot', () => {
    const lot = (number: string, more: Partial<LotFacts> = {}) => ({
      number,
      title: `Lot ${number}`,
      ...more,
    })
    expect(
      changesBetween(
        { lots: [lot('1'), lot('2')] },
        { lots: [lot('1'), lot('2', { amount: { min: null, max: 90_000 } })] },
      ),
    ).toEqual([{ field: 'lot.amount', before: null, after: { min: null, max: 90_000 }, lot: '2' }])
  })
})

describe('notices', () => {
  const kinds = (changes: Parameters<typeof noticesOf>[0]) =>
    noticesOf(changes).map((notice) => notice.kind)

  test('call a later deadline an extension and an earlier one a correction', () => {
    expect(kinds(changesBetween({ deadline: december15 }, { deadline: december22 }))).toEqual([
      'extension',
    ])
    expect(kinds(changesBetween({ deadline: december22 }, { deadline: december15 }))).toEqual([
      'correction',
    ])
  })

  test('are one for each kind of outcome: three outcomes on one page', () => {
    const lots = ['1', '2', '3'].map((number) => ({ number, title: number }))
    const after = lots.map((lot, position) => ({
      ...lot,
      outcome: outcome((['awarded', 'unsuccessful', 'abandoned'] as const)[position] ?? 'awarded'),
    }))
    expect(kinds(changesBetween({ lots }, { lots: after }))).toEqual([
      'award',
      'unsuccessful',
      'cancellation',
    ])
  })

  test('tell once that a whole with its lots is abandoned', () => {
    const lots = ['1', '2'].map((number) => ({ number, title: number }))
    const after = lots.map((lot) => ({ ...lot, outcome: outcome('abandoned') }))
    expect(
      kinds(changesBetween({ lots, status: 'active' }, { lots: after, status: 'abandoned' })),
    ).toEqual(['cancellation'])
  })

  test('call a planned purchase that is published a tender', () => {
    expect(
      kinds(changesBetween({ status: 'planned' }, { status: 'active', deadline: december15 })),
    ).toEqual(['tender'])
  })

  test('are made of a first sight that is already a withdrawal, without inventing a publication', () => {
    expect(firstNotices({ status: 'withdrawn' }).map((notice) => notice.kind)).toEqual([
      'cancellation',
    ])
    expect(firstNotices({}).map((notice) => notice.kind)).toEqual(['tender'])
  })

  test('are none where nothing changed', () => {
    expect(noticesOf([])).toEqual([])
  })
})
