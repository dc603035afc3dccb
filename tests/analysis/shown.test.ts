import { expect, it } from 'vitest'
import type { Cell, YearFigures } from '../../src/analysis/figures.ts'
import { INDICATORS } from '../../src/analysis/indicators/catalogue.ts'
import { publicFigures, shownIndicators } from '../../src/analysis/years/shown.ts'

const SPREAD = { median: 12, p10: 3, p90: 40 }

/** A year whose one table is of so many cases with a spread. */
function yearOf(year: number, slug: string, n: number, missing = 0): YearFigures {
  const cell: Cell = {
    group: null,
    unknown: false,
    n,
    missing,
    numerator: null,
    denominator: null,
    euros: null,
    spread: SPREAD,
  }
  const tables = [{ breakdown: 'all' as const, within: null, cells: [cell] }]
  return { year, method: 2, indicators: [{ slug, tables }] }
}

const NOBODY: ReadonlySet<string> = new Set()

function spreadIn({ indicators }: YearFigures) {
  return indicators[0]?.tables[0]?.cells[0]?.spread
}

it('the delay of few mediations is told to nobody, that of ten is', () => {
  const few = publicFigures(yearOf(2026, 'delai-des-mediations', 9), NOBODY)
  const enough = publicFigures(yearOf(2026, 'delai-des-mediations', 10), NOBODY)
  const untold = publicFigures(yearOf(2026, 'delai-des-mediations', 10, 1), NOBODY)
  expect(spreadIn(few)).toBeNull()
  expect(spreadIn(untold)).toBeNull()
  expect(spreadIn(enough)).toEqual(SPREAD)
})

it('a buyer stands in the figures where it agreed, and nobody « non précisé » does', () => {
  const year = yearOf(2026, 'delai-de-reponse', 12)
  const [indicator] = year.indicators
  const [cell] = indicator?.tables[0]?.cells ?? []
  if (!indicator || !cell) throw new Error('no figure')
  const cells = ['ville', 'village', null].map((group) => ({ ...cell, group }))
  const tables = [{ breakdown: 'buyer' as const, within: null, cells }]
  const shown = publicFigures(
    { ...year, indicators: [{ ...indicator, tables }] },
    new Set(['ville']),
  )
  expect(shown.indicators[0]?.tables[0]?.cells.map(({ group }) => group)).toEqual(['ville'])
})

it('the days that few consultations gave are told: anyone may read each of them', () => {
  const figures = publicFigures(yearOf(2026, 'delai-de-reponse', 2), NOBODY)
  expect(spreadIn(figures)).toEqual(SPREAD)
})

it('the delay of few mediations is not told beside a later year either', () => {
  const slug = 'delai-des-mediations'
  const before = [{ year: 2025, figures: yearOf(2025, slug, 2) }]
  const [shown] = shownIndicators(yearOf(2026, slug, 30), INDICATORS, before)
  expect(shown?.whole?.spread).toEqual(SPREAD)
  expect(shown?.before).toMatchObject([{ year: 2025, whole: { n: 2, spread: null } }])
})
