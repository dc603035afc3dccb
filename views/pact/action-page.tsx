import { isPubliclyLate } from '../../src/pact/actions/late.ts'
import type { ActionRead } from '../../src/pact/actions/read-action.ts'
import type { HistoryPage } from '../../src/pact/history.ts'
import { EVERYTHING, type NewsFilter } from '../../src/news/filter.ts'
import { euros, longDate, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { Table } from '../shared/table.tsx'
import { COUNCIL_STATE_LABELS, STATUS_LABELS } from '../words/pact.ts'
import { EvidenceList } from './evidence-list.tsx'
import { Follow, newsAlternates } from './follow.tsx'
import { HistoryList } from './history-list.tsx'
import { Indicator } from './indicator.tsx'
import { Timeline } from './timeline.tsx'

interface ActionPageProps {
  frame: Frame
  read: ActionRead
  history: HistoryPage
  today: string
}

/** An action: where it stands, who carries it out, what shows it, and how it came here. */
export function ActionPage({ frame, read, history, today }: ActionPageProps) {
  const { action, pilot } = read
  const filter: NewsFilter = { ...EVERYTHING, action }
  return (
    <InnerPage
      frame={frame}
      title={action.title}
      description={`Action du pacte, pilotée par ${pilot.name} : ${STATUS_LABELS[action.status].toLowerCase()}.`}
      alternates={newsAlternates(filter, action.title)}
      current="pacte"
      back={{ href: '/pacte/actions', label: 'Actions du pacte' }}
    >
      <p>
        <strong class="tag">{STATUS_LABELS[action.status]}</strong>{' '}
        {isPubliclyLate(action, today) && <strong class="tag tag-last-day">En retard</strong>}
      </p>
      {action.description !== '' && <p class="as-written">{action.description}</p>}
      <ActionFacts read={read} />
      <ActionBody read={read} today={today} />
      <Follow filter={filter} title="Suivre cette action" />
      <HistoryList history={history} path={`/pacte/actions/${action.slug}`} />
      <p>
        <a href={`/pacte/signaler?page=${encodeURIComponent(frame.path)}`}>Signaler une erreur</a> ·{' '}
        <a href={`/espace/pacte/actions/${action.slug}`} rel="nofollow">
          Partenaires : modifier ou commenter
        </a>
      </p>
    </InnerPage>
  )
}

/** Who, when and how much. */
export function ActionFacts({ read }: { read: ActionRead }) {
  const { action, pilot, axis, group, partners } = read
  return (
    <dl class="facts">
      <FactLine label="Pilote">{pilot.name}</FactLine>
      <FactLine label="Partenaires">{partners.map(({ name }) => name).join(', ')}</FactLine>
      <FactLine label="Axe">
        <a href={`/pacte/actions?axe=${axis.slug}`}>{axis.title}</a>
      </FactLine>
      <FactLine label="Groupe de travail">
        {group !== null && <a href={`/pacte/groupes/${group.slug}`}>{group.title}</a>}
      </FactLine>
      <FactLine label="Début">{action.startsOn !== null && longDate(action.startsOn)}</FactLine>
      <FactLine label="Échéance">
        {action.dueOn === null ? 'non précisée' : longDate(action.dueOn)}
      </FactLine>
      <FactLine label="Budget">{action.budget !== null && `${euros(action.budget)} HT`}</FactLine>
    </dl>
  )
}

/** Indicator, milestones, the table of councils and the evidence. */
export function ActionBody({ read, today }: { read: ActionRead; today: string }) {
  const { action, measures, milestones, evidence } = read
  const general = evidence.filter(({ councilId }) => councilId === null)
  return (
    <>
      <Indicator of={action} measures={measures} />
      {milestones.length > 0 && (
        <>
          <h2 id="jalons">Jalons</h2>
          <Timeline
            id="frise"
            title="Jalons de l’action"
            marks={milestones.map(({ title, dueOn, reachedOn }) => ({
              day: dueOn,
              label: title,
              reachedOn,
            }))}
            today={today}
          />
        </>
      )}
      <Councils read={read} />
      <h2 id="justificatifs">Justificatifs</h2>
      {general.length === 0 ? (
        <p>Aucun justificatif de l’action dans son ensemble pour l’instant.</p>
      ) : (
        <EvidenceList evidence={general} />
      )}
    </>
  )
}

function Councils({ read: { councils, evidence } }: { read: ActionRead }) {
  if (councils.length === 0) return null
  const heading = <h2 id="collectivites">Mise en œuvre par les collectivités</h2>
  if (councils.every(({ standing }) => standing === null))
    return (
      <>
        {heading}
        <p>Aucune collectivité ne s’est encore prononcée.</p>
      </>
    )
  return (
    <>
      {heading}
      <Table
        caption="Où en est chaque collectivité, par ordre alphabétique"
        unseen
        columns={['Collectivité', 'Situation', 'Décidée le', 'En vigueur depuis', 'Justificatif']}
      >
        {councils.map(({ partner, standing }) => (
          <tr>
            <th scope="row">{partner.name}</th>
            <td data-label="Situation">
              {standing === null
                ? 'Ne s’est pas encore prononcée'
                : COUNCIL_STATE_LABELS[standing.state]}
              {standing !== null && standing.reason !== '' && ` : ${standing.reason}`}
            </td>
            <td data-label="Décidée le">
              {standing?.decidedOn ? shortDate(standing.decidedOn) : '–'}
            </td>
            <td data-label="En vigueur depuis">
              {standing?.inForceSince ? shortDate(standing.inForceSince) : '–'}
            </td>
            <td data-label="Justificatif">
              {evidence.some(({ councilId }) => councilId === partner.id) ? (
                <EvidenceList
                  evidence={evidence.filter(({ councilId }) => councilId === partner.id)}
                />
              ) : (
                '–'
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  )
}
