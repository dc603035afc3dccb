import {
  type ActionChoices,
  type ActionFilter,
  STATUS_WORDS,
} from '../../src/pact/actions/filter.ts'
import type { ListedAction } from '../../src/pact/actions/list-actions.ts'
import type { NewsFilter } from '../../src/news/filter.ts'
import { STATUSES } from '../../src/pact/actions/status.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { SubmitLine } from '../shared/form.tsx'
import { Pager } from '../shared/pager.tsx'
import { STATUS_LABELS } from '../words/pact.ts'
import { ActionCard } from './action-card.tsx'
import { Follow, newsAlternates } from './follow.tsx'

interface ActionsPageProps {
  frame: Frame
  filter: ActionFilter
  choices: ActionChoices
  actions: ListedAction[]
  previous: string | null
  next: string | null
  /** Query string of the filter alone. */
  query: string
  today: string
}

/** The pact's actions, those that moved last first, by axis, group, pilot, status and lateness. */
export function ActionsPage({
  frame,
  filter,
  choices,
  actions,
  previous,
  next,
  query,
  today,
}: ActionsPageProps) {
  const followed: NewsFilter = { ...filter, action: null, subject: 'actions' }
  return (
    <Layout
      frame={frame}
      title="Actions du pacte"
      description="Les actions du pacte, leurs pilotes, leurs échéances et leurs justificatifs."
      alternates={newsAlternates(followed, 'Actions du pacte')}
      current="pacte"
    >
      <div class="intro">
        <p class="back">
          <a href="/pacte">Suivi du pacte</a>
        </p>
        <h1>Actions du pacte</h1>
      </div>
      <form action="/pacte/actions" class="filter filter-row" role="search">
        <Choice
          name="axe"
          label="Axe"
          none="Tous les axes"
          value={filter.axis?.slug}
          options={choices.axes.map(({ slug, title }) => [slug, title])}
        />
        <Choice
          name="groupe"
          label="Groupe"
          none="Tous les groupes"
          value={filter.group?.slug}
          options={choices.groups.map(({ slug, title }) => [slug, title])}
        />
        <Choice
          name="pilote"
          label="Pilote"
          none="Tous les pilotes"
          value={filter.pilot?.slug}
          options={choices.pilots.map(({ slug, name }) => [slug, name])}
        />
        <Choice
          name="statut"
          label="État"
          none="Tous les états"
          value={filter.status === null ? undefined : STATUS_WORDS[filter.status]}
          options={STATUSES.map((status) => [STATUS_WORDS[status], STATUS_LABELS[status]])}
        />
        <p class="tick">
          <input type="checkbox" id="retard" name="retard" value="oui" checked={filter.late} />
          <label for="retard">En retard seulement</label>
        </p>
        <SubmitLine>Filtrer</SubmitLine>
      </form>
      {actions.length === 0 ? (
        <p class="empty">
          {query === '' ? (
            'Aucune action n’est inscrite au pacte pour l’instant.'
          ) : (
            <>
              Aucune action ne répond à ces critères.{' '}
              <a href="/pacte/actions">Voir toutes les actions</a>
            </>
          )}
        </p>
      ) : (
        <>
          <h2 class="unseen">Résultats</h2>
          <ul class="cards actions plain">
            {actions.map((action) => (
              <ActionCard action={action} today={today} />
            ))}
          </ul>
        </>
      )}
      <Pager previous={previous} next={next} />
      <p>
        <a href={`/pacte/actions.csv${query}`}>Télécharger ces actions (CSV)</a>
      </p>
      <Follow filter={followed} title="Suivre ces actions" />
    </Layout>
  )
}

interface ChoiceProps {
  name: string
  label: string
  none: string
  value: string | undefined
  options: (readonly [string, string])[]
}

function Choice({ name, label, none, value, options }: ChoiceProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        <option value="">{none}</option>
        {options.map(([word, text]) => (
          <option value={word} selected={word === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
