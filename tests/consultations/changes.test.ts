import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changesBetween, firstNotices, noticesOf } from '../../src/consultations/records/changes.ts'
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

  test('are none for anything cosmetic, whatever the text', () => {
    const word = fc.constantFrom(
      'Réfection',
      'école',
      'd’œuvre',
      "L'Île",
      '40 000 €',
      'CFO/CFA',
      '« A »',
      '3–4',
    )
    const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '))
    const touch = fc.constantFrom<(text: string) => string>(
      (t) => t.toUpperCase(),
      (t) => t.toLowerCase(),
      (t) => `  ${t.replaceAll(' ', ' \u00a0\n')} `,
      (t) => t.normalize('NFD'),
      (t) => t.normalize('NFD').replaceAll(/\p{M}/gu, ''),
      (t) => t.replaceAll('’', "'").replaceAll('«', '"').replaceAll('»', '"').replaceAll('–', '-'),
    )
    const encode = fc.constantFrom<(text: string) => string>(
      (t) => t,
      (t) => t.replaceAll(/[’']/g, '&#039;').replaceAll('é', '&eacute;').replaceAll('/', '&#x2F;'),
      (t) => t.replaceAll('œ', '&amp;oelig;').replaceAll('€', '&amp;amp;euro;'),
    )
    const facts = (texts: string[], number: (n: number) => string) => ({
      object: texts[0] ?? '',
      description: texts.join('\n'),
      contact: { name: texts[1] ?? null, phone: null, email: null },
      criteria: texts.map((name) => ({ name, weight: 50 })),
      lots: texts.map((title, n): LotFacts => ({ number: number(n + 1), title })),
    })
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.array(touch, { maxLength: 4 }),
        encode,
        (texts, touches, encoded) => {
          const touched = texts.map((each) => encoded(touches.reduce((t, one) => one(t), each)))
          const after = facts(touched, (n) => `Lot n° 0${n}`)
          expect(
            changesBetween(facts(texts, String), { ...after, lots: after.lots.toReversed() }),
          ).toEqual([])
        },
      ),
    )
  })

  test('are none in what a source calls it by', () => {
    const called = (name: string) => ({
      reference: name,
      boampId: name,
      noticeUrl: `https://${name}`,
    })
    expect(changesBetween(called('26-1'), called('26-2'))).toEqual([])
  })

  test('are never silenced by that: another word or figure is a change', () => {
    for (const [before, after] of [
      ['Lot 1,5 tonne', 'Lot 15 tonnes'],
      ['avant le 15', 'avant le 16'],
      ['R&D', 'R et D'],
    ])
      expect(changesBetween({ object: before }, { object: after })).toHaveLength(1)
  })

  test('tell the outcome of a lot that was not known before, without inventing a correction', () => {
    const lot = { number: '3', title: 'Électricité', outcome: outcome('abandoned') }
    expect(noticesOf(changesBetween({}, { lots: [lot] }))).toMatchObject([
      { kind: 'cancellation', changes: [{ field: 'lot.outcome', lot: '3' }] },
    ])
  })

  test('tell of lots that come and go beside what changes in the others', () => {
    const lots = [
      { number: '1', title: 'A' },
      { number: '2', title: 'B' },
    ]
    const after = [{ number: '2', title: 'B', amount: { min: 1, max: 2 } }]
    expect(changesBetween({ lots }, { lots: after }).map(({ field, lot }) => [field, lot])).toEqual(
      [
        ['lots', undefined],
        ['lot.amount', '2'],
      ],
    )
  })

  test('are none in how a deadline is written, and how sure it is', () => {
    const doubtful = { ...december15, wall: '2026-12-15', doubt: 'sources-disagree' as const }
    expect(changesBetween({ deadline: december15 }, { deadline: doubtful })).toEqual([])
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
    const longer = { deadline: december22, duration: '5 mois' }
    expect(kinds(changesBetween({ deadline: december15 }, longer))).toEqual(['correction'])
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
