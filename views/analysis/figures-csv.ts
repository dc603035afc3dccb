import type { Cell, YearFigures } from '../../src/analysis/figures.ts'
import { indicatorTitle } from '../words/indicators.ts'
import { BREAKDOWN_LABELS, cellsInOrder, groupText, tablesInOrder } from './figures-text.ts'

/** Columns of the figures as a table, one cell of a table on each line. */
export const FIGURES_HEADER = [
  'annee',
  'methode',
  'indicateur',
  'titre',
  'tableau',
  'dans',
  'groupe',
  'libelle',
  'cas',
  'inconnus',
  'numerateur',
  'denominateur',
  'montant_numerateur',
  'montant_denominateur',
  'montants_connus',
  'montant_median_numerateur',
  'montant_median_denominateur',
  'montants_plafonnes',
  'mediane',
  'p10',
  'p90',
]

/** The figures of a year, or of one indicator of it, as lines of a table: numbers as numbers, what is unknown empty. */
export function figuresRows(
  { year, method, indicators }: YearFigures,
  buyers: ReadonlyMap<string, string>,
  only?: string,
): (string | number | null)[][] {
  return indicators
    .filter(({ slug }) => only === undefined || slug === only)
    .flatMap(({ slug, tables }) =>
      tablesInOrder(tables).flatMap((table) =>
        cellsInOrder(table, buyers).map((cell) => [
          year,
          method,
          slug,
          indicatorTitle(slug),
          BREAKDOWN_LABELS[table.breakdown],
          table.within === null ? null : groupText(table.within.breakdown, table.within.group),
          table.breakdown === 'all' ? null : cell.group,
          groupText(table.breakdown, cell.group, buyers),
          cell.n,
          cell.missing,
          cell.numerator,
          cell.denominator,
          ...eurosOf(cell),
          cell.spread?.median ?? null,
          cell.spread?.p10 ?? null,
          cell.spread?.p90 ?? null,
        ]),
      ),
    )
}

function eurosOf({ euros }: Cell): (number | null)[] {
  if (euros === null) return [null, null, null, null, null, null]
  const { numerator, denominator, known, medianNumerator, medianDenominator, capped } = euros
  return [numerator, denominator, known, medianNumerator, medianDenominator, capped]
}
