import type { ListedSession, ListedTraining } from '../../src/trainings/queries.ts'
import { plural, upperFirst } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import type { FormError } from '../shared/form.tsx'
import { LIFE_LABELS, spanText } from '../words/trainings.ts'

/** What each page of an organiser is given. */
export interface DeskFrame {
  frame: Frame
  partner: { slug: string; name: string }
}

interface DeskListPageProps extends DeskFrame {
  trainings: ListedTraining[]
  toDecide: { training: ListedTraining; session: ListedSession }[]
}

/** A partner's trainings, and what waits for it. */
export function DeskListPage({ frame, partner, trainings, toDecide }: DeskListPageProps) {
  const base = `/espace/${partner.slug}/formations`
  const back = { href: '/espace', label: 'Espace partenaires' }
  const unwritten = trainings.flatMap((training) =>
    training.sessions
      .filter(({ life }) => life === 'over')
      .map((session) => ({ training, session })),
  )
  return (
    <InnerPage frame={frame} title="Nos formations" back={back}>
      <p class="lead">Pour {partner.name}</p>
      <p>
        <a class="button" href={`${base}/nouvelle`}>
          Ajouter une formation
        </a>
      </p>
      {toDecide.length + unwritten.length > 0 && (
        <section aria-labelledby="a-regarder">
          <h2 id="a-regarder">À regarder</h2>
          <ul>
            {toDecide.map(({ training, session }) => (
              <li>
                <a href={`${base}/${training.id}/sessions/${session.id}`}>
                  {training.title}, {spanText(session.startsWall, session.endsWall)}
                </a>{' '}
                : à confirmer, reporter ou annuler (
                {plural(session.registered, 'inscrit', 'inscrits')}, minimum {session.minimum})
              </li>
            ))}
            {unwritten.map(({ training, session }) => (
              <li>
                <a href={`${base}/${training.id}/sessions/${session.id}/presences`}>
                  {training.title}, {spanText(session.startsWall, session.endsWall)}
                </a>{' '}
                : présences à saisir
              </li>
            ))}
          </ul>
        </section>
      )}
      {trainings.length === 0 ? (
        <p>Aucune formation pour l’instant.</p>
      ) : (
        <ul>
          {trainings.map(({ id, title, life, sessions }) => (
            <li>
              <a href={`${base}/${id}`}>{title}</a>{' '}
              <span class="quiet">
                – {LIFE_LABELS[life].toLowerCase()},{' '}
                {plural(sessions.length, 'session', 'sessions')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </InnerPage>
  )
}

interface DeskTrainingPageProps extends DeskFrame {
  training: ListedTraining
  interested: { email: string }[]
  mailIsOn: boolean
  done: string | null
  errors: FormError[]
}

/** All that an organiser does with a training. */
export function DeskTrainingPage(props: DeskTrainingPageProps) {
  const { frame, partner, training, interested, mailIsOn, done, errors } = props
  const list = `/espace/${partner.slug}/formations`
  const base = `${list}/${training.id}`
  const held = training.sessions.filter(({ state }) => state === 'held').length
  return (
    <InnerPage
      frame={frame}
      title={training.title}
      back={{ href: list, label: 'Nos formations' }}
      done={done}
      errors={errors}
    >
      <p>
        <span class="tag">{LIFE_LABELS[training.life]}</span>{' '}
        <a href={`/pacte/formations/${training.slug}`}>Voir la page publique</a>
      </p>
      <p class="form-actions">
        <a class="button button-quiet" href={`${base}/modifier`}>
          Modifier
        </a>
        <a class="button" href={`${base}/sessions/nouvelle`}>
          Programmer une session
        </a>
      </p>
      <section aria-labelledby="sessions">
        <h2 id="sessions">Sessions</h2>
        {training.sessions.length === 0 ? (
          <p>Aucune session programmée.</p>
        ) : (
          <ul>
            {training.sessions.map((session) => (
              <li>
                <a href={`${base}/sessions/${session.id}`}>
                  {upperFirst(spanText(session.startsWall, session.endsWall))}
                </a>{' '}
                <span class="quiet">
                  – {LIFE_LABELS[session.life].toLowerCase()},{' '}
                  {plural(session.registered, 'inscrit', 'inscrits')} sur {session.seats}
                  {session.waiting > 0 && `, ${session.waiting} en attente`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {interested.length > 0 && (
        <section aria-labelledby="interesses">
          <h2 id="interesses">À prévenir de la prochaine session</h2>
          {mailIsOn ? (
            <p>
              {plural(interested.length, 'personne sera prévenue', 'personnes seront prévenues')} à
              l’ouverture des inscriptions.
            </p>
          ) : (
            <>
              <p>Ce guichet n’envoie pas de courriel : écrivez-leur.</p>
              <ul>
                {interested.map(({ email }) => (
                  <li>{email}</li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
      <section aria-labelledby="ensuite">
        <h2 id="ensuite">Supports et bilan</h2>
        <ul>
          <li>
            <a href={`${base}/supports`}>
              {training.slidesUrl || training.slidesDocumentId
                ? 'Changer les supports'
                : 'Publier les supports'}
            </a>
          </li>
          {held > 0 && (
            <li>
              <a href={`${base}/bilan`}>
                {training.balancePublishedAt ? 'Bilan publié' : 'Préparer et publier le bilan'}
              </a>
            </li>
          )}
          {training.stage !== 'dropped' && training.sessions.length === 0 && (
            <li>
              <a href={`${base}/abandon`}>Abandonner cette formation</a>
            </li>
          )}
        </ul>
      </section>
    </InnerPage>
  )
}
