import type { Agent } from '../../src/auth/policy.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { LongTime } from '../shared/time.tsx'
import { browserLabel } from '../words/browsers.ts'
import { roleLabel } from '../words/roles.ts'
import { SubmitButton } from '../shared/form.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { Table } from '../shared/table.tsx'

interface AccountPageProps {
  frame: Frame
  agent: Agent
  sessions: { id: string; startedAt: Date; seenAt: Date; browser: string; how: 'link' | 'oidc' }[]
  /** The session that asks. */
  own: string | null
}

/** Who one is here, what one may do, and where one is signed in. */
export function AccountPage({ frame, agent, sessions, own }: AccountPageProps) {
  const title = 'Mon compte'
  return (
    <InnerPage frame={frame} title={title} back={{ href: '/espace', label: 'Espace partenaires' }}>
      <dl class="facts">
        <FactLine label="Nom">{agent.name}</FactLine>
        <FactLine label="Adresse électronique">{agent.email}</FactLine>
      </dl>
      <h2>Mes rôles</h2>
      <ul>
        {agent.administrator && <li>administrateur du guichet</li>}
        {agent.memberships.map(({ partnerName, role }) => (
          <li>
            {roleLabel(role)} pour {partnerName}
          </li>
        ))}
        {!agent.administrator && agent.memberships.length === 0 && (
          <li>aucun pour l’instant : l’administrateur de votre organisme peut vous en donner un</li>
        )}
      </ul>
      <h2>Mes sessions</h2>
      <p>
        Une session se termine après deux heures sans activité, et douze heures après la connexion.
      </p>
      <Table
        caption="Sessions ouvertes avec votre compte"
        columns={['Navigateur', 'Ouverte', 'Dernière activité', <span class="unseen">Action</span>]}
      >
        {sessions.map(({ id, startedAt, seenAt, browser, how }) => (
          <tr>
            <th scope="row">
              {browserLabel(browser)}
              {id === own && <strong> (cette session)</strong>}
            </th>
            <td data-label="Ouverte">
              <LongTime when={startedAt} />
              {how === 'link' ? ', par un lien' : ', par votre organisme'}
            </td>
            <td data-label="Dernière activité">
              <LongTime when={seenAt} />
            </td>
            <td data-label="Action">
              <form method="post" action={`/espace/compte/sessions/${id}/fin`}>
                <button type="submit" class="link">
                  Fermer
                  <span class="unseen"> la session de {browserLabel(browser)}</span>
                </button>
              </form>
            </td>
          </tr>
        ))}
      </Table>
      {sessions.length > 1 && (
        <form method="post" action="/espace/compte/sessions/fin">
          <SubmitButton quiet>Fermer toutes les autres sessions</SubmitButton>
        </form>
      )}
    </InnerPage>
  )
}
