import type { Comment, YearRead } from '../../src/analysis/years/read-year.ts'
import type { CheckingBuyer } from '../../src/analysis/years/standing.ts'
import {
  isAtLeast,
  refusalOfMove,
  type Standing,
  type YearState,
} from '../../src/analysis/years/states.ts'
import type { YearTask } from '../../src/analysis/years/waiting.ts'
import { longDate, lowerFirst, plural, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { MOVE_LABELS, YEAR_STATE_LABELS, YEAR_STATE_SENTENCES } from '../words/analysis.ts'
import { yearRefusalSentence } from '../words/analysis-problems.ts'
import { indicatorTitle } from '../words/indicators.ts'
import { TaskList } from './task-list.tsx'
import { Signatures } from './year-content.tsx'

interface YearDeskPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  base: string
  read: YearRead
  standing: Standing
  next: YearState | null
  checking: CheckingBuyer[]
  comments: Comment[]
  tasks: YearTask[]
  may: { run: boolean; speak: boolean; check: boolean }
  isBeingWritten: boolean
  today: string
}

/** A year's analysis as partners make it: where it stands, what is awaited of whom, and the next step. */
export function YearDeskPage(props: YearDeskPageProps) {
  const { frame, partner, base, read, next, comments, tasks, may } = props
  const { row } = read
  const { year, state } = row
  const at = `${base}/${year}`
  const title = `Analyse ${year} – ${partner.name}`
  const isFrozen = isAtLeast(state, 'frozen')
  return (
    <InnerPage
      frame={frame}
      title={title}
      current="pacte"
      back={{ href: base, label: 'Analyses annuelles' }}
    >
      <p>
        <span class="tag">{YEAR_STATE_LABELS[state]}</span> {YEAR_STATE_SENTENCES[state]}
      </p>
      <TaskList tasks={tasks} base={base} />
      <ul>
        <li>
          {state === 'published' ? (
            <a href={`/analyses/${year}`}>L’analyse publiée</a>
          ) : (
            <a href={`${at}/apercu`}>Aperçu, réservé aux partenaires</a>
          )}
        </li>
        {isFrozen && may.check && (
          <>
            <li>
              <a href={`${at}/lignes`}>Nos marchés</a>
            </li>
            <li>
              <a href={`${at}/fiche`}>Notre fiche</a>
            </li>
          </>
        )}
      </ul>
      <h2 id="calendrier">Calendrier</h2>
      <Calendar read={read} />
      {may.run && ['open', 'frozen', 'shared'].includes(state) && (
        <p>
          <a href={`${at}/calendrier`}>Déplacer la prochaine date</a>
        </p>
      )}
      {may.run && next !== null && <NextStep {...props} to={next} at={at} />}
      <Awaited {...props} />
      {isAtLeast(state, 'draft') && <Writing {...props} />}
      {isAtLeast(state, 'shared') && (
        <Remarks comments={comments} at={at} may={may} isShared={state === 'shared'} />
      )}
      {isAtLeast(state, 'adopted') && <Signatures read={read} />}
      {may.run && state === 'published' && (
        <p>
          <a href={`${at}/erratum`}>Ajouter un erratum</a>
        </p>
      )}
    </InnerPage>
  )
}

function Calendar({ read: { row, moves } }: { read: YearRead }) {
  return (
    <ul>
      {moves.map(({ state, at, reason }) => (
        <li>
          {shortDate(at)} : {YEAR_STATE_LABELS[state].toLowerCase()}
          {reason !== '' && ` – ${reason}`}
        </li>
      ))}
      {row.state === 'open' && <li>Gel des données à partir du {longDate(row.freezesOn)}</li>}
      {row.state === 'frozen' && row.checksEndOn !== null && (
        <li>Vérification par les acheteurs jusqu’au {longDate(row.checksEndOn)}</li>
      )}
      {row.state === 'shared' && row.commentsEndOn !== null && (
        <li>Commentaires jusqu’au {longDate(row.commentsEndOn)}</li>
      )}
    </ul>
  )
}

/** The next step, or what it waits for. */
function NextStep({ standing, today, to, at }: YearDeskPageProps & { to: YearState; at: string }) {
  // A reason can still be given on the step's own page.
  const refusal = refusalOfMove(standing, to, today, 'donné plus tard')
  if (refusal === null)
    return (
      <p>
        <a class="button" href={`${at}/avancer`}>
          {MOVE_LABELS[to]}
        </a>
      </p>
    )
  return (
    <p>
      Étape suivante : {lowerFirst(MOVE_LABELS[to])}. Pas encore :{' '}
      {lowerFirst(yearRefusalSentence(refusal))}
    </p>
  )
}

/** Which buyers have checked; what is still to be written, answered or signed is told by the next step itself. */
function Awaited({ read, checking }: YearDeskPageProps) {
  if (read.row.state === 'open' || checking.length === 0) return null
  return (
    <>
      <h2 id="verification">Vérification par les acheteurs</h2>
      <ul>
        {checking.map(({ name, contracts, confirmedAt, hasAgents }) => (
          <li>
            {name}, {plural(contracts, 'marché', 'marchés')} :{' '}
            {confirmedAt !== null
              ? `confirmés le ${shortDate(confirmedAt)}`
              : hasAgents
                ? 'pas encore confirmés'
                : 'pas confirmés, faute d’agent inscrit'}
          </li>
        ))}
      </ul>
    </>
  )
}

function Writing({ read, base, may, isBeingWritten }: YearDeskPageProps) {
  const { row, recommendations } = read
  const at = `${base}/${row.year}`
  const edits = may.run && isBeingWritten
  const written = row.findings.filter((finding) => finding !== '').length
  return (
    <>
      <h2 id="redaction">Partie écrite</h2>
      <p>
        {row.firmsSay === ''
          ? 'Ce que disent les entreprises n’est pas encore écrit ; '
          : 'Ce que disent les entreprises est écrit ; '}
        {plural(written, 'constat écrit', 'constats écrits')} sur trois.
      </p>
      {edits && (
        <p>
          <a href={`${at}/redaction`}>Écrire</a>
        </p>
      )}
      <h3>Ce qui change l’an prochain</h3>
      {recommendations.length === 0 && <p>Aucune recommandation encore.</p>}
      <ul>
        {recommendations.map(({ id, words, action }) => (
          <li>
            {words} – <a href={`/pacte/actions/${action.slug}`}>{action.title}</a>
            {edits && (
              <form method="post" action={`${at}/recommandations/${id}/retirer`}>
                <button type="submit" class="link">
                  Retirer<span class="unseen"> la recommandation « {words} »</span>
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {edits && (
        <p>
          <a href={`${at}/recommandations/nouvelle`}>Ajouter une recommandation</a>
        </p>
      )}
    </>
  )
}

function Remarks({
  comments,
  at,
  may,
  isShared,
}: {
  comments: Comment[]
  at: string
  may: { run: boolean; speak: boolean }
  isShared: boolean
}) {
  return (
    <>
      <h2 id="commentaires">Commentaires</h2>
      {comments.length === 0 && <p>Aucun commentaire.</p>}
      <ul>
        {comments.map(({ id, by, at: when, indicator, words, answer, answeredBy }) => (
          <li>
            <strong>{by}</strong>, le {shortDate(when)}, sur{' '}
            {indicator === null ? 'l’ensemble' : `« ${indicatorTitle(indicator)} »`} :
            <span class="as-written">« {words} »</span>
            {answer !== null && (
              <span class="as-written">
                Réponse ({answeredBy ?? 'administration du pacte'}) : {answer}
              </span>
            )}
            {answer === null && may.run && (
              <a href={`${at}/commentaires/${id}`}>
                Répondre<span class="unseen"> à {by}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
      {may.speak && isShared && (
        <p>
          <a href={`${at}/commenter`}>Commenter le projet</a>
        </p>
      )}
    </>
  )
}
