import type { YearRow } from '../../src/analysis/years/lock-year.ts'
import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { analysisTitle, YEAR_STATE_LABELS } from '../words/analysis.ts'

interface YearsPageProps {
  frame: Frame
  years: YearRow[]
}

/** Every year's analysis, and how far each has come. */
export function YearsPage({ frame, years }: YearsPageProps) {
  const title = 'Analyses annuelles'
  return (
    <InnerPage
      frame={frame}
      title={title}
      description="Chaque année, une analyse partagée de l’accès des PME et des entreprises audoises à la commande publique, recalculable et signée."
      current="pacte"
      back={{ href: '/pacte', label: 'Suivi du pacte' }}
    >
      <p class="lead">
        Chaque année, les signataires analysent ensemble l’accès des PME et des entreprises audoises
        à la commande publique.
      </p>
      {years.length === 0 ? (
        <p>Aucune analyse pour l’instant : la première s’ouvre avec les premiers marchés connus.</p>
      ) : (
        <ul class="cards">
          {years.map(({ year, state, publishedAt, freezesOn, demonstration }) => (
            <li>
              <article>
                <h2>
                  <a href={`/analyses/${year}`}>{analysisTitle(year)}</a>
                </h2>
                <p>
                  <span class="tag">{YEAR_STATE_LABELS[state]}</span>
                  {demonstration && <span class="tag tag-demonstration">Démonstration</span>}
                  {publishedAt !== null && ` le ${longDate(publishedAt)}`}
                  {state === 'open' && ` données gelées à partir du ${longDate(freezesOn)}`}
                </p>
              </article>
            </li>
          ))}
        </ul>
      )}
      <h2>Comment elle se fait</h2>
      <p>
        Les données sont gelées le 31 mars de l’année suivante. Chaque acheteur vérifie ses propres
        marchés pendant quinze jours et les corrige. Le projet est ensuite soumis aux signataires et
        aux chambres, qui le commentent pendant trente jours. Chaque signataire signe le texte, avec
        une réserve s’il en a une. Une fois publiée, une analyse ne change plus : une erreur trouvée
        plus tard paraît en erratum daté.
      </p>
      <p>
        <a href="/analyses/methode">Note de méthode et ses versions</a> ·{' '}
        <a href="/pacte.rss?contenu=analyses">Suivre les analyses (RSS)</a>
      </p>
    </InnerPage>
  )
}
