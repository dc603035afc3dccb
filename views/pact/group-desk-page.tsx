import type { CommentRead } from '../../src/pact/comments/comments.ts'
import type { ListedAction } from '../../src/pact/actions/list-actions.ts'
import type { GroupRead } from '../../src/pact/groups/read-group.ts'
import { STEPS, stepUnderWay } from '../../src/pact/groups/steps.ts'
import type { HistoryPage } from '../../src/pact/history.ts'
import { longMoment } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { lapseText, STATUS_LABELS, STEP_LABELS } from '../words/pact.ts'
import { CommentList } from './comment-list.tsx'
import { Indicator } from './indicator.tsx'
import { HistoryList } from './history-list.tsx'

interface GroupDeskPageProps {
  frame: Frame
  read: GroupRead
  edits: boolean
  /** Whether names and addresses of members are shown: to those who carry the group and who sit in it. */
  seesPeople: boolean
  base: string
  back: string
  actions: ListedAction[]
  comments: CommentRead[]
  reader: { agentId: string; administrator: boolean }
  history: HistoryPage
}

/** A working group as those who carry it and its members see it. */
export function GroupDeskPage(props: GroupDeskPageProps) {
  const { frame, read, edits, seesPeople, base, back, actions, comments, reader, history } = props
  const { group, members, steps, meetings, lapse } = read
  const current = stepUnderWay(steps.map(({ step }) => step))
  return (
    <InnerPage
      frame={frame}
      title={group.title}
      current="pacte"
      back={{ href: back, label: 'Pacte' }}
    >
      <p>
        <a href={`/pacte/groupes/${group.slug}`}>Page publique</a>
        {edits && (
          <>
            {' '}
            · <a href={`${base}/modifier`}>Modifier le groupe et sa lettre de mission</a> ·{' '}
            <a href={`${base}/mesures`}>Ajouter une mesure de l’indicateur</a>
          </>
        )}
      </p>
      {lapse !== null && (
        <p>
          <strong>{lapseText(lapse)}</strong>
        </p>
      )}
      <h2 id="etapes">Étapes</h2>
      <ol>
        {STEPS.map(({ step }) => (
          <li>
            {STEP_LABELS[step].title}
            {steps.some((each) => each.step === step) && ' – close'}
            {edits && step === current && (
              <>
                {' '}
                – <a href={`${base}/etapes/${step}`}>Clore avec son livrable</a>
              </>
            )}
          </li>
        ))}
      </ol>
      <h2 id="membres">Membres</h2>
      {members.length === 0 && <p>Aucun membre pour l’instant.</p>}
      <ul>
        {members.map((member) => (
          <li>
            {member.partner.name}
            {seesPeople && ` – ${peopleText(member)}`}
            {edits && (
              <>
                {' · '}
                <a href={`${base}/membres/${member.id}/depart`}>
                  Mettre fin<span class="unseen"> au siège de {member.partner.name}</span>
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
      {edits && (
        <p>
          <a href={`${base}/membres`}>Ajouter un membre</a>
        </p>
      )}
      <h2 id="reunions">Réunions</h2>
      <ul>
        {meetings.map(({ id, startsAt, state }) => (
          <li>
            <a href={`${back}/reunions/${id}`}>{longMoment(startsAt)}</a>
            {state === 'cancelled' && ' – annulée'}
          </li>
        ))}
      </ul>
      {edits && (
        <p>
          <a class="button" href={`${base}/reunions/nouvelle`}>
            Prévoir une réunion
          </a>
        </p>
      )}
      <h2 id="actions">Actions</h2>
      {actions.length === 0 && <p>Aucune action n’est encore sortie de ce groupe.</p>}
      <ul>
        {actions.map(({ slug, title, status }) => (
          <li>
            <a href={`${back}/actions/${slug}`}>{title}</a> : {STATUS_LABELS[status].toLowerCase()}
          </li>
        ))}
      </ul>
      <Indicator of={group} measures={read.measures} />
      <CommentList comments={comments} reader={reader} href={`${base}/commentaires`} />
      <HistoryList history={history} path={base} />
    </InnerPage>
  )
}

function peopleText({ person, email, substitute, substituteEmail }: GroupRead['members'][number]) {
  const one = (name: string, address: string | null) =>
    address === null ? name : `${name} (${address})`
  return [
    one(person, email),
    ...(substitute === null ? [] : [`suppléant : ${one(substitute, substituteEmail)}`]),
  ].join(' ; ')
}
