import type { Evaluations } from '../../src/trainings/evaluate.ts'
import type { ListedSession, ListedTraining, RegistrationRow } from '../../src/trainings/queries.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { SubmitLine } from '../shared/form.tsx'
import { SessionSummary } from './session-summary.tsx'

export interface RegistrationPageProps {
  frame: Frame
  /** Path of this page. */
  path: string
  training: ListedTraining
  session: ListedSession
  registration: RegistrationRow
  /** Place in the waiting list; null: not in it. */
  line: number | null
  evaluations: Evaluations
  tradeLabel: (word: string) => string
  /** The operator sends mail: absent, this page is the only confirmation. */
  mailIsOn: boolean
  /** It has just been made, or something else was just done here. */
  done: 'faite' | 'annulee' | 'merci' | null
}

/** What somebody's private link shows: their place, how to give it back, what they are asked afterwards. */
export function RegistrationPage(props: RegistrationPageProps) {
  const { frame, path, training, session, registration, line, evaluations, mailIsOn, done } = props
  const { tradeLabel } = props
  const isOver = session.life === 'held' || session.life === 'over'
  const mayWithdraw = registration.status !== 'cancelled' && !isOver
  const title = 'Votre inscription'
  return (
    <InnerPage
      frame={frame}
      title={title}
      current="pacte"
      back={{ href: `/pacte/formations/${training.slug}`, label: training.title }}
    >
      {done === 'merci' && (
        <p class="note" role="status">
          Merci, votre réponse est enregistrée.
        </p>
      )}
      <p class="lead" role={done === 'faite' || done === 'annulee' ? 'status' : undefined}>
        {statusText(props)}
      </p>
      {!mailIsOn && registration.status !== 'cancelled' && !isOver && (
        <div class="note">
          <p>
            <strong>Gardez cette adresse</strong> : ce guichet n’envoie pas de courriel. Elle est le
            seul moyen de retrouver votre inscription, de l’annuler et d’obtenir votre attestation.
          </p>
          <p>
            <a href={path}>{frame.baseUrl + path}</a>
          </p>
        </div>
      )}
      <h2>{training.title}</h2>
      <SessionSummary session={session} />
      {session.link && registration.status === 'registered' && !isOver && (
        <p>
          <a href={session.link} rel="external">
            Rejoindre la visioconférence
          </a>
        </p>
      )}
      {mayWithdraw && line === null && session.life !== 'cancelled' && (
        <p>
          <a href={`${path}/agenda.ics`}>Ajouter à mon agenda</a>
        </p>
      )}
      <Afterwards path={path} evaluations={evaluations} registration={registration} />
      <h2>Ce que vous avez indiqué</h2>
      <dl class="facts">
        <FactLine label="Entreprise">{registration.firm}</FactLine>
        <FactLine label="SIRET">{registration.siret}</FactLine>
        <FactLine label="Personne">{registration.person}</FactLine>
        <FactLine label="E-mail">{registration.email}</FactLine>
        <FactLine label="Commune">{registration.commune}</FactLine>
        <FactLine label="Métier">{tradeLabel(registration.trade)}</FactLine>
        <FactLine label="Déjà répondu">{registration.answeredBefore ? 'oui' : 'non'}</FactLine>
      </dl>
      <p class="quiet">
        Ces données sont effacées un an après la session (un mois après une annulation). Lien privé
        : ne le transmettez pas.
      </p>
      {mayWithdraw && session.life !== 'cancelled' && (
        <form method="post" action={`${path}/annulation`}>
          <SubmitLine quiet>
            {line === null ? 'Annuler mon inscription' : 'Quitter la liste d’attente'}
          </SubmitLine>
        </form>
      )}
    </InnerPage>
  )
}

function statusText({ registration, session, line }: RegistrationPageProps): string {
  if (registration.status === 'cancelled') return 'Votre inscription est annulée.'
  if (session.life === 'cancelled') return 'La session est annulée.'
  if (line !== null)
    return `Vous êtes en liste d’attente, au rang ${line}. Si une place se libère, elle vous est donnée.`
  if (session.life === 'held' || session.life === 'over') return 'La session a eu lieu.'
  return 'Votre place est réservée.'
}

function Afterwards({
  path,
  evaluations,
  registration,
}: Pick<RegistrationPageProps, 'path' | 'evaluations' | 'registration'>) {
  const hasCertificate = registration.attendance === 'present'
  if (!evaluations.hot && !evaluations.cold && !hasCertificate) return null
  return (
    <ul>
      {evaluations.hot && (
        <li>
          <a href={`${path}/evaluation`}>Donner mon avis sur la formation</a> (deux questions)
        </li>
      )}
      {evaluations.cold && (
        <li>
          <a href={`${path}/suites`}>Dire ce qu’il en est quatre mois après</a> (trois questions)
        </li>
      )}
      {hasCertificate && (
        <li>
          <a href={`${path}/attestation`}>Attestation de présence</a> (à imprimer)
        </li>
      )}
    </ul>
  )
}
