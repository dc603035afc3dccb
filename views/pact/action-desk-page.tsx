import { isLate } from '../../src/pact/actions/late.ts'
import { isOver } from '../../src/pact/actions/status.ts'
import type { CommentRead } from '../../src/pact/comments/comments.ts'
import type { ActionRead } from '../../src/pact/actions/read-action.ts'
import type { HistoryPage } from '../../src/pact/history.ts'
import { longMoment, shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { SubmitLine } from '../shared/form.tsx'
import { STATUS_LABELS } from '../words/pact.ts'
import { ActionBody, ActionFacts } from './action-page.tsx'
import { CommentList } from './comment-list.tsx'
import { EvidenceLine } from './evidence-list.tsx'
import { HistoryList } from './history-list.tsx'

interface ActionDeskPageProps {
  frame: Frame
  read: ActionRead
  /** Whether the partner that acts edits this action. */
  edits: boolean
  base: string
  back: string
  /** Councils that it may speak for. */
  speaksFor: number[]
  comments: CommentRead[]
  reader: { agentId: string; administrator: boolean }
  history: HistoryPage
  today: string
}

/** An action as its pilot and the other members see it, with what each may do. */
export function ActionDeskPage(props: ActionDeskPageProps) {
  const { frame, read, edits, base, back, speaksFor, comments, reader, history, today } = props
  const { action, reminders } = read
  return (
    <InnerPage
      frame={frame}
      title={action.title}
      current="pacte"
      back={{ href: back, label: 'Pacte' }}
    >
      <p>
        <strong class="tag">{STATUS_LABELS[action.status]}</strong>{' '}
        {isLate(action, today) && <strong class="tag tag-last-day">En retard</strong>}{' '}
        <a href={`/pacte/actions/${action.slug}`}>Page publique</a>
      </p>
      {edits && (
        <ul>
          <li>
            <a href={`${base}/modifier`}>Modifier</a>
          </li>
          <li>
            <a href={`${base}/statut`}>Changer l’état</a>
          </li>
          <li>
            <a href={`${base}/jalons`}>Ajouter un jalon</a>
          </li>
          <li>
            <a href={`${base}/mesures`}>Ajouter une mesure</a>
          </li>
        </ul>
      )}
      {(edits || speaksFor.length > 0) && (
        <p>
          <a class="button" href={`${base}/justificatifs`}>
            Ajouter un justificatif
          </a>
        </p>
      )}
      {!edits && <p>Cette action est pilotée par {read.pilot.name}.</p>}
      {action.description !== '' && <p class="as-written">{action.description}</p>}
      <ActionFacts read={read} />
      {speaksFor.length > 0 && (
        <>
          <h2 id="dire">Dire où en est une collectivité</h2>
          <ul>
            {read.councils
              .filter(({ partner }) => speaksFor.includes(partner.id))
              .map(({ partner }) => (
                <li>
                  <a href={`${base}/collectivites/${partner.id}`}>{partner.name}</a>
                </li>
              ))}
          </ul>
        </>
      )}
      {edits && read.milestones.length > 0 && (
        <>
          <h2 id="jalons-a-tenir">Dire qu’un jalon est atteint</h2>
          <ul>
            {read.milestones.map(({ id, title }) => (
              <li>
                <a href={`${base}/jalons/${id}`}>{title}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <ActionBody read={read} today={today} />
      {edits && read.evidence.length > 0 && (
        <details>
          <summary>Retirer un justificatif</summary>
          <ul>
            {read.evidence.map((each) => (
              <li>
                <EvidenceLine evidence={each} />{' '}
                <a href={`${base}/justificatifs/${each.id}/retrait`}>
                  Retirer<span class="unseen"> {each.title}</span>
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
      <h2 id="relances">Relances du pilote</h2>
      {reminders.length === 0 ? (
        <p>Le pilote n’a pas encore été relancé.</p>
      ) : (
        <ul>
          {reminders.map(({ at, dueOn, recipients }) => (
            <li>
              {longMoment(at)}, pour l’échéance du {shortDate(dueOn)}
              {recipients === 0 && ' (sans courriel)'}
            </li>
          ))}
        </ul>
      )}
      {action.dueOn !== null && !isOver(action.status) && (
        <form method="post" action={`${base}/relance`}>
          <SubmitLine quiet>Relancer le pilote</SubmitLine>
        </form>
      )}
      <CommentList comments={comments} reader={reader} href={`${base}/commentaires`} />
      <HistoryList history={history} path={base} />
    </InnerPage>
  )
}
