import type { YearRead } from '../../src/analysis/years/read-year.ts'
import type { Snapshot } from '../../src/analysis/years/snapshots.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import { cutAtWord } from '../cut.ts'
import { longDate, numberText } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { analysisTitle } from '../words/analysis.ts'
import { indicatorTitle } from '../words/indicators.ts'
import { type Bar, BarChart } from './chart.tsx'
import { cellText, FEWEST_FOR_A_SHARE, groupText } from './figures-text.ts'
import { briefSentences, coverageSentences } from './sentences.ts'

interface SummaryPageProps {
  frame: Frame
  read: YearRead
  snapshot: Snapshot
  indicators: ShownIndicator[]
}

/** As much of a text as two pages have room for. */
const LONGEST_TEXT = 420
const LONGEST_RECOMMENDATION = 160
const MOST_RECOMMENDATIONS = 6

/** Two pages of A4 for elected officials: what is known, on the first; what follows from it, on the second. */
export function SummaryPage({ frame, read, snapshot, indicators }: SummaryPageProps) {
  const { row, recommendations, signing } = read
  const { year } = row
  const title = `${analysisTitle(year)} : synthèse`
  const findings = row.findings.filter((finding) => finding !== '')
  const signed = signing.filter(({ signedAt }) => signedAt !== null)
  return (
    <Layout frame={frame} title={title} current="pacte">
      <div class="prose summary">
        <p class="back">
          <a href={`/analyses/${year}`}>L’analyse entière</a>
        </p>
        <section class="printed-sheet" aria-labelledby="synthese">
          <h1 id="synthese">{title}</h1>
          {row.demonstration && (
            <p>
              <strong>Démonstration :</strong> tout est inventé.
            </p>
          )}
          <p>{coverageSentences(year, snapshot.coverage).first}</p>
          <h2>Les chiffres</h2>
          <ul>
            {briefSentences(indicators).map(({ text }) => (
              <li>{text}</li>
            ))}
          </ul>
          <Shares indicators={indicators} slug="part-des-pme" by="category" />
          <Shares indicators={indicators} slug="pme-et-entreprises-du-territoire" by="cross" />
        </section>
        <section class="printed-sheet" aria-labelledby="suites">
          <h2>Ce que disent les entreprises</h2>
          {row.firmsSay === '' ? (
            <p>Rien n’a été recueilli cette année.</p>
          ) : (
            <p>
              {cutAtWord(row.firmsSay, LONGEST_TEXT)}
              {row.firmsAsked !== null && ` (${numberText(row.firmsAsked)} entreprises)`}
            </p>
          )}
          <h2>Trois constats</h2>
          <ol>
            {findings.map((finding) => (
              <li>{cutAtWord(finding, LONGEST_TEXT)}</li>
            ))}
          </ol>
          <h2 id="suites">Ce qui change l’an prochain</h2>
          <ul>
            {recommendations.slice(0, MOST_RECOMMENDATIONS).map(({ words, action }) => (
              <li>
                {cutAtWord(words, LONGEST_RECOMMENDATION)} – {cutAtWord(action.title, 80)}
              </li>
            ))}
          </ul>
          {recommendations.length > MOST_RECOMMENDATIONS && (
            <p>Les autres sont dans l’analyse entière.</p>
          )}
          <h2>Qui l’a signée</h2>
          <p>
            {signed.length === 0 ? 'Personne encore.' : signed.map(({ name }) => name).join(', ')}
            {signed.some(({ dissent }) => dissent !== '') &&
              ` (avec une réserve : ${signed.flatMap(({ name, dissent }) => (dissent === '' ? [] : [name])).join(', ')})`}
          </p>
          <p class="notes">
            Données gelées le {longDate(snapshot.takenAt)}, méthode version {snapshot.method}.{' '}
            {frame.baseUrl}/analyses/{year}
          </p>
        </section>
      </div>
    </Layout>
  )
}

/** One table of an indicator as a picture: what the page has room for. */
function Shares({
  indicators,
  slug,
  by,
}: {
  indicators: ShownIndicator[]
  slug: string
  by: 'category' | 'cross'
}) {
  const table = indicators
    .find((indicator) => indicator.slug === slug)
    ?.tables.find(({ breakdown, within }) => breakdown === by && within === null)
  const bars: Bar[] = (table?.cells ?? []).flatMap((cell) => {
    const { numerator, denominator, group } = cell
    if (numerator === null || denominator === null || denominator === 0) return []
    return [
      {
        label: groupText(by, group),
        text: cellText(cell, null),
        share: denominator < FEWEST_FOR_A_SHARE ? null : numerator / denominator,
      },
    ]
  })
  if (bars.length === 0) return null
  const title = `${indicatorTitle(slug)}${by === 'category' ? ', par catégorie' : ', en nombre'}`
  return (
    <figure class="figure">
      <figcaption>{title}</figcaption>
      <BarChart
        id={`synthese-${by}`}
        title={title}
        description={bars.map(({ label, text }) => `${label} : ${text}`).join(' ; ')}
        bars={bars}
      />
    </figure>
  )
}
