import type { Measure } from '../../src/pact/actions/measures-of.ts'
import { numberText, shortDate } from '../format.ts'
import { Table } from '../shared/table.tsx'

interface IndicatorProps {
  of: {
    indicator: string
    indicatorUnit: string
    /** Groups tell where they started from. */
    indicatorStart?: number | null
    indicatorTarget: number | null
  }
  /** The earliest first. */
  measures: Measure[]
}

/** What is measured of an action or a group: from where to where, and every value with its day and source. */
export function Indicator({ of, measures }: IndicatorProps) {
  const { indicator, indicatorUnit, indicatorStart = null, indicatorTarget } = of
  if (indicator === '') return null
  const valued = (value: number) =>
    `${numberText(value)}${indicatorUnit === '' ? '' : ` ${indicatorUnit}`}`
  const last = measures.at(-1)
  // A share of the way can be drawn towards more of something only.
  const goal =
    indicatorTarget !== null && indicatorTarget > (indicatorStart ?? 0) ? indicatorTarget : null
  return (
    <>
      <h2 id="indicateur">Indicateur</h2>
      <p>
        {indicator} :{' '}
        {last ? `${valued(last.value)} le ${shortDate(last.measuredOn)}` : 'pas encore mesuré'}
        {indicatorStart !== null && ` ; au départ ${valued(indicatorStart)}`}
        {indicatorTarget !== null && ` ; cible ${valued(indicatorTarget)}`}.
      </p>
      {last && goal !== null && goal > 0 && (
        <p>
          <label for="mesure">
            {numberText(last.value)} sur {valued(goal)}
          </label>{' '}
          <progress id="mesure" value={Math.min(Math.max(last.value, 0), goal)} max={goal} />
        </p>
      )}
      {measures.length > 0 && (
        <Table
          caption={<>{indicator} : valeurs mesurées, la plus récente d’abord</>}
          unseen
          columns={['Mesuré le', 'Valeur', 'Source']}
        >
          {measures.toReversed().map(({ measuredOn, value, note }) => (
            <tr>
              <th scope="row">{shortDate(measuredOn)}</th>
              <td data-label="Valeur">{valued(value)}</td>
              <td data-label="Source">{note || 'non précisée'}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}
