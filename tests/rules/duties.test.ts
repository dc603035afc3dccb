import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Category } from '../../src/consultations/facts.ts'
import { type DutyCode, dutiesOf, type Launched, thresholdsOf } from '../../src/rules/duties.ts'
import { entryBands, PUBLIC_CUTS } from '../../src/rules/entry-bands.ts'
import { RULE_NAMES, type Rule, rulesAt } from '../../src/rules/rule.ts'
import { RULES } from '../../src/rules/rules-data.ts'

function launched(particular: Partial<Launched>): Launched {
  return {
    category: 'works',
    amount: null,
    buyer: 'local',
    on: '2026-11-21',
    months: null,
    ...particular,
  }
}

function applies(code: DutyCode, particular: Partial<Launched>) {
  return dutiesOf(launched(particular), RULES).find((duty) => duty.code === code)?.applies
}

const exactly = (n: number) => ({ min: n, max: n })

describe('each threshold, one euro below, on it and one above', () => {
  test.each<[DutyCode, Category, number]>([
    ['buyer-profile', 'works', 60_000],
    ['buyer-profile', 'services', 60_000],
    ['notice', 'works', 100_000],
    ['notice', 'supplies', 90_000],
    ['notice', 'services', 90_000],
    ['formal', 'works', 5_404_000],
    ['formal', 'supplies', 216_000],
    ['formal', 'services', 216_000],
    ['essential-data', 'works', 40_000],
    ['essential-data-or-list', 'works', 25_000],
    ['free-notice', 'supplies', 60_000],
  ])('%s of %s begins at %i €', (code, category, threshold) => {
    const at = (n: number) => applies(code, { category, amount: exactly(n) })
    expect([at(threshold - 0.01), at(threshold), at(threshold + 0.01)]).toEqual([
      'no',
      'yes',
      'yes',
    ])
  })

  test.each<[DutyCode, Category, number]>([
    ['dispense', 'works', 100_000],
    ['dispense', 'supplies', 60_000],
    ['dispense', 'services', 60_000],
    ['free-notice', 'services', 90_000],
    ['notice', 'services', 216_000],
    ['notice', 'works', 5_404_000],
    ['essential-data-or-list', 'supplies', 40_000],
  ])('%s of %s ends at %i €', (code, category, threshold) => {
    const at = (n: number) => applies(code, { category, amount: exactly(n) })
    expect([at(threshold - 0.01), at(threshold), at(threshold + 0.01)]).toEqual(['yes', 'no', 'no'])
  })

  test.each<['local' | 'large-local' | 'state' | 'utility', number]>([
    ['local', 216_000],
    ['large-local', 216_000],
    ['state', 140_000],
    ['utility', 432_000],
  ])('a formal procedure for supplies of a %s buyer begins at %i €', (buyer, threshold) => {
    const at = (n: number) => applies('formal', { category: 'supplies', buyer, amount: exactly(n) })
    expect([at(threshold - 1), at(threshold)]).toEqual(['no', 'yes'])
  })
})

describe('each threshold, on the day before it changes and on that day', () => {
  test.each<[DutyCode, Category, number, string, string, string, string]>([
    ['dispense', 'services', 50_000, '2026-03-31', 'no', '2026-04-01', 'yes'],
    ['buyer-profile', 'works', 50_000, '2026-03-31', 'yes', '2026-04-01', 'no'],
    ['dispense', 'works', 99_999, '2025-12-31', 'unknown', '2026-01-01', 'yes'],
    ['formal', 'works', 6_000_000, '2025-12-31', 'unknown', '2026-01-01', 'yes'],
    ['formal', 'works', 6_000_000, '2027-12-31', 'yes', '2028-01-01', 'unknown'],
    ['notice', 'works', 200_000, '2027-12-31', 'yes', '2028-01-01', 'unknown'],
  ])('%s of %s at %i €: on %s %s, on %s %s', (code, category, n, before, was, after, is) => {
    const on = (day: string) => applies(code, { category, amount: exactly(n), on: day })
    expect([on(before), on(after)]).toEqual([was, is])
  })

  test('the cap on turnover falls from 2 to 1.5 on 1 January 2026', () => {
    const cap = (on: string) =>
      dutiesOf(launched({ on }), RULES).find(({ code }) => code === 'turnover-cap')?.factor
    expect([cap('2025-12-31'), cap('2026-01-01')]).toEqual([2, 1.5])
  })

  test('a rule appended for 2028 holds from its day on, and changes nothing before', () => {
    const formal = RULES.find(({ name, category }) => name === 'formal' && category === 'works')
    if (!formal) throw new Error('no threshold of formal procedures for works')
    const rules = [...RULES, { ...formal, from: '2028-01-01', until: null, value: 5_500_000 }]
    const at = (on: string) =>
      dutiesOf(launched({ amount: exactly(5_450_000), on }), rules).find(
        ({ code }) => code === 'formal',
      )?.applies
    expect([at('2027-12-31'), at('2028-01-01')]).toEqual(['yes', 'no'])
  })

  test('where a temporary rule has ended, the one before it holds again', () => {
    const lasting = RULES.find(({ name }) => name === 'notice')
    if (!lasting) throw new Error('no threshold of notices')
    const brief: Rule = { ...lasting, from: '2027-01-01', until: '2027-06-30', value: 120_000 }
    const at = (day: string) =>
      rulesAt([brief, ...RULES], day).find(({ name }) => name === 'notice')?.value
    expect(['2026-12-31', '2027-01-01', '2027-06-30', '2027-07-01'].map(at)).toEqual([
      90_000, 120_000, 120_000, 90_000,
    ])
  })
})

describe('an advance', () => {
  test('is due above 50 000 € and above two months, not on either', () => {
    const at = (n: number, months: number | null) =>
      applies('advance', { amount: exactly(n), months })
    expect([at(50_000, 3), at(50_000.01, 3), at(60_000, 2), at(60_000, 2.5)]).toEqual([
      'no',
      'yes',
      'no',
      'yes',
    ])
    expect(at(60_000, null)).toBe('depends')
    expect(at(40_000, null)).toBe('no')
  })

  test.each([
    ['local', 5],
    ['utility', 5],
    ['large-local', 10],
    ['state', 30],
  ] as const)('of a %s buyer is at least %i per cent for an SME', (buyer, rate) => {
    const advance = dutiesOf(launched({ buyer }), RULES).find(({ code }) => code === 'advance')
    expect(advance?.rate).toBe(rate)
  })
})

test('an unknown amount leaves every threshold open, and each says from where', () => {
  const open = dutiesOf(launched({ category: 'services' }), RULES).filter(
    ({ applies }) => applies === 'depends',
  )
  expect(open.map(({ code, from, below, article }) => [code, from, below, article])).toEqual([
    ['dispense', 0, 60_000, 'R. 2122-8'],
    ['free-notice', 60_000, 90_000, 'R. 2131-12'],
    ['notice', 90_000, 216_000, 'R. 2131-12'],
    ['formal', 216_000, null, 'L. 2124-1'],
    ['buyer-profile', 60_000, null, 'R. 2132-2'],
    ['essential-data-or-list', 25_000, 40_000, 'R. 2196-1'],
    ['essential-data', 40_000, null, 'R. 2196-1'],
    ['advance', 50_000, null, 'R. 2191-3'],
  ])
})

test('without a category, what holds for all three is said, and the rest depends', () => {
  const at = (n: number) =>
    dutiesOf(launched({ category: null, amount: exactly(n) }), RULES)
      .filter(({ applies }) => applies !== 'no')
      .map(({ code, applies }) => `${code} ${applies}`)
  expect(at(10_000)).toEqual(['dispense yes', 'turnover-cap yes'])
  expect(at(95_000)).toEqual([
    'dispense depends',
    'notice depends',
    'buyer-profile yes',
    'essential-data yes',
    'advance depends',
    'turnover-cap yes',
  ])
})

describe('the bands of the form', () => {
  test('are cut at the thresholds of the day too', () => {
    const ends = (category: Category, on: string) =>
      entryBands({ category, buyer: 'local', on }, RULES).map(({ max }) => max)
    expect(ends('services', '2026-11-21')).toEqual([
      25_000,
      40_000,
      50_000,
      60_000,
      90_000,
      200_000,
      216_000,
      500_000,
      1_000_000,
      5_000_000,
      null,
    ])
    expect(ends('works', '2026-11-21')).toContain(5_404_000)
    expect(ends('services', '2026-03-31')).not.toContain(60_000)
  })

  test('leave no duty open, whatever the category, the buyer and the day', () => {
    fc.assert(
      fc.property(anyLaunch, (launch) => {
        for (const amount of entryBands(launch, RULES))
          for (const { code, applies } of dutiesOf({ ...launch, amount, months: 12 }, RULES))
            expect([code, applies]).not.toContain('depends')
      }),
    )
  })

  test('follow each other without gap, with all public cuts among them', () => {
    fc.assert(
      fc.property(anyLaunch, (launch) => {
        const bands = entryBands(launch, RULES)
        expect(bands.map(({ min }) => min)).toEqual([
          0,
          ...bands.slice(0, -1).map(({ max }) => max),
        ])
        expect(bands.map(({ max }) => max)).toEqual(expect.arrayContaining(PUBLIC_CUTS))
        expect(thresholdsOf(launch, RULES)).toEqual(
          thresholdsOf(launch, RULES).toSorted((a, b) => a - b),
        )
      }),
    )
  })

  const anyLaunch = fc.record({
    category: fc.constantFrom<Category>('works', 'supplies', 'services'),
    buyer: fc.constantFrom('local', 'large-local', 'state', 'utility'),
    on: fc.constantFrom('2026-01-01', '2026-03-31', '2026-04-01', '2026-11-21', '2027-12-31'),
  })
})

test('each kind of rule has a first one', () => {
  expect(RULE_NAMES.filter((name) => !RULES.some((rule) => rule.name === name))).toEqual([])
})
