import type { Comment, YearRead } from '../../src/analysis/years/read-year.ts'
import type { Snapshot } from '../../src/analysis/years/snapshots.ts'
import type { ShownIndicator } from '../../src/analysis/years/shown.ts'
import { YEAR_STATES } from '../../src/analysis/years/states.ts'
import { isoWithOffset, longDate, plural, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import { type Frame, Layout } from '../layout/layout.tsx'
import { OnPaper } from '../layout/on-paper.tsx'
import {
  analysisTitle,
  YEAR_STATE_EVENTS,
  YEAR_STATE_LABELS,
  YEAR_STATE_SENTENCES,
} from '../words/analysis.ts'
import { indicatorTitle } from '../words/indicators.ts'
import { FactLine } from '../shared/fact-line.tsx'
import { Signatures, YearContent } from './year-content.tsx'

interface YearPageProps {
  frame: Frame
  read: YearRead
  snapshot: Snapshot
  indicators: ShownIndicator[]
  comments: Comment[]
  /** Buyers whose own sheet everyone may read, in alphabetical order. */
  sheets: { slug: string; name: string }[]
  /** Files that have been made: `analyse-2025.pdf`. */
  hasPdf: boolean
}

/** A published year, at its permanent address. */
export function YearPage(props: YearPageProps) {
  const { frame, read, snapshot, indicators, comments, sheets, hasPdf } = props
  const { year, publishedAt } = read.row
  const title = analysisTitle(year)
  const at = `/analyses/${year}`
  return (
    <Layout
      frame={frame}
      title={title}
      description={`L’analyse partagée de l’accès des PME et des entreprises audoises à la commande publique en ${year} : chiffres, constats, suites.`}
      picture={`/partage/analyses/${year}.png`}
      current="pacte"
    >
      <div class="prose analysis">
        <p class="back">
          <a href="/analyses">Analyses annuelles</a>
        </p>
        <h1>{title}</h1>
        {read.row.demonstration && <Invented />}
        <YearContent
          read={read}
          errata={<Errata read={read} />}
          coverage={snapshot.coverage}
          indicators={indicators}
          lines={{ path: `${at}/lignes` }}
          csvOf={(slug) => `${at}/indicateurs/${slug}.csv`}
        />
        {sheets.length > 0 && (
          <>
            <h2 id="fiches">Fiches des acheteurs</h2>
            <p>Chaque acheteur décide de rendre la sienne publique. Par ordre alphabétique :</p>
            <ul>
              {sheets.map(({ slug, name }) => (
                <li>
                  <a href={`${at}/acheteurs/${slug}`}>{name}</a>
                </li>
              ))}
            </ul>
          </>
        )}
        <Signatures read={read} />
        <Comments comments={comments} />
        <h2 id="donnees">Données et méthode</h2>
        <ul class="unprinted">
          <li>
            <a href={`${at}/synthese`}>Synthèse en deux pages</a>, pour les élus
          </li>
          {hasPdf && (
            <li>
              <a href={`${at}/analyse.pdf`}>L’analyse entière (PDF)</a>
            </li>
          )}
          <li>
            Tous les chiffres : <a href={`${at}/analyse.csv`}>CSV</a>,{' '}
            <a href={`${at}/analyse.xlsx`}>XLSX</a>, <a href={`/analyses/${year}.json`}>JSON</a>
          </li>
          <li>
            <a href="/analyses/methode">Note de méthode</a>, version {snapshot.method}
          </li>
        </ul>
        <dl class="facts">
          <FactLine label="Publiée">
            {publishedAt === null ? 'non précisé' : longDate(publishedAt)}
          </FactLine>
          <FactLine label="Données gelées">
            {longDate(snapshot.takenAt)}, {plural(snapshot.lines, 'ligne', 'lignes')},{' '}
            {plural(snapshot.corrections, 'correction', 'corrections')} des acheteurs
          </FactLine>
          <FactLine label="Empreinte des données (SHA-256)">
            <code>{snapshot.dataHash}</code>
          </FactLine>
        </dl>
        <p class="notes">
          Les chiffres publiés ne changent plus : ce qui est connu plus tard paraît en erratum daté.
          Qui tient le guichet peut les recalculer à partir des lignes gelées, et comparer : «
          guichet analysis verify {year} ».
        </p>
        <Steps read={read} />
        <OnPaper frame={frame} />
      </div>
    </Layout>
  )
}

function Invented() {
  return (
    <p class="demonstration">
      <strong>Démonstration.</strong> Ces marchés, ces entreprises et ces chiffres sont inventés.
    </p>
  )
}

function Errata({ read: { errata } }: { read: YearRead }) {
  if (errata.length === 0) return null
  return (
    <section class="note" id="errata" aria-labelledby="errata-titre">
      <h2 id="errata-titre">{errata.length === 1 ? 'Erratum' : 'Errata'}</h2>
      <ul>
        {errata.map(({ at, indicator, words, before, after }) => (
          <li>
            <time datetime={isoWithOffset(at)}>{longDate(at)}</time>
            {indicator !== null && (
              <>
                , <a href={`#${indicator}`}>{indicatorTitle(indicator)}</a>
              </>
            )}{' '}
            : {words}
            {(before !== '' || after !== '') && (
              <>
                {' '}
                Publié : <del>{before || 'rien'}</del> ; rectifié : <ins>{after || 'rien'}</ins>.
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Comments({ comments }: { comments: Comment[] }) {
  if (comments.length === 0) return null
  return (
    <>
      <h2 id="commentaires">Commentaires des signataires et des chambres</h2>
      <details class="printed">
        <summary>
          {plural(comments.length, 'commentaire', 'commentaires')} sur le projet, avec les réponses
        </summary>
        <ul>
          {comments.map(({ by, at, indicator, words, answer, answeredBy }) => (
            <li>
              <strong>{by}</strong>, le {shortDate(at)}, sur{' '}
              {indicator === null ? 'l’ensemble' : `« ${indicatorTitle(indicator)} »`} :
              <span class="as-written">« {words} »</span>
              {answer !== null && (
                <span class="as-written">
                  Réponse ({answeredBy ?? 'administration du pacte'}) : {answer}
                </span>
              )}
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

function Steps({ read: { moves } }: { read: YearRead }) {
  return (
    <details class="printed">
      <summary>Comment l’analyse s’est faite</summary>
      <ul>
        {moves.map(({ state, at }) => (
          <li>
            <time datetime={isoWithOffset(at)}>{longDate(at)}</time> : {YEAR_STATE_EVENTS[state]}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** A year that is not published yet: where it stands, and when what comes. */
export function UnpublishedYearPage({ frame, read }: { frame: Frame; read: YearRead }) {
  const { row, moves } = read
  const { year, state } = row
  const title = analysisTitle(year)
  return (
    <InnerPage
      frame={frame}
      title={title}
      current="pacte"
      back={{ href: '/analyses', label: 'Analyses annuelles' }}
    >
      {row.demonstration && <Invented />}
      <p class="lead">L’analyse de {year} n’est pas encore publiée.</p>
      <p>{YEAR_STATE_SENTENCES[state]}</p>
      <ol>
        {YEAR_STATES.map((each) => {
          const move = moves.find((one) => one.state === each)
          return (
            <li aria-current={each === state ? 'step' : undefined}>
              {YEAR_STATE_LABELS[each]}
              {move && ` : depuis le ${longDate(move.at)}`}
              {each === 'frozen' && !move && ` : à partir du ${longDate(row.freezesOn)}`}
              {each === 'frozen' &&
                row.checksEndOn !== null &&
                `, jusqu’au ${longDate(row.checksEndOn)}`}
              {each === 'shared' &&
                row.commentsEndOn !== null &&
                `, jusqu’au ${longDate(row.commentsEndOn)}`}
              {each === state && <strong> (étape en cours)</strong>}
            </li>
          )
        })}
      </ol>
      <p>
        <a href="/analyses/methode">Note de méthode</a> ·{' '}
        <a href="/pacte.rss?contenu=analyses">Être prévenu de la publication (RSS)</a>
      </p>
    </InnerPage>
  )
}
