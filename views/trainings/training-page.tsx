import type { LinkedFile } from '../../src/documents/file-of.ts'
import type { Balance } from '../../src/trainings/figures.ts'
import type { TrainingChange } from '../../src/trainings/history.ts'
import type { ListedTraining } from '../../src/trainings/queries.ts'
import { longDate, upperFirst } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FileLink } from '../documents/file-link.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import type { FormError } from '../shared/form.tsx'
import { dayText, LIFE_LABELS, PART_LABELS } from '../words/trainings.ts'
import { changeWords } from './change-words.ts'
import { BalanceFigures } from './balance.tsx'
import { InterestForm } from './interest-form.tsx'
import { SessionSummary } from './session-summary.tsx'
import { trainingThing } from './thing.ts'

export interface TrainingPageProps {
  frame: Frame
  training: ListedTraining
  slides: LinkedFile | null
  /** Null until it is published. */
  balance: Balance | null
  tradeLabel: (word: string) => string
  group: { slug: string; title: string } | null
  action: { slug: string; title: string } | null
  history: TrainingChange[]
  interest: { typed: { courriel: string; accord: boolean }; errors: FormError[] }
}

/** A training: what it is, its sessions, what came of it. */
export function TrainingPage(props: TrainingPageProps) {
  const { frame, training, slides, balance, tradeLabel, group, action, history, interest } = props
  const { title, sessions, organisers } = training
  const ahead = sessions.filter(({ life }) => !['held', 'over', 'cancelled'].includes(life))
  const past = sessions.filter((session) => !ahead.includes(session))
  const isOpen = sessions.some(({ refusal }) => refusal === null)
  return (
    <Layout
      frame={frame}
      title={interest.errors.length > 0 ? `Erreur : ${title}` : title}
      current="pacte"
      description={training.aims}
      thing={trainingThing(training, frame)}
    >
      <div class="prose">
        <p class="back">
          <a href="/pacte/formations">Toutes les formations</a>
        </p>
        <h1>{title}</h1>
        <p>
          <span class="tag">{LIFE_LABELS[training.life]}</span> Organisée par{' '}
          {organisers.map(({ name }) => name).join(', ')}.
        </p>
        {ahead.length > 0 && (
          <section aria-labelledby="sessions">
            <h2 id="sessions">{ahead.length === 1 ? 'Session' : 'Sessions'}</h2>
            {ahead.map((session) => (
              <section aria-labelledby={`s-${session.id}`}>
                <h3 id={`s-${session.id}`}>{upperFirst(dayText(session.startsWall))}</h3>
                <SessionSummary session={session} />
                {session.refusal === null && (
                  <p>
                    <a
                      class="button"
                      href={`/pacte/formations/${training.slug}/sessions/${session.id}/inscription`}
                    >
                      {session.registered >= session.seats
                        ? 'S’inscrire en liste d’attente'
                        : 'S’inscrire'}
                      <span class="unseen"> à la session du {dayText(session.startsWall)}</span>
                    </a>
                  </p>
                )}
              </section>
            ))}
          </section>
        )}
        <Parts training={training} />
        {group && (
          <p>
            Cette formation est issue du groupe de travail{' '}
            <a href={`/pacte/groupes/${group.slug}`}>{group.title}</a>.
          </p>
        )}
        {action && (
          <p>
            Cette formation fait partie de l’action{' '}
            <a href={`/pacte/actions/${action.slug}`}>{action.title}</a>.
          </p>
        )}
        <Slides slides={slides} url={training.slidesUrl} />
        {balance && (
          <section aria-labelledby="bilan">
            <h2 id="bilan">Bilan</h2>
            {training.balanceWords !== '' && <p class="as-written">{training.balanceWords}</p>}
            <BalanceFigures balance={balance} tradeLabel={tradeLabel} />
          </section>
        )}
        {past.length > 0 && (
          <section aria-labelledby="passees">
            <h2 id="passees">Sessions passées ou annulées</h2>
            {past.map((session) => (
              <SessionSummary session={session} />
            ))}
          </section>
        )}
        {!isOpen && <InterestForm training={training} {...interest} />}
        {history.length > 0 && (
          <section aria-labelledby="historique">
            <h2 id="historique">Historique</h2>
            <ul>
              {history.map((change) => (
                <li>
                  {longDate(change.at)}, {change.by ?? 'Guichet'} : {changeWords(change)}
                  {change.reason && ` (${change.reason})`}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Layout>
  )
}

function Parts({ training }: { training: ListedTraining }) {
  const said = (Object.keys(PART_LABELS) as (keyof typeof PART_LABELS)[]).filter(
    (part) => training[part] !== '',
  )
  if (said.length === 0) return null
  return (
    <section aria-labelledby="contenu-formation">
      <h2 id="contenu-formation">La formation</h2>
      <dl class="facts">
        {said.map((part) => (
          <FactLine label={PART_LABELS[part]}>
            <span class="as-written">{training[part]}</span>
          </FactLine>
        ))}
      </dl>
    </section>
  )
}

function Slides({ slides, url }: Pick<TrainingPageProps, 'slides'> & { url: string | null }) {
  if (!slides && !url) return null
  return (
    <section aria-labelledby="supports">
      <h2 id="supports">Supports</h2>
      <ul>
        {slides && (
          <li>
            <FileLink file={slides} />
          </li>
        )}
        {url && (
          <li>
            <a href={url} rel="external">
              {new URL(url).host}
            </a>
          </li>
        )}
      </ul>
    </section>
  )
}
