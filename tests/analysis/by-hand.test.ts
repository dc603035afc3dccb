import { describe, expect, it } from 'vitest'
import { computeYear } from '../../src/analysis/compute.ts'
import type { Cell } from '../../src/analysis/figures.ts'
import { liveLines } from '../../src/analysis/lines.ts'
import { percentiles } from '../../src/analysis/percentiles.ts'
import { useDatabase } from '../support/databases.ts'
import { inPassing } from './in-passing.ts'
import { HAND_WORLD } from './hand-world.ts'
import { storeWorld } from './world.ts'

describe('figures that were reckoned by hand', () => {
  const database = useDatabase('PostgreSQL')

  it('are those that the program finds', async () => {
    await inPassing(database(), async (tx) => {
      await storeWorld(tx, HAND_WORLD)
      const { indicators } = await computeYear(tx, 2026, await liveLines(tx, 2026))
      const whole = (slug: string): Partial<Cell> =>
        indicators.find((each) => each.slug === slug)?.tables[0]?.cells[0] ?? {}
      expect(whole('part-des-pme')).toMatchObject({
        n: 5,
        missing: 1,
        numerator: 2,
        denominator: 4,
        euros: {
          numerator: 130_000,
          denominator: 20_130_000,
          known: 3,
          medianNumerator: 30_000,
          medianDenominator: 100_000,
          capped: 1,
        },
      })
      expect(whole('part-du-territoire')).toMatchObject({
        n: 5,
        missing: 2,
        numerator: 1,
        denominator: 3,
      })
      expect(whole('offre-unique')).toMatchObject({
        n: 4,
        missing: 2,
        numerator: 1,
        denominator: 2,
      })
      expect(whole('offres-recues').spread).toEqual({ median: 1, p10: 1, p90: 4 })
      expect(whole('entreprises-distinctes')).toMatchObject({ numerator: 4, denominator: 5 })
      expect(whole('nouvelles-entreprises')).toMatchObject({ n: 4, missing: 4 })
      expect(whole('contrats-ecartes')).toMatchObject({ n: 7, numerator: 3 })
      expect(whole('delai-de-reponse')).toMatchObject({
        n: 3,
        missing: 1,
        spread: { median: 20, p10: 20, p90: 28 },
      })
      expect(whole('delai-sous-le-plancher')).toMatchObject({ numerator: 1, denominator: 2 })
      expect(whole('motifs-donnes')).toMatchObject({ n: 1, numerator: 1 })
    })
  })

  it('are counted by buyer, by amount band and in the four cells of SME and territory', async () => {
    await inPassing(database(), async (tx) => {
      await storeWorld(tx, HAND_WORLD)
      const { indicators } = await computeYear(tx, 2026, await liveLines(tx, 2026))
      const table = (slug: string, breakdown: string) =>
        indicators
          .find((each) => each.slug === slug)
          ?.tables.find((each) => each.breakdown === breakdown && each.within === null)
          ?.cells.map(({ group, n, numerator }) => [group, n, numerator])
      expect(table('part-des-pme', 'band')).toEqual([
        ['0-40000', 2, 1],
        ['90000-200000', 2, 1],
        ['5000000-', 1, 0],
      ])
      expect(table('part-des-pme', 'buyer')).toEqual([['ville', 5, 2]])
      expect(table('pme-et-entreprises-du-territoire', 'cross')).toEqual([
        ['sme-aude', 5, 1],
        ['sme-elsewhere', 5, 0],
        ['other-aude', 5, 0],
        ['other-elsewhere', 5, 2],
      ])
    })
  })
})

describe('a percentile', () => {
  it('is the least value that enough of the others do not exceed, and never one between two', () => {
    const tenths = (values: number[]) => percentiles([{ groups: [0], values }], 1, [1, 5, 9])[0]
    expect(tenths([])).toEqual([null, null, null])
    expect(tenths([7])).toEqual([7, 7, 7])
    expect(tenths([2, 1])).toEqual([1, 1, 2])
    expect(tenths([3, 1, 2, 2])).toEqual([1, 2, 3])
    expect(tenths(Array.from({ length: 30 }, (_, index) => index + 1))).toEqual([3, 15, 27])
  })
})
