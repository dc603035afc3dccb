import type { ListedSession, ListedTraining, RegistrationRow } from '../../src/trainings/queries.ts'
import { longDate, plural, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import { FormActions, type FormError, SubmitButton } from '../shared/form.tsx'
import { spanText } from '../words/trainings.ts'
import type { DeskFrame } from './desk-pages.tsx'
import { SessionSummary } from './session-summary.tsx'

interface DeskSessionPageProps extends DeskFrame {
  training: ListedTraining
  session: ListedSession
  people: RegistrationRow[]
  tradeLabel: (word: string) => string
  /** The day of decision has come. */
  toDecide: boolean
  mailIsOn: boolean
  done: string | null
  errors: FormError[]
}

/** A session as its organisers see it: what to decide, and who comes. */
export function DeskSessionPage(props: DeskSessionPageProps) {
  const { frame, partner, training, session, people, toDecide, mailIsOn, done, errors } = props
  const up = `/espace/${partner.slug}/formations/${training.id}`
  const base = `${up}/sessions/${session.id}`
  return (
    <InnerPage
      frame={frame}
      title={`${training.title}, ${spanText(session.startsWall, session.endsWall)}`}
      back={{ href: up, label: training.title }}
      done={done}
      errors={errors}
    >
      <SessionSummary session={session} />
      <p>
        {plural(session.registered, 'inscrit', 'inscrits')} sur {session.seats}, minimum{' '}
        {session.minimum}
        {session.waiting > 0 && `, ${session.waiting} en liste d’attente`}
        {session.decideOn && `. Décision le ${longDate(session.decideOn)}`}.
      </p>
      {toDecide && (
        <p class="note">
          <strong>À décider :</strong> la session a-t-elle lieu ? Confirmez, reportez ou annulez ;
          tout le monde est prévenu.
        </p>
      )}
      {!mailIsOn && people.length > 0 && (
        <p class="note">
          Ce guichet n’envoie pas de courriel : prévenez vous-même les personnes inscrites de tout
          changement.
        </p>
      )}
      <Deeds session={session} base={base} />
      <People {...props} base={base} />
    </InnerPage>
  )
}

function Deeds({ session, base }: { session: ListedSession; base: string }) {
  const { state, life, confirmedAt, figures } = session
  const isAhead = life !== 'over' && (state === 'planned' || state === 'open' || state === 'closed')
  const isUndecided = state === 'planned' || state === 'open' || state === 'closed'
  return (
    <section aria-labelledby="faire">
      <h2 id="faire">À faire</h2>
      {isAhead && (
        <div class="form-actions">
          {state !== 'open' ? (
            <Deed to={`${base}/ouverture`} label="Ouvrir les inscriptions" />
          ) : (
            <Deed to={`${base}/fermeture`} label="Clore les inscriptions" quiet />
          )}
          {!confirmedAt && state !== 'planned' && (
            <Deed to={`${base}/confirmation`} label="Confirmer la session" />
          )}
        </div>
      )}
      <ul>
        {isUndecided && (
          <>
            <li>
              <a href={`${base}/modifier`}>Changer le lieu ou le nombre de places</a>
            </li>
            <li>
              <a href={`${base}/report`}>Reporter à une autre date</a>
            </li>
            <li>
              <a href={`${base}/annulation`}>Annuler la session</a>
            </li>
          </>
        )}
        {state !== 'cancelled' && (
          <li>
            <a href={`${base}/emargement`}>Feuille d’émargement</a> (à imprimer)
          </li>
        )}
        {(life === 'over' || life === 'held') && !figures && (
          <>
            <li>
              <a href={`${base}/presences`}>
                {life === 'held' ? 'Corriger les présences' : 'Saisir les présences'}
              </a>
            </li>
            {life === 'held' && (
              <li>
                <a href={`${base}/attestations`}>Attestations de présence</a> (à imprimer)
              </li>
            )}
          </>
        )}
      </ul>
    </section>
  )
}

function Deed({ to, label, quiet = false }: { to: string; label: string; quiet?: boolean }) {
  return (
    <form method="post" action={to}>
      <SubmitButton quiet={quiet}>{label}</SubmitButton>
    </form>
  )
}

function People({ people, session, base, tradeLabel }: DeskSessionPageProps & { base: string }) {
  if (people.length === 0) return <p>Personne n’est inscrit.</p>
  if (session.figures)
    return <p>Les données personnelles de cette session sont effacées ; les totaux sont gardés.</p>
  const mayWithdraw = session.life !== 'held' && session.life !== 'over'
  return (
    <section aria-labelledby="inscrits">
      <h2 id="inscrits">Inscrits</h2>
      <p>
        <a href={`${base}/inscrits.csv`}>Télécharger la liste (CSV)</a>
      </p>
      <ol>
        {people.map((each) => (
          <li>
            <strong>{each.person ?? 'Données effacées'}</strong>
            {each.firm && `, ${each.firm}`} <span class="tag">{STATUS_LABELS[each.status]}</span>
            <br />
            <span class="quiet">
              {[
                each.email,
                each.commune,
                tradeLabel(each.trade),
                each.answeredBefore ? 'a déjà répondu' : 'n’a jamais répondu',
                `inscrit le ${shortDate(each.registeredAt)}`,
                each.attendance && (each.attendance === 'present' ? 'présent' : 'absent'),
              ]
                .filter(Boolean)
                .join(' – ')}
            </span>
            {mayWithdraw && each.status !== 'cancelled' && session.state !== 'cancelled' && (
              <form method="post" action={`${base}/inscriptions/${each.id}/annulation`}>
                <button type="submit" class="link">
                  Annuler cette inscription
                  <span class="unseen"> : {each.person}</span>
                </button>
              </form>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

const STATUS_LABELS: Record<RegistrationRow['status'], string> = {
  registered: 'Inscrit',
  waiting: 'Liste d’attente',
  cancelled: 'Annulée',
}

interface AttendanceProps extends DeskFrame {
  training: ListedTraining
  session: ListedSession
  people: RegistrationRow[]
}

/** The sheet that people sign, to print. */
export function AttendanceSheetPage({
  frame,
  partner,
  training,
  session,
  people,
}: AttendanceProps) {
  const back = `/espace/${partner.slug}/formations/${training.id}/sessions/${session.id}`
  const spare = Math.max(0, Math.min(session.seats - people.length, 3))
  return (
    <InnerPage
      frame={frame}
      title="Feuille d’émargement"
      back={{ href: back, label: 'La session' }}
    >
      <p>
        <strong>{training.title}</strong>, {spanText(session.startsWall, session.endsWall)},{' '}
        {session.place || 'à distance'}. Organisée par{' '}
        {training.organisers.map(({ name }) => name).join(', ')}.
      </p>
      <table class="sign-sheet">
        <caption>{plural(people.length, 'inscrit', 'inscrits')}</caption>
        <thead>
          <tr>
            <th scope="col">Nom</th>
            <th scope="col">Entreprise</th>
            <th scope="col">Signature</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ person, firm }) => (
            <tr>
              <th scope="row">{person}</th>
              <td>{firm}</td>
              <td></td>
            </tr>
          ))}
          {Array.from({ length: spare }, () => (
            <tr>
              <td></td>
              <td></td>
              <td></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>Signature du formateur :</p>
    </InnerPage>
  )
}

/** Who came, to tick. */
export function AttendancePage({
  frame,
  partner,
  training,
  session,
  people,
  errors,
}: AttendanceProps & { errors: FormError[] }) {
  const back = `/espace/${partner.slug}/formations/${training.id}/sessions/${session.id}`
  return (
    <InnerPage
      frame={frame}
      title="Présences"
      back={{ href: back, label: 'La session' }}
      errors={errors}
    >
      <p>
        {training.title}, {spanText(session.startsWall, session.endsWall)}. Enregistrer les
        présences marque la session comme réalisée et donne les attestations.
      </p>
      <form method="post" class="entry">
        <fieldset class="form-field">
          <legend>Étaient présents</legend>
          {people.map(({ id, person, firm, attendance }) => (
            <p class="tick">
              <input
                id={`present-${id}`}
                type="checkbox"
                name="present"
                value={String(id)}
                checked={attendance !== 'absent'}
              />
              <label for={`present-${id}`}>
                {person}, {firm}
              </label>
            </p>
          ))}
          {people.length === 0 && <p>Personne n’était inscrit.</p>}
        </fieldset>
        <FormActions label="Enregistrer les présences" back={back} />
      </form>
    </InnerPage>
  )
}
