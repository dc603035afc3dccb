import type { Cell, FigureTable } from '../../src/analysis/figures.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import { GROUP_WORDS, type LinesPlace, linesHref } from './lines-address.ts'
import { numberText, plural } from '../format.ts'
import {
  benchmarksOf,
  indicatorCellText,
  indicatorSentence,
  indicatorWords,
  isShare,
} from '../words/indicators.ts'
import { missingSentence, NOT_MEASURED, nothingKnownSentence } from './sentences.ts'
import { type Bar, BarChart, type Range, RangeChart } from './chart.tsx'
import {
  BREAKDOWN_LABELS,
  cellsInOrder,
  eurosText,
  FEWEST_FOR_A_SHARE,
  groupText,
  medianAmountsText,
  spreadCases,
  tablesInOrder,
  tableTitle,
} from './figures-text.ts'

interface IndicatorSectionProps {
  indicator: ShownIndicator
  year: number
  /** Names of buyers, by slug. */
  buyers: ReadonlyMap<string, string>
  /** Where the lines behind figures are read; null: nowhere. */
  lines: LinesPlace | null
  /** Where its CSV is; null in a preview. */
  csv: string | null
}

/** One indicator: its sentence, a chart, its tables, and how it is calculated. */
export function IndicatorSection(props: IndicatorSectionProps) {
  const { indicator, year } = props
  const { slug, whole, tables, isMeasured } = indicator
  const words = indicatorWords(slug)
  const [main, ...others] = tablesInOrder(tables)
  return (
    <section class="indicator" id={slug} aria-labelledby={`${slug}-nom`}>
      <h3 id={`${slug}-nom`}>{words.title}</h3>
      {!isMeasured && <p>{NOT_MEASURED}</p>}
      {isMeasured && (whole === null || whole.n <= whole.missing) && (
        <p>{nothingKnownSentence(whole, year)}</p>
      )}
      {whole !== null && whole.n > whole.missing && (
        <>
          <p>
            <strong>{indicatorSentence(indicator, whole)}</strong>
          </p>
          {whole.missing > 0 && <p class="notes">{missingSentence(whole)}</p>}
          {whole.euros !== null && medianAmountsText(whole.euros) !== '' && (
            <p class="notes">{medianAmountsText(whole.euros)}</p>
          )}
          <Comparison indicator={indicator} year={year} />
          <Benchmarks indicator={indicator} />
          {main && <Figure {...props} table={main} isMain />}
          {others.length > 0 && (
            <details>
              <summary>
                {plural(others.length, 'autre tableau', 'autres tableaux')}
                <span class="unseen"> : {words.title}</span>
              </summary>
              {others.map((table) => (
                <Figure {...props} table={table} isMain={false} />
              ))}
            </details>
          )}
        </>
      )}
      <HowItIsCalculated {...props} />
    </section>
  )
}

/** The same figure in earlier published years, in words and as a chart. */
function Comparison({ indicator, year }: { indicator: ShownIndicator; year: number }) {
  const { slug, before, whole, spreadUnit } = indicator
  if (before.length === 0 || whole === null) return null
  const all = [...before, { year, whole }]
  const title = `${indicatorWords(slug).title}, année par année`
  return (
    <>
      <p>{comparisonSentence(indicator)}</p>
      <Chart
        id={`${slug}-annees`}
        title={title}
        rows={all.map((each) => ({ label: String(each.year), cell: each.whole }))}
        unit={spreadUnit}
        indicator={indicator}
      />
    </>
  )
}

/** « En 2024 : 58 % (380 sur 655). » */
function comparisonSentence(indicator: ShownIndicator): string {
  return indicator.before
    .map(({ year, whole }) => `En ${year} : ${indicatorCellText(indicator, whole)}.`)
    .join(' ')
}

function Benchmarks({ indicator }: { indicator: ShownIndicator }) {
  const benchmarks = benchmarksOf(indicator.slug)
  if (benchmarks.length === 0) return null
  return (
    <ul class="notes">
      {benchmarks.map(({ text, source }) => (
        <li>
          {text} <span class="hint">({source})</span>
        </li>
      ))}
    </ul>
  )
}

interface Row {
  label: string
  cell: Cell
}

function Figure({
  indicator,
  table,
  isMain,
  ...rest
}: IndicatorSectionProps & { table: FigureTable; isMain: boolean }) {
  const { slug } = indicator
  const { title } = indicatorWords(slug)
  const rows = rowsOf(table, rest.buyers)
  if (rows.length === 0) return null
  const name = `${title} – ${tableTitle(table)}`
  return (
    <figure class="figure">
      <figcaption>{tableTitle(table)}</figcaption>
      {isMain && (
        <Chart
          id={`${slug}-${table.breakdown}`}
          title={name}
          rows={rows}
          unit={indicator.spreadUnit}
          indicator={indicator}
        />
      )}
      {isMain ? (
        <details class="printed">
          <summary>
            Le tableau<span class="unseen"> : {name}</span>
          </summary>
          <FigureRows {...rest} indicator={indicator} table={table} rows={rows} caption={name} />
        </details>
      ) : (
        <FigureRows {...rest} indicator={indicator} table={table} rows={rows} caption={name} />
      )}
    </figure>
  )
}

function rowsOf(table: FigureTable, buyers: ReadonlyMap<string, string>): Row[] {
  return cellsInOrder(table, buyers).map((cell) => ({
    label: groupText(table.breakdown, cell.group, buyers),
    cell,
  }))
}

function Chart({
  id,
  title,
  rows,
  unit,
  indicator,
}: {
  id: string
  title: string
  rows: Row[]
  unit: ShownIndicator['spreadUnit']
  indicator: ShownIndicator
}) {
  if (!isShare(indicator.slug)) return null
  const shares: Bar[] = rows.flatMap(({ label, cell }) =>
    cell.numerator === null || cell.denominator === null
      ? []
      : [
          {
            label,
            text: indicatorCellText(indicator, cell),
            share: cell.denominator < FEWEST_FOR_A_SHARE ? null : cell.numerator / cell.denominator,
          },
        ],
  )
  if (shares.length > 0) {
    const mark = benchmarksOf(indicator.slug).find(({ share }) => share !== null)
    return (
      <BarChart
        id={id}
        title={title}
        description={descriptionOf(rows, indicator)}
        bars={shares}
        {...(mark && mark.share !== null ? { mark: { share: mark.share, label: mark.mark } } : {})}
      />
    )
  }
  const ranges: Range[] = rows.flatMap(({ label, cell }) => {
    const { median, p10, p90 } = cell.spread ?? { median: null, p10: null, p90: null }
    if (median === null) return []
    // Of few cases only the median is told.
    const isSmall = spreadCases(cell) < FEWEST_FOR_A_SHARE
    if (isSmall && unit === 'percent') return []
    return [
      {
        label,
        text: indicatorCellText(indicator, cell).replace(' pour huit sur dix', ''),
        low: isSmall ? median : (p10 ?? median),
        middle: median,
        high: isSmall ? median : (p90 ?? median),
      },
    ]
  })
  if (ranges.length === 0) return null
  return (
    <RangeChart
      id={id}
      title={title}
      description={`${descriptionOf(rows, indicator)} Le point est la médiane, le trait va du dixième le plus bas au dixième le plus haut.`}
      ranges={ranges}
    />
  )
}

/** What the drawing shows, for who hears it; of many rows the first ones, for the table has them all. */
function descriptionOf(rows: Row[], indicator: ShownIndicator): string {
  const told = rows
    .slice(0, 6)
    .map(({ label, cell }) => `${label} : ${indicatorCellText(indicator, cell)}`)
  const rest = rows.length - told.length
  return `${told.join(' ; ')}${rest > 0 ? ` ; et ${plural(rest, 'autre ligne', 'autres lignes')}` : ''}.`
}

function FigureRows({
  indicator,
  table,
  rows,
  caption,
  lines,
}: Omit<IndicatorSectionProps, 'csv' | 'year' | 'buyers'> & {
  table: FigureTable
  rows: Row[]
  caption: string
}) {
  const { slug, areLinesPublic } = indicator
  const hasEuros = rows.some(({ cell }) => cell.euros !== null)
  const figure = 'Chiffre'
  const isLinked = lines !== null && areLinesPublic && table.within === null
  return (
    <div class="stack wide">
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{BREAKDOWN_LABELS[table.breakdown]}</th>
            <th scope="col">{figure}</th>
            {hasEuros && <th scope="col">Montants</th>}
            <th scope="col">Cas</th>
            <th scope="col">Inconnus</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, cell }) => (
            <tr>
              <th scope="row">
                {isLinked && table.breakdown in GROUP_WORDS ? (
                  <a href={linesHref(lines, slug, table.breakdown, cell)}>{label}</a>
                ) : (
                  label
                )}
              </th>
              <td data-label={figure}>{indicatorCellText(indicator, cell)}</td>
              {hasEuros && (
                <td data-label="Montants">
                  {cell.euros === null ? 'sans objet' : eurosText(cell.euros)}
                </td>
              )}
              <td data-label="Cas">{numberText(cell.n)}</td>
              <td data-label="Inconnus">{numberText(cell.missing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function HowItIsCalculated({ indicator, lines, csv }: IndicatorSectionProps) {
  const { slug, whole, areLinesPublic } = indicator
  const words = indicatorWords(slug)
  const { definition, formula } = words
  return (
    <details>
      <summary>
        Comment c’est calculé<span class="unseen"> : {words.title}</span>
      </summary>
      <p>{definition}</p>
      <p>{formula}</p>
      {whole !== null && (
        <ul>
          {whole.numerator !== null && <li>Numérateur : {numberText(whole.numerator)}</li>}
          {whole.denominator !== null && <li>Dénominateur : {numberText(whole.denominator)}</li>}
          <li>
            Cas : {numberText(whole.n)}, dont {numberText(whole.missing)} qui ne peuvent être dits
          </li>
          {whole.euros !== null && (
            <li>
              Montants connus : {numberText(whole.euros.known)}, dont{' '}
              {numberText(whole.euros.capped)} ramenés au plafond de la méthode
            </li>
          )}
        </ul>
      )}
      {!areLinesPublic && (
        <p>Les lignes ne sont pas montrées une à une : seul l’ensemble est public.</p>
      )}
      <p>
        {lines !== null && areLinesPublic && indicator.isMeasured && (
          <>
            <a href={linesHref(lines, slug, 'all', null)}>
              Les lignes derrière ce chiffre<span class="unseen"> : {words.title}</span>
            </a>
            {csv !== null && ' · '}
          </>
        )}
        {csv !== null && (
          <a href={csv}>
            CSV<span class="unseen"> : {words.title}</span>
          </a>
        )}
      </p>
    </details>
  )
}
