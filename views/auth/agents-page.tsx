import type { AgentRow } from '../../src/auth/agents.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { SubmitButton } from '../shared/form.tsx'

interface AgentsPageProps {
  frame: Frame
  words: string
  agents: AgentRow[]
}

/** Everybody who has an account. */
export function AgentsPage({ frame, words, agents }: AgentsPageProps) {
  const title = 'Agents'
  return (
    <InnerPage
      frame={frame}
      title={title}
      back={{ href: '/espace/administration', label: 'Administration du guichet' }}
    >
      <form class="filter" role="search" action="/espace/administration/agents" method="get">
        <label for="recherche">Nom ou adresse électronique</label>
        <div class="filter-line">
          <input id="recherche" name="q" type="search" maxlength={100} value={words} />
          <SubmitButton>Chercher</SubmitButton>
        </div>
      </form>
      {agents.length === 0 ? (
        <p>
          {words === ''
            ? 'Personne encore : invitez le premier agent depuis l’équipe d’un partenaire.'
            : `Personne ne répond à « ${words} ».`}
        </p>
      ) : (
        <ul>
          {agents.map(({ id, name, email, administrator, disabledAt }) => (
            <li>
              <a href={`/espace/administration/agents/${id}`}>{name}</a>, {email}
              {administrator && ' – administrateur du guichet'}
              {disabledAt && ' – accès suspendu'}
            </li>
          ))}
        </ul>
      )}
    </InnerPage>
  )
}
