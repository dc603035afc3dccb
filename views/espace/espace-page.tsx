import type { Agent } from '../../src/auth/policy.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { roleLabel } from '../words/roles.ts'

/** Where an agent begins: the partners it acts for. */
export function EspacePage({ frame, agent }: { frame: Frame; agent: Agent }) {
  const title = 'Espace partenaires'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {agent.memberships.length === 0 && !agent.administrator && (
          <p>
            Votre organisme n’est pas encore partenaire, ou votre rôle n’est pas encore donné.
            L’administrateur du guichet vous répondra.
          </p>
        )}
        <ul>
          {agent.memberships.map(({ partnerName, role }) => (
            <li>
              {partnerName} : {roleLabel(role)}
            </li>
          ))}
        </ul>
      </div>
    </Layout>
  )
}
