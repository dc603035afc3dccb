import type { YearTask } from '../../src/analysis/years/waiting.ts'
import type { Agent, Role } from '../../src/auth/policy.ts'
import type { OverriddenDeadline } from '../../src/consultations/duplicates.ts'
import type { OwnState } from '../../src/espace/own-states.ts'
import type { ToLookAt } from '../../src/posting/attention.ts'
import type { SourceAlert } from '../../src/sources/alerts.ts'
import { taskHref, taskText } from '../analysis/task-list.tsx'
import { longDate, longMoment, plural, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { OWN_STATE_LABELS } from '../words/espace.ts'
import { roleLabel } from '../words/roles.ts'
import { alertSentence } from '../words/source-alerts.ts'

/** What an agent's partner has under way, and what waits. */
export interface Desk {
  partner: { slug: string; name: string }
  roles: Role[]
  may: { write: boolean; manage: boolean; pact: boolean }
  drafts: { id: string; object: string | null; savedAt: Date; agentId: string; agentName: string }[]
  counts: Map<OwnState, number>
  closingSoon: ToLookAt[]
  withoutResult: ToLookAt[]
  /** Consultations that may be one. */
  questions: number
  deadlines: OverriddenDeadline[]
  alerts: SourceAlert[]
  /** Planned purchases whose quarter has passed without a consultation. */
  latePurchases: number
  /** Sessions of trainings to confirm, postpone or cancel. */
  sessionsToDecide: number
  /** Firms' requests that wait for an answer; null where the agent does not read them. */
  requests: { waiting: number; late: number } | null
  /** Meetings where it received firms, and did not say yet who came. */
  turnOuts: number
  /** Entries of its contacts that nobody looked at for a year. */
  contactsToCheck: number
  /** What the yearly analysis waits for. */
  analysisTasks: YearTask[]
}

interface EspacePageProps {
  frame: Frame
  agent: Agent
  desks: Desk[]
  /** Requests that nobody can read yet, for an administrator. */
  unroutedRequests: number
  /** Contacts and sheets that no partner answers for and nobody looked at for a year, for an administrator. */
  contactsToCheck: number
  /** Everybody's, for an administrator. */
  alerts: SourceAlert[]
}

/** Where an agent begins. */
export function EspacePage(props: EspacePageProps) {
  const { frame, agent, desks } = props
  const title = 'Espace partenaires'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {desks.length === 0 && !agent.administrator && (
          <p>
            Votre rôle n’est pas encore donné. L’administrateur de votre organisme, ou celui du
            guichet, vous répondra.
          </p>
        )}
        {agent.administrator && <Administration {...props} />}
        {desks.map((desk) => (
          <DeskSection desk={desk} agent={agent} />
        ))}
      </div>
    </Layout>
  )
}

function Administration({
  alerts,
  unroutedRequests,
  contactsToCheck,
}: Pick<EspacePageProps, 'alerts' | 'unroutedRequests' | 'contactsToCheck'>) {
  return (
    <section aria-labelledby="administration">
      <h2 id="administration">Administration du guichet</h2>
      <ul>
        <li>
          <a href="/espace/administration">Partenaires et agents</a>
        </li>
        <li>
          <a href="/espace/administration/pacte">Pacte</a>
        </li>
        <li>
          <a href="/espace/administration/contacts">Contacts, aides et règles</a>
          {contactsToCheck > 0 && ` : ${plural(contactsToCheck, 'fiche', 'fiches')} à vérifier`}
        </li>
        <li>
          <a href="/espace/administration/acheteurs">Acheteurs à reconnaître</a>
        </li>
        <li>
          <a href="/espace/administration/saisines">Saisines sans correspondant</a> :{' '}
          {unroutedRequests}
        </li>
        <li>
          <a href="/espace/administration/journal">Journal</a>
        </li>
        <li>
          <a href="/sources">État des sources</a>
        </li>
      </ul>
      {alerts.length > 0 && <Alerts alerts={alerts} />}
    </section>
  )
}

function DeskSection({ desk, agent }: { desk: Desk; agent: Agent }) {
  const { partner, roles, may, drafts, counts } = desk
  const base = `/espace/${partner.slug}`
  return (
    <section aria-labelledby={`p-${partner.slug}`}>
      <h2 id={`p-${partner.slug}`}>{partner.name}</h2>
      <p class="quiet">Vous êtes {roles.map(roleLabel).join(', ')}.</p>
      {may.write && (
        <p>
          <a class="button" href={`${base}/consultations/nouvelle`}>
            Annoncer une consultation
          </a>
        </p>
      )}
      <Attention desk={desk} base={base} />
      {drafts.length > 0 && (
        <>
          <h3>Brouillons</h3>
          <ul>
            {drafts.map(({ id, object, savedAt, agentId, agentName }) => (
              <li>
                <a href={`${base}/brouillons/${id}`}>{object || 'Sans objet encore'}</a>
                <span class="quiet">
                  {' '}
                  – {agentId === agent.id ? 'par vous' : `par ${agentName}`}, le{' '}
                  {longMoment(savedAt)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>Nos consultations</h3>
      <ul>
        {[...counts].map(([state, count]) => (
          <li>
            <a href={`${base}/consultations?etat=${state}`}>{OWN_STATE_LABELS[state]}</a> : {count}
          </li>
        ))}
      </ul>
      <p>
        {may.pact && (
          <>
            <a href={`${base}/pacte`}>Notre part du pacte</a> ·{' '}
            <a href={`${base}/formations`}>Nos formations</a> ·{' '}
            <a href={`${base}/bibliotheque`}>Notre bibliothèque</a> ·{' '}
          </>
        )}
        {may.write && (
          <>
            <a href={`${base}/programmation`}>Notre programmation</a> ·{' '}
          </>
        )}
        <a href={`${base}/rencontres`}>Nos rencontres</a> ·{' '}
        <a href={`${base}/saisines`}>Saisines</a> ·{' '}
        <a href={`${base}/analyses`}>Analyses annuelles</a> ·{' '}
        <a href={`${base}/modele`}>Modèle commun</a>
      </p>
      {may.manage && (
        <p>
          <a href={`${base}/contacts`}>Nos contacts</a> · <a href={`${base}/equipe`}>Équipe</a> ·{' '}
          <a href={`${base}/jetons`}>Jetons de l’API</a>
        </p>
      )}
    </section>
  )
}

/** What waits for somebody; nothing at all when nothing does. */
function Attention({ desk, base }: { desk: Desk; base: string }) {
  const { alerts, closingSoon, withoutResult, questions, deadlines, sessionsToDecide, requests } =
    desk
  const { latePurchases, turnOuts } = desk
  const tasks = tasksOf(desk)
  const consultations = closingSoon.length + withoutResult.length + questions + deadlines.length
  const waiting =
    alerts.length +
    consultations +
    sessionsToDecide +
    (requests?.waiting ?? 0) +
    turnOuts +
    latePurchases +
    tasks.length +
    desk.contactsToCheck
  if (waiting === 0) return <p>Rien n’attend votre attention.</p>
  return (
    <>
      <h3>À regarder</h3>
      <ul>
        {questions > 0 && (
          <li>
            <a href={`${base}/doublons`}>
              {plural(questions, 'doublon possible', 'doublons possibles')}
            </a>
          </li>
        )}
        {requests !== null && requests.waiting > 0 && (
          <li>
            <a href={`${base}/saisines`}>
              {plural(requests.waiting, 'saisine attend', 'saisines attendent')} une réponse
            </a>
            {requests.late > 0 && `, dont ${requests.late} en retard`}
          </li>
        )}
        {desk.contactsToCheck > 0 && (
          <li>
            <a href={`${base}/contacts`}>
              {plural(desk.contactsToCheck, 'fiche de contact', 'fiches de contact')}
            </a>{' '}
            à vérifier : plus d’un an sans vérification
          </li>
        )}
        {sessionsToDecide > 0 && (
          <li>
            <a href={`${base}/formations`}>
              {plural(sessionsToDecide, 'session de formation', 'sessions de formation')}
            </a>{' '}
            à confirmer, reporter ou annuler
          </li>
        )}
        {turnOuts > 0 && (
          <li>
            <a href={`${base}/rencontres`}>
              {plural(
                turnOuts,
                'rencontre acheteurs-entreprises',
                'rencontres acheteurs-entreprises',
              )}
            </a>{' '}
            : notez les entreprises venues
          </li>
        )}
        {latePurchases > 0 && (
          <li>
            <a href={`${base}/programmation?statut=en-retard`}>
              {plural(latePurchases, 'achat programmé', 'achats programmés')}
            </a>{' '}
            dont le trimestre est passé : publié, reporté ou abandonné ?
          </li>
        )}
        {tasks.map((task) => (
          <li>
            <a href={taskHref(task, `${base}/analyses`)}>{taskText(task)}</a>
            {task.until !== null && `, jusqu’au ${longDate(task.until)}`}
          </li>
        ))}
        {deadlines.map(({ path, title, official }) => (
          <li>
            <a href={path}>{title}</a> : un avis officiel a remplacé votre date limite par le{' '}
            {longMoment(official)} (<a href={`${base}/doublons`}>en savoir plus</a>)
          </li>
        ))}
        {closingSoon.map(({ reference, title, deadlineAt }) => (
          <li>
            <a href={`${base}/consultations/${reference}`}>{title}</a> : se termine
            {deadlineAt ? ` le ${longMoment(deadlineAt)}` : ' bientôt'}
          </li>
        ))}
        {withoutResult.map(({ reference, title, deadlineAt }) => (
          <li>
            <a href={`${base}/consultations/${reference}`}>{title}</a> : terminée
            {deadlineAt ? ` le ${shortDate(deadlineAt)}` : ''}, sans résultat connu
          </li>
        ))}
      </ul>
      {alerts.length > 0 && <Alerts alerts={alerts} />}
    </>
  )
}

/** Who publishes checks contracts; commenting and signing are for those who speak for the partner in the pact. */
function tasksOf({ analysisTasks, may }: Desk): YearTask[] {
  return analysisTasks.filter(({ task }) => task === 'check' || may.pact)
}

function Alerts({ alerts }: { alerts: SourceAlert[] }) {
  return (
    <>
      <p>Sources en alerte :</p>
      <ul>
        {alerts.map((alert) => (
          <li>{alertSentence(alert)}</li>
        ))}
      </ul>
    </>
  )
}
