import { isPubliclyLate } from '../../src/pact/actions/late.ts'
import type { ActionRead } from '../../src/pact/actions/read-action.ts'
import type { Names, Told } from '../../src/pact/history.ts'
import { euros, longDate, numberText, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { COUNCIL_STATE_LABELS, STATUS_LABELS } from '../words/pact.ts'
import { EvidenceList } from './evidence-list.tsx'
import { HistoryList } from './history-list.tsx'

interface ActionPageProps {
  frame: Frame
  read: ActionRead
  told: Told[]
  names: Names
  today: string
}

/** An action: where it stands, who carries it out, what shows it, and how it came here. */
export function ActionPage({ frame, read, told, names, today }: ActionPageProps) {
  const { action, pilot } = read
  return (
    <Layout
      frame={frame}
      title={action.title}
      description={`Action du pacte, pilotée par ${pilot.name} : ${STATUS_LABELS[action.status].toLowerCase()}.`}
      current="pacte"
    >
      <div class="prose">
        <p class="back">
          <a href="/pacte/actions">Actions du pacte</a>
        </p>
        <h1>{action.title}</h1>
        <p>
          <strong class="tag">{STATUS_LABELS[action.status]}</strong>{' '}
          {isPubliclyLate(action, today) && <strong class="tag tag-last-day">En retard</strong>}
        </p>
        {action.description !== '' && <p class="as-written">{action.description}</p>}
        <ActionFacts read={read} />
        <ActionBody read={read} />
        <h2 id="historique">Historique</h2>
        <HistoryList told={told} names={names} labelledBy="historique" />
        <p>
          <a href={`/pacte/signaler?page=${encodeURIComponent(frame.path)}`}>Signaler une erreur</a>{' '}
          ·{' '}
          <a href={`/espace/${pilot.slug}/pacte/actions/${action.slug}`} rel="nofollow">
            Modifier (réservé au pilote)
          </a>
        </p>
      </div>
    </Layout>
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
export function ActionBody({ read }: { read: ActionRead }) {
  const { milestones, evidence } = read
  const general = evidence.filter(({ councilId }) => councilId === null)
  return (
    <>
      <Indicator read={read} />
      {milestones.length > 0 && (
        <>
          <h2 id="jalons">Jalons</h2>
          <ul>
            {milestones.map(({ title, dueOn, reachedOn }) => (
              <li>
                {title} –{' '}
                {reachedOn === null
                  ? `prévu le ${shortDate(dueOn)}`
                  : `atteint le ${shortDate(reachedOn)} (prévu le ${shortDate(dueOn)})`}
              </li>
            ))}
          </ul>
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

function Indicator({ read: { action, measures } }: { read: ActionRead }) {
  if (action.indicator === '') return null
  const unit = action.indicatorUnit === '' ? '' : ` ${action.indicatorUnit}`
  const last = measures.at(-1)
  return (
    <>
      <h2 id="indicateur">Indicateur</h2>
      <p>
        {action.indicator} :{' '}
        {last
          ? `${numberText(last.value)}${unit} le ${shortDate(last.measuredOn)}`
          : 'pas encore mesuré'}
        {action.indicatorTarget !== null && ` ; cible ${numberText(action.indicatorTarget)}${unit}`}
        .
      </p>
      {last && action.indicatorTarget !== null && action.indicatorTarget > 0 && (
        <p>
          <label for="mesure">
            {numberText(last.value)} sur {numberText(action.indicatorTarget)}
            {unit}
          </label>{' '}
          <progress
            id="mesure"
            value={Math.min(Math.max(last.value, 0), action.indicatorTarget)}
            max={action.indicatorTarget}
          />
        </p>
      )}
      {measures.length > 0 && (
        <details>
          <summary>Toutes les mesures</summary>
          <ul>
            {measures.map(({ measuredOn, value, note }) => (
              <li>
                {shortDate(measuredOn)} : {numberText(value)}
                {unit}
                {note !== '' && ` (${note})`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Councils({ read: { councils, evidence } }: { read: ActionRead }) {
  if (councils.length === 0) return null
  return (
    <>
      <h2 id="collectivites">Mise en œuvre par les collectivités</h2>
      <div class="stack">
        <table>
          <caption class="unseen">Où en est chaque collectivité, par ordre alphabétique</caption>
          <thead>
            <tr>
              <th scope="col">Collectivité</th>
              <th scope="col">Situation</th>
              <th scope="col">Décidée le</th>
              <th scope="col">En vigueur depuis</th>
              <th scope="col">Justificatif</th>
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      </div>
    </>
  )
}
