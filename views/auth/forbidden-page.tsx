import type { Agent } from '../../src/auth/policy.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { roleLabel } from '../words/roles.ts'

/** What may not be done, for whom the agent acts, and who could allow it. */
export function ForbiddenPage({
  frame,
  agent,
  partner,
}: {
  frame: Frame
  agent: Agent
  partner: string | null
}) {
  const title = 'Accès refusé'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        <p>
          {partner === null
            ? 'Cette page est réservée aux administrateurs du guichet.'
            : `Vous ne pouvez pas faire cela pour ${partner}.`}
        </p>
        {agent.memberships.length > 0 ? (
          <>
            <p>Vous êtes :</p>
            <ul>
              {agent.memberships.map(({ partnerName, role }) => (
                <li>
                  {roleLabel(role)} pour {partnerName}
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p>Vous n’avez de rôle pour aucun partenaire.</p>
        )}
        <p>
          L’administrateur de votre organisme dans le guichet, ou celui du guichet, peut vous donner
          un autre rôle.
        </p>
        <p>
          <a href="/espace">Revenir à l’espace partenaires</a>
        </p>
      </div>
    </Layout>
  )
}
