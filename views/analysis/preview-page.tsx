import type { Coverage } from '../../src/analysis/years/coverage.ts'
import type { YearRead } from '../../src/analysis/years/read-year.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import { longDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { analysisTitle, YEAR_STATE_LABELS } from '../words/analysis.ts'
import type { LinesPlace } from './lines-address.ts'
import { YearContent } from './year-content.tsx'

interface PreviewPageProps {
  frame: Frame
  base: string
  read: YearRead
  coverage: Coverage
  indicators: ShownIndicator[]
  lines: LinesPlace
}

/** A year before it is published, for partners only. */
export function PreviewPage({ frame, base, read, ...content }: PreviewPageProps) {
  const { row, snapshot } = read
  const title = `Aperçu : ${analysisTitle(row.year)}`
  return (
    <Layout frame={frame} title={title} current="pacte">
      <div class="prose analysis">
        <p class="back">
          <a href={`${base}/${row.year}`}>Analyse {row.year}</a>
        </p>
        <h1>{title}</h1>
        <p class="note">
          <strong>Chiffres provisoires</strong>, réservés aux partenaires.{' '}
          {snapshot
            ? `Données gelées le ${longDate(snapshot.takenAt)} ; ${YEAR_STATE_LABELS[row.state].toLowerCase()}.`
            : 'Ils sont calculés sur les données du moment et bougent chaque jour.'}
        </p>
        <YearContent read={read} {...content} csvOf={null} />
      </div>
    </Layout>
  )
}
