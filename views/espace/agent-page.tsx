import type { findAgent } from '../../src/auth/agents.ts'
import { longDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { ErrorSummary, type FormError } from '../shared/form.tsx'
import { LongTime } from '../shared/time.tsx'
import { roleLabel } from '../words/roles.ts'

interface AgentPageProps {
  frame: Frame
  agent: NonNullable<Awaited<ReturnType<typeof findAgent>>>
  errors: FormError[]
}

/** One account: what it may do, and what an administrator may change about it. */
export function AgentPage({ frame, agent, errors }: AgentPageProps) {
  const { name, email, roles, identities } = agent
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${name}` : name}>
      <div class="prose">
        <p class="back">
          <a href="/espace/administration/agents">Agents</a>
        </p>
        <h1>{name}</h1>
        <ErrorSummary errors={errors} />
        <dl class="facts">
          <div>
            <dt>Adresse électronique</dt>
            <dd>{email}</dd>
          </div>
          <div>
            <dt>Compte ouvert</dt>
            <dd>{longDate(agent.createdAt)}</dd>
          </div>
          <div>
            <dt>Accès</dt>
            <dd>
              {agent.disabledAt ? `suspendu depuis le ${longDate(agent.disabledAt)}` : 'ouvert'}
              {agent.administrator && ', administrateur du guichet'}
            </dd>
          </div>
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
          <a
            href={`/espace/administration/journal?objet=${encodeURIComponent(`agent:${agent.id}`)}`}
          >
            Ce qui a été fait à ce compte
          </a>{' '}
          ·{' '}
          <a href={`/espace/administration/journal?acteur=${encodeURIComponent(email)}`}>
            Ce que ce compte a fait
          </a>
        </p>
        <Changes agent={agent} />
      </div>
    </Layout>
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
          <button type="submit" class="button button-quiet">
            Faire un lien de connexion
          </button>
        </form>
      )}
      <form method="post" action={`${at}/acces`} class="entry">
        <input type="hidden" name="suspendu" value={disabled ? 'non' : 'oui'} />
        <p>
          {disabled
            ? 'Le compte retrouvera les rôles qu’il a encore.'
            : 'Ses sessions sont fermées aussitôt, et plus rien ne lui ouvre l’espace partenaires.'}
        </p>
        <button type="submit" class="button button-quiet">
          {disabled ? 'Rouvrir l’accès' : 'Suspendre l’accès'}
        </button>
      </form>
      <form method="post" action={`${at}/administrateur`} class="entry">
        <input type="hidden" name="administrateur" value={agent.administrator ? 'non' : 'oui'} />
        <p>Un administrateur du guichet s’occupe des partenaires, des agents et des sources.</p>
        <button type="submit" class="button button-quiet">
          {agent.administrator
            ? 'Retirer l’administration du guichet'
            : 'Nommer administrateur du guichet'}
        </button>
      </form>
      {agent.identities.length > 0 && (
        <form method="post" action={`${at}/identites`} class="entry">
          <p>
            Quand la personne a changé de fournisseur d’identité. Vérifiez d’abord que c’est bien
            elle : la prochaine identité à la même adresse ouvrira ce compte.
          </p>
          <button type="submit" class="button button-quiet">
            Dissocier ses identités
          </button>
        </form>
      )}
    </>
  )
}
