import type { PactDate } from '../../src/news/dates.ts'
import { type NewsFilter, SUBJECT_WORDS } from '../../src/news/filter.ts'
import type { ActionChoices } from '../../src/pact/actions/filter.ts'
import { longDate, upperFirst } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { Follow, newsAlternates } from '../pact/follow.tsx'
import { Choice } from '../shared/choice.tsx'
import { describeNews, SUBJECT_LABELS } from '../words/news.ts'
import { STATUS_LABELS } from '../words/pact.ts'
import { spanText } from '../words/trainings.ts'
import { datePath, dateTitle } from './calendar.ts'

interface CalendarPageProps {
  frame: Frame
  filter: NewsFilter
  choices: ActionChoices
  /** Dates from today on, the earliest first. */
  ahead: PactDate[]
  /** Those of the last three months, the latest first. */
  past: PactDate[]
  /** As many dates ahead as are shown at most. */
  most: number
}

/** The pact's dates by month: meetings, trainings, due dates and milestones, with the same as a calendar to subscribe to. */
export function CalendarPage({ frame, filter, choices, ahead, past, most }: CalendarPageProps) {
  const asked = describeNews(filter)
  const isUndated = filter.subject === 'commitments' || filter.subject === 'groups'
  const title = asked === '' ? 'Calendrier du pacte' : `Calendrier du pacte : ${asked}`
  return (
    <Layout
      frame={frame}
      title={title}
      description="Réunions, formations, échéances et jalons du pacte."
      alternates={newsAlternates(filter, title)}
      current="pacte"
    >
      <div class="intro">
        <p class="back">
          <a href="/pacte">Suivi du pacte</a>
        </p>
        <h1>{title}</h1>
      </div>
      <CalendarForm filter={filter} choices={choices} />
      <div class="prose">
        {isUndated && (
          <p role="status">
            Les engagements et les groupes n’ont pas de date à eux : chaque signataire répond une
            fois par an, pour l’année civile, le jour qu’il choisit.{' '}
            <a href="/pacte/engagements">Leurs réponses</a>
          </p>
        )}
        {!isUndated && ahead.length === 0 && (
          <p role="status">
            Rien n’est prévu pour l’instant. <a href="/pacte/calendrier">Toutes les dates</a>
          </p>
        )}
        {months(ahead).map(([month, dates]) => (
          <Month month={month} dates={dates} id={`mois-${month}`} />
        ))}
        {ahead.length === most && (
          <p>
            Les {most} prochaines dates sont montrées ici. L’agenda ci-dessous a aussi les
            suivantes.
          </p>
        )}
        {past.length > 0 && (
          <details id="passees">
            <summary>Trois derniers mois</summary>
            {months(past).map(([month, dates]) => (
              <Month month={month} dates={dates} id={`passe-${month}`} />
            ))}
          </details>
        )}
        <Follow filter={filter} title="Suivre ce calendrier" />
        <p class="hint">
          Google Agenda et Outlook relisent lentement les agendas auxquels on s’abonne (jusqu’à un
          jour) et n’en tiennent pas les rappels.
        </p>
      </div>
    </Layout>
  )
}

function CalendarForm({ filter, choices }: { filter: NewsFilter; choices: ActionChoices }) {
  const { subject, axis, group, pilot, action } = filter
  return (
    <form action="/pacte/calendrier" class="filter-row">
      {action !== null && <input type="hidden" name="action" value={action.slug} />}
      <Choice
        name="contenu"
        label="Contenu"
        any="Tout"
        options={(['meetings', 'trainings', 'actions'] as const).map((each) => ({
          value: SUBJECT_WORDS[each],
          label: SUBJECT_LABELS[each],
        }))}
        selected={subject && SUBJECT_WORDS[subject]}
      />
      <Choice
        name="axe"
        label="Axe"
        any="Tous les axes"
        options={choices.axes.map((each) => ({ value: each.slug, label: each.title }))}
        selected={axis?.slug ?? null}
      />
      <Choice
        name="groupe"
        label="Groupe"
        any="Tous les groupes"
        options={choices.groups.map((each) => ({ value: each.slug, label: each.title }))}
        selected={group?.slug ?? null}
      />
      <Choice
        name="pilote"
        label="Pilote"
        any="Tous les pilotes"
        options={choices.pilots.map((each) => ({ value: each.slug, label: each.name }))}
        selected={pilot?.slug ?? null}
      />
      <button type="submit" class="button">
        Filtrer
      </button>
    </form>
  )
}

function Month({ month, dates, id }: { month: string; dates: PactDate[]; id: string }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{monthText(month)}</h2>
      <ul class="dates">
        {dates.map((date) => (
          <li>
            <time datetime={date.day}>{whenText(date)}</time>{' '}
            <a href={datePath(date)}>{dateTitle(date)}</a>
            {detail(date)}
          </li>
        ))}
      </ul>
    </section>
  )
}

function months(dates: PactDate[]): [string, PactDate[]][] {
  return [...Map.groupBy(dates, ({ day }) => day.slice(0, 7))]
}

/** « Janvier 2027 » */
function monthText(month: string): string {
  return upperFirst(longDate(`${month}-02`).replace(/^\S+ \S+ /, ''))
}

function whenText(date: PactDate): string {
  if (date.kind === 'meeting') return spanText(date.meeting.startsWall, date.meeting.endsWall)
  if (date.kind === 'session') return spanText(date.session.startsWall, date.session.endsWall)
  return longDate(date.day)
}

function detail(date: PactDate): string {
  switch (date.kind) {
    case 'meeting':
      return ending(date.meeting.place, date.meeting.state === 'cancelled' ? 'annulée' : '')
    case 'session':
      return ending(date.session.place, date.session.state === 'cancelled' ? 'annulée' : '')
    case 'due':
      return ending(`pilote\u00A0: ${date.pilot}`, STATUS_LABELS[date.action.status].toLowerCase())
    case 'milestone':
      return ending(
        `pilote\u00A0: ${date.pilot}`,
        date.milestone.reachedOn === null ? '' : 'atteint',
      )
  }
}

function ending(...parts: string[]): string {
  const told = parts.filter((part) => part !== '')
  return told.length === 0 ? '' : ` – ${told.join(', ')}`
}
