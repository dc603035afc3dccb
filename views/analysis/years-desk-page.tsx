import type { YearRow } from '../../src/analysis/years/lock-year.ts'
import type { YearTask } from '../../src/analysis/years/waiting.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { YEAR_STATE_LABELS } from '../words/analysis.ts'
import { TaskList } from './task-list.tsx'

interface YearsDeskPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  years: YearRow[]
  tasks: YearTask[]
}

/** Where a partner's agents begin with the yearly analysis. */
export function YearsDeskPage({ frame, partner, years, tasks }: YearsDeskPageProps) {
  const title = `Analyses annuelles – ${partner.name}`
  const base = `/espace/${partner.slug}/analyses`
  return (
    <InnerPage
      frame={frame}
      title={title}
      current="pacte"
      back={{ href: '/espace', label: 'Espace partenaires' }}
    >
      <TaskList tasks={tasks} base={base} />
      <h2>Années</h2>
      {years.length === 0 && <p>Aucune analyse pour l’instant.</p>}
      <ul>
        {years.map(({ year, state }) => (
          <li>
            <a href={`${base}/${year}`}>Analyse {year}</a> :{' '}
            {YEAR_STATE_LABELS[state].toLowerCase()}
          </li>
        ))}
      </ul>
    </InnerPage>
  )
}
