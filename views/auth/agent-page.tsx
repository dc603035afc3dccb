import type { findAgent } from '../../src/auth/agents.ts'
import { longDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { type FormError, SubmitButton } from '../shared/form.tsx'
import { LongTime } from '../shared/time.tsx'
import { roleLabel } from '../words/roles.ts'
import { FactLine } from '../shared/fact-line.tsx'

interface AgentPageProps {
  frame: Frame
  agent: NonNullable<Awaited<ReturnType<typeof findAgent>>>
  errors: FormError[]
}

/** One account: what it may do, and what an administrator may change about it. */
export function AgentPage({ frame, agent, errors }: AgentPageProps) {
  const { name, email, roles, identities } = agent
  return (
    <InnerPage
      frame={frame}
      title={name}
      back={{ href: '/espace/administration/agents', label: 'Agents' }}
      errors={errors}
    >
      <dl class="facts">
        <FactLine label="Adresse électronique">{email}</FactLine>
        <FactLine label="Compte ouvert">{longDate(agent.createdAt)}</FactLine>
        <FactLine label="Accès">
          {agent.disabledAt ? `suspendu depuis le ${longDate(agent.disabledAt)}` : 'ouvert'}
          {agent.administrator && ', administrateur du guichet'}
        </FactLine>
      </dl>
      <h2>Rôles</h2>
      {roles.length === 0 && <p>Aucun rôle pour un partenaire.</p>}
      <ul>
        {roles.map(({ role, partner }) => (
          <li>
            {roleLabel(role)} pour <a href={`/espace/${partner.slug}/equipe`}>{partner.name}</a>
          </li>
        ))}
      </ul>
      <h2>Identités</h2>
      {identities.length === 0 && <p>Ne s’est jamais connecté par un fournisseur d’identité.</p>}
      <ul>
        {identities.map(({ issuer, seenAt }) => (
          <li>
            {new URL(issuer).host}, vue le <LongTime when={seenAt} />
          </li>
        ))}
      </ul>
      <p>
        <a href={`/espace/administration/journal?objet=${encodeURIComponent(`agent:${agent.id}`)}`}>
          Ce qui a été fait à ce compte
        </a>{' '}
        ·{' '}
        <a href={`/espace/administration/journal?acteur=${encodeURIComponent(email)}`}>
          Ce que ce compte a fait
        </a>
      </p>
      <Changes agent={agent} />
    </InnerPage>
  )
}

function Changes({ agent }: Pick<AgentPageProps, 'agent'>) {
  const at = `/espace/administration/agents/${agent.id}`
  const disabled = agent.disabledAt !== null
  return (
    <>
      <h2>Changer</h2>
      {!disabled && (
        <form method="post" action={`${at}/lien`} class="entry">
          <p>Pour quelqu’un qui ne reçoit pas de courriel. Le lien ouvre son compte, une fois.</p>
          <SubmitButton quiet>Faire un lien de connexion</SubmitButton>
        </form>
      )}
      <form method="post" action={`${at}/acces`} class="entry">
        <input type="hidden" name="suspendu" value={disabled ? 'non' : 'oui'} />
        <p>
          {disabled
            ? 'Le compte retrouvera les rôles qu’il a encore.'
            : 'Ses sessions sont fermées aussitôt, et plus rien ne lui ouvre l’espace partenaires.'}
        </p>
        <SubmitButton quiet>{disabled ? 'Rouvrir l’accès' : 'Suspendre l’accès'}</SubmitButton>
      </form>
      <form method="post" action={`${at}/administrateur`} class="entry">
        <input type="hidden" name="administrateur" value={agent.administrator ? 'non' : 'oui'} />
        <p>Un administrateur du guichet s’occupe des partenaires, des agents et des sources.</p>
        <SubmitButton quiet>
          {agent.administrator
            ? 'Retirer l’administration du guichet'
            : 'Nommer administrateur du guichet'}
        </SubmitButton>
      </form>
      {agent.identities.length > 0 && (
        <form method="post" action={`${at}/identites`} class="entry">
          <p>
            Quand la personne a changé de fournisseur d’identité. Vérifiez d’abord que c’est bien
            elle : la prochaine identité à la même adresse ouvrira ce compte.
          </p>
          <SubmitButton quiet>Dissocier ses identités</SubmitButton>
        </form>
      )}
    </>
  )
}
