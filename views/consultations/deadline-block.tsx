import type { ConsultationPage } from '../../src/consultations/shown.ts'
import { longMoment, plural, relative, upperFirst } from '../format.ts'
import { LongTime } from '../shared/time.tsx'
import { movedDate } from '../words/changes.ts'
import { startText, visitText } from '../words/values.ts'
import { VISIT_LABELS } from '../words/visits.ts'

/** The date that decides, how long is left, and the other dates below it. */
export function DeadlineBlock({ page, now }: { page: ConsultationPage; now: Date }) {
  const { facts, questionsUntil, listed, daysGiven } = page
  const visit = facts.siteVisit
  return (
    <section class="deadline" aria-labelledby="date-limite">
      <h2 id="date-limite">{heading(page)}</h2>
      <Moment page={page} now={now} />
      {daysGiven !== null && daysGiven >= 0 && (
        <p>{plural(daysGiven, 'jour', 'jours')} pour répondre, à compter de la parution</p>
      )}
      {visit && visit.obligation !== 'none' && (
        <p class="card-warning">
          {VISIT_LABELS[visit.obligation]}
          {visitText(visit) && ` : ${visitText(visit)}`}
        </p>
      )}
      {questionsUntil && (
        <p>
          Questions jusqu’au <LongTime when={questionsUntil} />
        </p>
      )}
      {facts.expectedStart && <p>Démarrage prévu : {startText(facts.expectedStart)}</p>}
      {listed.deadline && listed.state === 'open' && (
        <p>
          <a class="button button-quiet" href={`${listed.path}.ics`}>
            Ajouter à mon agenda
          </a>
        </p>
      )}
    </section>
  )
}

function heading({ listed: { state, deadlineStage } }: ConsultationPage): string {
  if (state !== 'open') return ENDINGS[state]
  return deadlineStage === 'candidacy' ? 'Candidature avant le' : 'À remettre avant le'
}

const ENDINGS = {
  planned: 'À venir',
  ended: 'Remise des offres terminée',
  awarded: 'Consultation attribuée',
  abandoned: 'Consultation déclarée sans suite',
  unsuccessful: 'Consultation infructueuse',
  withdrawn: 'Avis annulé par l’acheteur',
}

function Moment({ page, now }: { page: ConsultationPage; now: Date }) {
  const { facts } = page
  const { deadline, state } = page.listed
  return (
    <>
      {deadline ? (
        <>
          <p class={state === 'open' ? 'deadline-date' : undefined}>
            {state !== 'open' && 'Date limite : '}
            <LongTime when={deadline} />
          </p>
          <p class="quiet">
            heure de Paris{state === 'open' ? ` · ${relative(deadline, now)}` : ''}
          </p>
          <LastMove page={page} />
          {deadline.doubt && <p class="card-warning">{DOUBTS[deadline.doubt]}</p>}
        </>
      ) : (
        <p>Date limite non communiquée : voir le dossier</p>
      )}
      {state !== 'open' && facts.statusReason && (
        <p>Motif donné : {upperFirst(facts.statusReason)}</p>
      )}
    </>
  )
}

/** Since when the date is this one, where it has been another: what a firm that noted the first one must see. */
function LastMove({ page: { history, listed } }: { page: ConsultationPage }) {
  if (listed.state !== 'open') return null
  for (const { id, publishedAt, changes } of history) {
    const change = changes.find(({ field }) => field === 'deadline')
    const moved = change && movedDate(change)
    if (moved)
      return (
        <p class="card-warning">
          Date {moved.later ? 'reportée' : 'avancée'} le <LongTime when={publishedAt} /> ;
          auparavant le <del>{longMoment(moved.before)}</del>.{' '}
          <a href={`#avis-${id}`}>Ce qui a changé</a>
        </p>
      )
  }
  return null
}

const DOUBTS = {
  'sources-disagree':
    'Les sources ne disent pas la même date, la plus proche est montrée : à vérifier sur le profil d’acheteur',
  'no-hour': 'Heure non communiquée : à vérifier sur le profil d’acheteur',
  'ambiguous-hour': 'Heure incertaine : à vérifier sur le profil d’acheteur',
  'clock-trap': 'Jour de changement d’heure : à vérifier sur le profil d’acheteur',
}
