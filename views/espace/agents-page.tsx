import type { AgentRow } from '../../src/auth/agents.ts'
import { type Frame, Layout } from '../layout/layout.tsx'

interface AgentsPageProps {
  frame: Frame
  words: string
  agents: AgentRow[]
}

/** Everybody who has an account. */
export function AgentsPage({ frame, words, agents }: AgentsPageProps) {
  const title = 'Agents'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <p class="back">
          <a href="/espace/administration">Administration du guichet</a>
        </p>
        <h1>{title}</h1>
        <form class="filter" role="search" action="/espace/administration/agents" method="get">
          <label for="recherche">Nom ou adresse électronique</label>
          <div class="filter-line">
            <input id="recherche" name="q" type="search" maxlength={100} value={words} />
            <button type="submit" class="button">
              Chercher
            </button>
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
      </div>
    </Layout>
  )
}
