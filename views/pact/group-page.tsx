import { EVERYTHING, type NewsFilter } from '../../src/news/filter.ts'
import type { DatedMilestone } from '../../src/pact/actions/milestones-around.ts'
import type { ListedAction } from '../../src/pact/actions/list-actions.ts'
import type { HistoryPage } from '../../src/pact/history.ts'
import type { GroupRead } from '../../src/pact/groups/read-group.ts'
import { STEPS } from '../../src/pact/groups/steps.ts'
import { isoWithOffset, longDate, longMoment, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { Table } from '../shared/table.tsx'
import { lapseText, rhythmText, STEP_LABELS, VALIDATED_BY_LABELS } from '../words/pact.ts'
import { ActionCard } from './action-card.tsx'
import { FileLink } from '../documents/file-link.tsx'
import { Follow, newsAlternates } from './follow.tsx'
import { HistoryList } from './history-list.tsx'
import { Indicator } from './indicator.tsx'
import { Milestones } from './timeline.tsx'

interface GroupPageProps {
  frame: Frame
  group: GroupRead
  actions: ListedAction[]
  /** Those of its actions nearest to today. */
  milestones: DatedMilestone[]
  history: HistoryPage
  now: Date
  today: string
}

/** A working group: what for, its mission letter, its steps, meetings and actions. */
export function GroupPage({
  frame,
  group: read,
  actions,
  milestones,
  history,
  now,
  today,
}: GroupPageProps) {
  const { group, axis, problem, pilot, coPilot, members, lapse } = read
  const { rhythmMeetings, rhythmPeriod } = group
  const filter: NewsFilter = { ...EVERYTHING, group }
  return (
    <InnerPage
      frame={frame}
      title={`Groupe de travail : ${group.title}`}
      heading={group.title}
      description={group.purpose}
      alternates={newsAlternates(filter, group.title)}
      current="pacte"
      back={{ href: '/pacte', label: 'Suivi du pacte' }}
    >
      <p class="lead">{group.purpose}</p>
      {lapse !== null && (
        <p>
          <strong>{lapseText(lapse)}</strong>
        </p>
      )}
      {group.closedOn !== null && <p>Groupe clos le {longDate(group.closedOn)}.</p>}
      <dl class="facts">
        <FactLine label="Axe">
          <a href={`/pacte/actions?axe=${axis.slug}`}>{axis.title}</a>
        </FactLine>
        <FactLine label="Problème partagé">{problem?.title}</FactLine>
        <FactLine label="Pilote">{pilot.name}</FactLine>
        <FactLine label="Copilote">{coPilot?.name ?? 'à désigner'}</FactLine>
        <FactLine label="Membres">
          {members.length === 0
            ? 'aucun pour l’instant'
            : members.map(({ partner }) => partner.name).join(', ')}
        </FactLine>
        <FactLine label="Rythme">
          {rhythmMeetings !== null && rhythmPeriod !== null
            ? rhythmText(rhythmMeetings, rhythmPeriod)
            : 'libre'}
        </FactLine>
        <FactLine label="Début">{longDate(group.startsOn)}</FactLine>
        <FactLine label="Fin prévue">
          {group.endsOn === null ? 'non précisée' : longDate(group.endsOn)}
        </FactLine>
      </dl>

      <MissionLetter group={group} />
      <Indicator of={group} measures={read.measures} />
      <Steps read={read} />

      <h2 id="reunions">Réunions</h2>
      {read.meetings.length === 0 ? (
        <p>Aucune réunion pour l’instant.</p>
      ) : (
        <ul>
          {read.meetings.map(({ id, startsAt, place, state }) => (
            <li>
              <a href={`/pacte/reunions/${id}`}>
                <time datetime={isoWithOffset(startsAt)}>{longMoment(startsAt)}</time>
              </a>
              {place !== '' && `, ${place}`}
              {state === 'cancelled' && ' – annulée'}
              {state === 'planned' && startsAt > now && ' – à venir'}
            </li>
          ))}
        </ul>
      )}

      <h2 id="actions">Actions</h2>
      {actions.length === 0 ? (
        <p>Aucune action n’est encore sortie de ce groupe.</p>
      ) : (
        <ul class="cards actions plain">
          {actions.map((action) => (
            <ActionCard action={action} today={today} />
          ))}
        </ul>
      )}

      <Milestones
        title="Jalons proches des actions du groupe"
        milestones={milestones}
        today={today}
      />

      <Follow filter={filter} title="Suivre ce groupe" />
      <HistoryList history={history} path={`/pacte/groupes/${group.slug}`} />
      <p>
        <a href={`/pacte/signaler?page=${encodeURIComponent(frame.path)}`}>Signaler une erreur</a> ·{' '}
        <a href={`/espace/pacte/groupes/${group.slug}`} rel="nofollow">
          Partenaires : modifier ou commenter
        </a>
      </p>
    </InnerPage>
  )
}

function MissionLetter({ group }: { group: GroupRead['group'] }) {
  const lines = [
    ['Problème partagé', [group.problemStatement, group.problemFigure].filter(Boolean).join(' – ')],
    ['But', group.aim],
    ['Périmètre', group.perimeter],
    ['Livrables', group.deliverables],
    ['Contraintes internes', group.internalConstraints],
    ['Contraintes juridiques', group.legalConstraints],
  ] as const
  if (group.indicator === '' && lines.every(([, text]) => text === ''))
    return (
      <>
        <h2 id="mission">Lettre de mission</h2>
        <p>Elle n’est pas encore écrite.</p>
      </>
    )
  return (
    <>
      <h2 id="mission">Lettre de mission</h2>
      <dl class="facts">
        {lines.map(([label, text]) => (
          <FactLine label={label}>{text}</FactLine>
        ))}
      </dl>
    </>
  )
}

function Steps({ read }: { read: GroupRead }) {
  return (
    <>
      <h2 id="etapes">Étapes de la méthode</h2>
      <Table
        caption="Étapes, livrables et validations"
        unseen
        columns={['Étape', 'Livrable attendu', 'Situation']}
      >
        {STEPS.map(({ step, validatedBy }) => {
          const closed = read.steps.find((each) => each.step === step)
          return (
            <tr>
              <th scope="row">{STEP_LABELS[step].title}</th>
              <td data-label="Livrable">{STEP_LABELS[step].deliverable}</td>
              <td data-label="Situation">
                {closed ? (
                  <>
                    Close : <Deliverable closed={closed} />, validé par{' '}
                    {VALIDATED_BY_LABELS[closed.validatedBy]} le {shortDate(closed.validatedOn)}
                  </>
                ) : (
                  <>Ouverte ; à valider par {VALIDATED_BY_LABELS[validatedBy]}</>
                )}
              </td>
            </tr>
          )
        })}
      </Table>
    </>
  )
}

function Deliverable({ closed }: { closed: GroupRead['steps'][number] }) {
  const { deliverable, url, file } = closed
  if (file !== null) return <FileLink file={file} label={deliverable} />
  if (url === null) return <>{deliverable}</>
  return (
    <a href={url} rel="external nofollow">
      {deliverable}
    </a>
  )
}
