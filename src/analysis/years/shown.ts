import { ENOUGH } from '../../requests/choices.ts'
import type { Cell, FigureTable, IndicatorFigures, YearFigures } from '../figures.ts'
import { indicatorBySlug } from '../compute.ts'
import type { Indicator } from '../indicators/indicator.ts'
import type { Snapshot } from './snapshots.ts'

/** What a page needs to know of an indicator, without the questions behind it. */
export interface ShownIndicator {
  slug: string
  axis: Indicator['axis']
  unit: Indicator['unit']
  counts: Indicator['counts']
  spreadUnit: Indicator['spreadUnit']
  areLinesPublic: boolean
  isMeasured: boolean
  /** Everything together; null where it is not measured, or there is no case. */
  whole: Cell | null
  tables: FigureTable[]
  /** The same in earlier published years, the earliest first. */
  before: { year: number; whole: Cell }[]
}

/** Indicators with their figures, in the order of the catalogue. */
export function shownIndicators(
  figures: YearFigures,
  catalogue: readonly Indicator[],
  before: Pick<Snapshot, 'year' | 'figures'>[],
): ShownIndicator[] {
  return catalogue.flatMap((indicator) => {
    const own = figures.indicators.find(({ slug }) => slug === indicator.slug)
    if (!own) return []
    const { slug, axis, unit, counts, spreadUnit, areLinesPublic } = indicator
    return [
      {
        slug,
        axis,
        unit,
        counts,
        spreadUnit,
        areLinesPublic,
        isMeasured: own.tables.length > 0,
        whole: wholeOf(own),
        tables: own.tables.filter(({ breakdown }) => breakdown !== 'all'),
        before: before.flatMap((year) => {
          const same = year.figures.indicators.find((each) => each.slug === slug)
          const whole = same ? wholeOf(same) : null
          return whole ? [{ year: year.year, whole: shownCell(slug, whole) }] : []
        }),
      },
    ]
  })
}

/**
 * Figures as everyone may read them: a buyer's own stand in them only where it agreed, and of few cases whose lines
 * nobody reads no delay, which could be that of one. What was frozen has them all, and is what is hashed and recomputed.
 */
export function publicFigures(figures: YearFigures, agreed: ReadonlySet<string>): YearFigures {
  return {
    ...figures,
    indicators: figures.indicators.map(({ slug, tables }) => ({
      slug,
      tables: tables.map((table) => ({
        ...table,
        cells: table.cells
          .filter(
            ({ group }) => table.breakdown !== 'buyer' || (group !== null && agreed.has(group)),
          )
          .map((cell) => shownCell(slug, cell)),
      })),
    })),
  }
}

function shownCell(slug: string, cell: Cell): Cell {
  const isHidden = indicatorBySlug(slug)?.areLinesPublic === false
  return isHidden && cell.n - cell.missing < ENOUGH ? { ...cell, spread: null } : cell
}

function wholeOf({ tables }: IndicatorFigures): Cell | null {
  return tables.find(({ breakdown }) => breakdown === 'all')?.cells[0] ?? null
}

/** Units of the spreads of indicators, by slug. */
export function spreadUnits(
  catalogue: readonly Indicator[],
): ReadonlyMap<string, Indicator['spreadUnit']> {
  return new Map(catalogue.map(({ slug, spreadUnit }) => [slug, spreadUnit]))
}
