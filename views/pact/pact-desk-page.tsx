import { isLate } from '../../src/pact/actions/late.ts'
import type { ListedAction } from '../../src/pact/actions/list-actions.ts'
import type { GroupAtAGlance } from '../../src/pact/overview.ts'
import type { PaperRead } from '../../src/pact/papers/list-papers.ts'
import { longMoment, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { lapseText, STATUS_LABELS } from '../words/pact.ts'
import type { NextMeeting } from './pact-page.tsx'

interface PactDeskPageProps {
  frame: Frame
  partner: { name: string }
  base: string
  groups: (GroupAtAGlance & { edits: boolean })[]
  actions: ListedAction[]
  /** Late for all to see, whoever pilots. */
  late: ListedAction[]
  meetings: NextMeeting[]
  papers: PaperRead[]
  holdsCommittee: boolean
  today: string
}

/** Where a partner's agents begin with the pact. */
export function PactDeskPage(props: PactDeskPageProps) {
  const { frame, partner, base, groups, actions, late, meetings, papers, holdsCommittee, today } =
    props
  const own = groups.filter(({ edits }) => edits)
  const others = groups.filter(({ edits }) => !edits)
  return (
    <Layout frame={frame} title={`Pacte – ${partner.name}`} current="pacte">
      <div class="prose">
        <p class="back">
          <a href="/espace">Espace partenaires</a>
        </p>
        <h1>Pacte – {partner.name}</h1>
        <p>
          <a class="button" href={`${base}/actions/nouvelle`}>
            Nouvelle action
          </a>{' '}
          <a class="button button-quiet" href={`${base}/groupes/nouveau`}>
            Nouveau groupe
          </a>
        </p>
        <p>
          <a href={`${base}/engagements`}>Répondre de nos engagements</a> ·{' '}
          <a href={`${base}/documents/nouveau`}>Ajouter un document</a> ·{' '}
          <a href={base.replace(/pacte$/, 'analyses')}>Analyses annuelles</a>
          {holdsCommittee && (
            <>
              {' '}
              · <a href={`${base}/comite/nouvelle`}>Prévoir un comité de pilotage</a>
            </>
          )}
        </p>
        <h2 id="nos-actions">Nos actions en cours</h2>
        {actions.length === 0 ? (
          <p>Aucune action en cours.</p>
        ) : (
          <ul>
            {actions.map((action) => (
              <li>
                <a href={`${base}/actions/${action.slug}`}>{action.title}</a> :{' '}
                {STATUS_LABELS[action.status].toLowerCase()}
                {action.dueOn !== null && `, pour le ${shortDate(action.dueOn)}`}
                {isLate(action, today) && (
                  <>
                    {' '}
                    <strong>en retard</strong>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        <h2 id="nos-groupes">Groupes que nous portons</h2>
        {own.length === 0 && <p>Aucun groupe.</p>}
        <Groups groups={own} base={base} />
        {others.length > 0 && (
          <>
            <h2 id="groupes">Autres groupes</h2>
            <Groups groups={others} base={base} />
          </>
        )}
        {late.length > 0 && (
          <>
            <h2 id="retard">En retard, tous pilotes</h2>
            <ul>
              {late.map(({ slug, title, pilot }) => (
                <li>
                  <a href={`${base}/actions/${slug}`}>{title}</a> – {pilot.name}
                </li>
              ))}
            </ul>
          </>
        )}
        <h2 id="reunions">Prochaines réunions</h2>
        {meetings.length === 0 && <p>Aucune réunion n’est prévue.</p>}
        <ul>
          {meetings.map(({ id, startsAt, group }) => (
            <li>
              <a href={`${base}/reunions/${id}`}>{longMoment(startsAt)}</a> –{' '}
              {group?.title ?? 'Comité de pilotage'}
            </li>
          ))}
        </ul>
        {papers.length > 0 && (
          <>
            <h2 id="documents">Documents et projets</h2>
            <ul>
              {papers.map(({ paper, versions }) => (
                <li>
                  <a href={`${base}/documents/${paper.slug}`}>{paper.title}</a>
                  {versions[0]?.draft === true && ' – projet à commenter'}
                </li>
              ))}
            </ul>
          </>
        )}
        <p>
          <a href="/pacte/actions">Toutes les actions</a>
        </p>
      </div>
    </Layout>
  )
}

function Groups({ groups, base }: { groups: GroupAtAGlance[]; base: string }) {
  return (
    <ul>
      {groups.map(({ slug, title, closedOn, lapse }) => (
        <li>
          <a href={`${base}/groupes/${slug}`}>{title}</a>
          {closedOn !== null && ' – clos'}
          {lapse !== null && ` – ${lapseText(lapse)}`}
        </li>
      ))}
    </ul>
  )
}
