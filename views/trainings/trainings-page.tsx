import type { ListedSession, ListedTraining } from '../../src/trainings/queries.ts'
import { upperFirst } from '../format.ts'
import { EVERYTHING, type NewsFilter } from '../../src/news/filter.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import type { FormError } from '../shared/form.tsx'
import { Follow, newsAlternates } from '../pact/follow.tsx'
import { LIFE_LABELS, seatsText, spanText } from '../words/trainings.ts'
import { InterestForm } from './interest-form.tsx'

interface TrainingsPageProps {
  frame: Frame
  trainings: ListedTraining[]
  /** Typed in the form of the last section; null: nothing yet. */
  interest: { typed: { courriel: string; accord: boolean }; errors: FormError[] }
}

/** Every training: those that one can register for first. */
export function TrainingsPage({ frame, trainings, interest }: TrainingsPageProps) {
  const open = trainings
    .filter(({ sessions }) => sessions.some(({ refusal }) => refusal === null))
    .toSorted((one, other) => startOf(one) - startOf(other))
  const rest = trainings.filter((training) => !open.includes(training))
  const isAhead = ({ life }: ListedTraining) => AHEAD.includes(life)
  const coming = rest.filter(isAhead).toSorted((one, other) => startOf(one) - startOf(other))
  const past = rest.filter((training) => !isAhead(training))
  const title = 'Formations'
  return (
    <Layout
      frame={frame}
      title={interest.errors.length > 0 ? `Erreur : ${title}` : title}
      alternates={newsAlternates(FOLLOWED, title)}
      current="pacte"
      description="Formations à la réponse aux consultations publiques, par les partenaires du pacte : dates, places, inscription sans compte."
    >
      <div class="prose">
        <p class="back">
          <a href="/pacte">Suivi du pacte</a>
        </p>
        <h1>{title}</h1>
        <p class="lead">
          Pour les entreprises qui veulent répondre aux consultations publiques, ou mieux y
          répondre. L’inscription ne demande pas de compte.
        </p>
        <section aria-labelledby="ouvertes">
          <h2 id="ouvertes">Inscriptions ouvertes</h2>
          {open.length === 0 ? (
            <p>Aucune session n’est ouverte aux inscriptions pour l’instant.</p>
          ) : (
            <TrainingList trainings={open} />
          )}
        </section>
        {open.length === 0 && <InterestForm training={null} {...interest} />}
        {coming.length > 0 && (
          <section aria-labelledby="a-venir">
            <h2 id="a-venir">À venir</h2>
            <TrainingList trainings={coming} />
          </section>
        )}
        {past.length > 0 && (
          <section aria-labelledby="passees">
            <h2 id="passees">Passées</h2>
            <TrainingList trainings={past} />
          </section>
        )}
        <Follow filter={FOLLOWED} title="Suivre les formations" />
      </div>
    </Layout>
  )
}

const FOLLOWED: NewsFilter = { ...EVERYTHING, subject: 'trainings' }

const AHEAD: ListedTraining['life'][] = [
  'need',
  'design',
  'planned',
  'open',
  'closed',
  'confirmed',
  'postponed',
]

function TrainingList({ trainings }: { trainings: ListedTraining[] }) {
  return (
    <ul class="cards">
      {trainings.map((training) => (
        <li>
          <article>
            <h3 class="card-title">
              <a href={`/pacte/formations/${training.slug}`}>{training.title}</a>
            </h3>
            <p>
              <span class="tag">{LIFE_LABELS[training.life]}</span>{' '}
              <span class="quiet">
                {training.organisers.map(({ shortName }) => shortName).join(', ')}
              </span>
            </p>
            <NextSession session={nextOf(training.sessions)} />
          </article>
        </li>
      ))}
    </ul>
  )
}

function NextSession({ session }: { session: ListedSession | undefined }) {
  if (!session) return null
  const { startsWall, endsWall, place, refusal } = session
  return (
    <p>
      {upperFirst(spanText(startsWall, endsWall))}, {place || 'à distance'}
      {refusal === null && <> – {seatsText(session)}</>}
    </p>
  )
}

/** When its next session begins; what has none comes last. */
function startOf({ sessions }: ListedTraining): number {
  return nextOf(sessions)?.startsAt.getTime() ?? Number.MAX_SAFE_INTEGER
}

/** The one that one can register for, else the next, else the last. */
function nextOf(sessions: ListedSession[]): ListedSession | undefined {
  return (
    sessions.find(({ refusal }) => refusal === null) ??
    sessions.find(({ refusal }) => refusal === 'not-open-yet' || refusal === 'closed') ??
    sessions.at(-1)
  )
}
