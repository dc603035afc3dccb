import { describe, expect, it } from 'vitest'
import { computeYear } from '../../src/analysis/compute.ts'
import type { Cell } from '../../src/analysis/figures.ts'
import { liveLines } from '../../src/analysis/lines.ts'
import { percentiles } from '../../src/analysis/percentiles.ts'
import { useDatabase } from '../support/databases.ts'
import { inPassing } from './in-passing.ts'
import { type PlainConsultation, type PlainContract, storeWorld, type World } from './world.ts'

const CONTRACT: PlainContract = {
  key: '',
  buyer: 'ville',
  buyerNumber: '21110069800011',
  counted: true,
  year: 2026,
  nature: 'contract',
  category: 'works',
  procedure: 'adapted',
  amount: null,
  notifiedOn: '2026-05-17',
  publishedOn: null,
  bids: null,
  smeBids: null,
  irregularBids: null,
  advance: null,
  advanceRate: null,
  subcontracting: null,
  social: null,
  environmental: null,
  consultation: null,
  lotNumber: null,
  suppliers: [],
}

const CONSULTATION: PlainConsultation = {
  key: 0,
  buyer: 'ville',
  status: 'active',
  category: 'works',
  procedure: 'adapted',
  published: '2026-11-20T23:30:00Z',
  deadline: '2026-12-11T11:00:00Z',
  min: 100_000,
  max: 200_000,
  compulsoryVisit: false,
  divided: null,
  ground: null,
  lotCount: null,
  lots: [],
  reason: null,
  renews: null,
  corrections: [],
  pieces: null,
  paymentDays: null,
}

function held(siren: string, sizeSaid: 'sme' | 'large' | null = null) {
  return { siret: `${siren}00011`, siren, sizeSaid }
}

const WORLD: World = {
  firms: [
    // A subsidiary: the register knows of its group.
    { siren: '100000001', size: 'large', seat: '10000000100011' },
    { siren: '100000002', size: 'micro', seat: '10000000200011' },
  ],
  establishments: [
    { siret: '10000000100011', departement: '75', region: '11' },
    { siret: '10000000200011', departement: '11', region: '76' },
  ],
  contracts: [
    // A group of two: the amount is its lead's.
    {
      ...CONTRACT,
      key: 'a',
      amount: 100_000,
      suppliers: [held('100000002'), held('100000001', 'sme')],
    },
    { ...CONTRACT, key: 'b', amount: 50_000_000, suppliers: [held('100000001', 'sme')] },
    // In no register: what the buyer says counts, and nobody knows the place.
    { ...CONTRACT, key: 'c', amount: 30_000, bids: 1, suppliers: [held('100000003', 'sme')] },
    { ...CONTRACT, key: 'd', amount: 30_000, bids: 4, suppliers: [held('100000004')] },
    // Left out: a call-off, a concession, one without a date, one taken back.
    { ...CONTRACT, key: 'e', nature: 'call-off', suppliers: [held('100000002')] },
    { ...CONTRACT, key: 'f', nature: 'works-concession', suppliers: [held('100000002')] },
    { ...CONTRACT, key: 'g', year: null, notifiedOn: null },
    { ...CONTRACT, key: 'h', counted: false, amount: 9 },
  ],
  consultations: [
    // Seen in Paris on 21 November: 20 days to 11 December, one under the floor.
    CONSULTATION,
    // A compulsory visit adds 7 days to 21: 28 days are enough.
    { ...CONSULTATION, key: 1, compulsoryVisit: true, deadline: '2026-12-19T11:00:00Z' },
    // No deadline.
    { ...CONSULTATION, key: 2, deadline: null, status: 'unsuccessful', reason: 'aucune offre' },
  ],
  sessions: [],
}

describe('figures that were reckoned by hand', () => {
  const database = useDatabase('PostgreSQL')

  it('are those that the program finds', async () => {
    await inPassing(database(), async (tx) => {
      await storeWorld(tx, WORLD)
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
      await storeWorld(tx, WORLD)
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
