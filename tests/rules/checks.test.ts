import { describe, expect, test } from 'vitest'
import { checkAmount, checkProcedure, checkTurnover } from '../../src/rules/check-amount.ts'
import { categoryOfCpv, checkCpv } from '../../src/rules/check-cpv.ts'
import { checkLots, checkSmallLots, LOT_GROUNDS } from '../../src/rules/check-lots.ts'
import { CPV_CODES } from '../../src/rules/cpv-codes.ts'
import type { Finding } from '../../src/rules/finding.ts'
import { RULES } from '../../src/rules/rules-data.ts'

const exactly = (n: number) => ({ min: n, max: n })
const told = (findings: Finding[]) => findings.map(({ severity, code }) => `${severity} ${code}`)

describe('lots', () => {
  const undivided = { divided: false, ground: null, reason: '', procedure: 'adapted' } as const
  const [ground] = LOT_GROUNDS

  test('are a matter of course, or have a ground and a line of facts', () => {
    expect(told(checkLots({ ...undivided, divided: true }))).toEqual([])
    expect(told(checkLots({ ...undivided, divided: null }))).toEqual(['error lots-not-said'])
    expect(told(checkLots(undivided))).toEqual(['error no-lots-ground'])
    const reasoned = (reason: string) => told(checkLots({ ...undivided, ground, reason }))
    expect(reasoned('')).toEqual(['error no-lots-reason'])
    expect(reasoned('. . . . . . . . . . . . . . . . . . . . . .')).toEqual([
      'error no-lots-reason',
    ])
    expect(reasoned('Un seul appareil ici, là.')).toEqual(['error no-lots-reason'])
    expect(reasoned('Un seul appareil ici, oui.')).toEqual([])
  })

  test('are only asked about for a small contract', () => {
    expect(told(checkLots({ ...undivided, procedure: 'below-threshold' }))).toEqual([
      'question no-lots-ground',
    ])
  })
})

describe('small lots', () => {
  const works = { category: 'works', buyer: 'local', on: '2026-11-21', total: 1_000_000 } as const
  const of = (...amounts: (number | null)[]) =>
    amounts.map((amount, index) => ({ number: String(index + 1), amount }))

  test('go without publicity below 100 000 €, together up to 20 % of the operation', () => {
    const exempt = (...amounts: (number | null)[]) =>
      told(checkSmallLots({ ...works, kind: 'exempt', lots: of(...amounts) }, RULES))
    expect(exempt(99_999.99, 99_999.99)).toEqual([])
    expect(exempt(100_000)).toEqual(['error small-lot-too-big'])
    expect(exempt(99_000, 99_000, 2_000)).toEqual([])
    expect(exempt(99_000, 99_000, 2_000.01)).toEqual(['error small-lots-share'])
    expect(exempt(null)).toEqual([])
  })

  test('follow an adapted procedure inside a formal one by other limits', () => {
    const adapted = (category: 'works' | 'services', amount: number, total: number) =>
      told(checkSmallLots({ ...works, category, total, kind: 'adapted', lots: of(amount) }, RULES))
    expect(adapted('works', 999_999, 6_000_000)).toEqual([])
    expect(adapted('works', 1_000_000, 6_000_000)).toEqual(['error small-lot-too-big'])
    expect(adapted('services', 79_999, 500_000)).toEqual([])
    expect(adapted('services', 80_000, 500_000)).toEqual(['error small-lot-too-big'])
    expect(adapted('services', 79_999, 399_990)).toEqual(['error small-lots-share'])
  })

  test('exist only where a rule makes them: none is exempt for supplies', () => {
    expect(
      told(
        checkSmallLots({ ...works, category: 'supplies', kind: 'exempt', lots: of(1_000) }, RULES),
      ),
    ).toEqual(['error small-lot-too-big'])
  })
})

describe('CPV codes', () => {
  test('are the 9 454 of the vocabulary', () => {
    expect(CPV_CODES.size).toBe(9454)
    for (const code of ['03000000', '34113100', '45000000', '45262700', '98910000'])
      expect(CPV_CODES.has(code)).toBe(true)
    expect([...CPV_CODES].every((code) => /^\d{8}$/.test(code))).toBe(true)
  })

  test('that are malformed or unknown are told', () => {
    const of = (...cpv: string[]) => told(checkCpv({ category: 'works', cpv }))
    expect(of('45000000', '45262700-8')).toEqual([])
    expect(of('4526270')).toEqual(['error cpv-malformed'])
    expect(of('bâtiment')).toEqual(['error cpv-malformed'])
    expect(of('45999999')).toEqual(['warning cpv-unknown'])
  })

  test('are of the contract’s category, the main one at least', () => {
    const of = (category: 'works' | 'supplies' | 'services' | null, ...cpv: string[]) =>
      told(checkCpv({ category, cpv }))
    expect(of('services', '45000000')).toEqual(['warning cpv-of-other-category'])
    expect(of('works', '71000000')).toEqual(['warning cpv-of-other-category'])
    expect(of('works', '45000000', '71000000')).toEqual([])
    expect(of('supplies', '48000000')).toEqual([])
    expect(of(null, '45000000')).toEqual([])
    expect(['03000000', '44000000', '45000000', '48000000', '50000000'].map(categoryOfCpv)).toEqual(
      ['supplies', 'supplies', 'works', 'supplies', 'services'],
    )
  })
})

describe('the amount', () => {
  test('is asked for, at least as a band the right way round', () => {
    expect(told(checkAmount(null))).toEqual(['question amount-missing'])
    expect(told(checkAmount({ min: null, max: null }))).toEqual(['question amount-missing'])
    expect(told(checkAmount({ min: 90_000, max: 40_000 }))).toEqual(['error amount-reversed'])
    expect(told(checkAmount({ min: 0, max: 40_000 }))).toEqual([])
    expect(told(checkAmount(exactly(40_000)))).toEqual([])
  })

  test('decides how light the procedure may be', () => {
    const of = (
      procedure: 'below-threshold' | 'adapted' | 'open',
      category: 'works' | 'services' | null,
      n: number,
    ) =>
      told(
        checkProcedure(
          { procedure, category, amount: exactly(n), buyer: 'local', on: '2026-11-21' },
          RULES,
        ),
      )
    const tooLight = ['warning procedure-too-light']
    expect(of('below-threshold', 'services', 59_999)).toEqual([])
    expect(of('below-threshold', 'services', 60_000)).toEqual(tooLight)
    expect(of('below-threshold', 'works', 99_999)).toEqual([])
    expect(of('below-threshold', 'works', 100_000)).toEqual(tooLight)
    expect(of('adapted', 'services', 215_999)).toEqual([])
    expect(of('adapted', 'services', 216_000)).toEqual(tooLight)
    expect(of('adapted', null, 216_000)).toEqual([])
    expect(of('open', 'services', 1_000)).toEqual([])
  })

  test('caps the turnover that may be asked, twice until 2025 and one and a half times since', () => {
    const of = (required: number | null, on = '2026-11-21') =>
      checkTurnover({ required, amount: exactly(200_000), on }, RULES)
    expect(told(of(300_000))).toEqual([])
    expect(of(300_001)).toMatchObject([
      { code: 'turnover-above-cap', severity: 'warning', allowed: 300_000, article: 'R. 2142-7' },
    ])
    expect(told(of(400_000, '2025-12-31'))).toEqual([])
    expect(told(of(400_001, '2025-12-31'))).toEqual(['warning turnover-above-cap'])
    expect(told(of(null))).toEqual([])
    expect(told(checkTurnover({ required: 1, amount: null, on: '2026-11-21' }, RULES))).toEqual([
      'question turnover-without-amount',
    ])
  })
})
