/** What an agent may be for a partner. A site's administrator is one apart: for no partner, and for all. */
export type Role = 'publisher' | 'pact-editor' | 'partner-administrator'

export const ROLES: readonly Role[] = ['publisher', 'pact-editor', 'partner-administrator']

/** What a partner's program may do with a token: publish consultations, as its publishers do. */
export type TokenScope = 'consultations'

export const TOKEN_SCOPES: Record<TokenScope, Role> = { consultations: 'publisher' }

interface Rule {
  /** Everyone, everyone signed in, or those who have one of the roles. */
  who: 'everyone' | 'signed-in' | 'roles'
  /** Roles that allow it, for the partner they were given for. */
  roles: readonly Role[]
  /** Whether a site's administrator may do it, for every partner. */
  administrators: boolean
}

/**
 * The whole of authorisation: every route names the action that it is, and nothing else decides. Publishing in a
 * council's name is its own agents' alone, and so is what it says of its contracts and of the yearly analysis;
 * administrators look after partners, people and sources.
 */
export const POLICY = {
  public: { who: 'everyone', roles: [], administrators: true },
  'own-account': { who: 'signed-in', roles: [], administrators: true },
  'see-partner-area': { who: 'roles', roles: ROLES, administrators: true },
  'write-consultations': {
    who: 'roles',
    roles: ['publisher', 'partner-administrator'],
    administrators: false,
  },
  'answer-duplicates': {
    who: 'roles',
    roles: ['publisher', 'partner-administrator'],
    administrators: true,
  },
  'edit-pact': {
    who: 'roles',
    roles: ['pact-editor', 'partner-administrator'],
    administrators: true,
  },
  'check-own-contracts': { who: 'roles', roles: ROLES, administrators: false },
  'speak-in-analysis': {
    who: 'roles',
    roles: ['pact-editor', 'partner-administrator'],
    administrators: false,
  },
  'run-analysis': {
    who: 'roles',
    roles: ['pact-editor', 'partner-administrator'],
    administrators: true,
  },
  /** Only those whom the partner named read firms' requests: see src/requests/handlers.ts. */
  'answer-requests': { who: 'roles', roles: ROLES, administrators: false },
  'name-request-handlers': {
    who: 'roles',
    roles: ['partner-administrator'],
    administrators: false,
  },
  'manage-partner': { who: 'roles', roles: ['partner-administrator'], administrators: true },
  administer: { who: 'roles', roles: [], administrators: true },
} as const satisfies Record<string, Rule>

export type Action = keyof typeof POLICY

/** Who asks: an agent in a session, or a partner's program with a token. */
export interface Agent {
  /** Identifier of the agent (UUID) or of the token. */
  id: string
  /** How the audit log names it: `agent:…` or `token:…`. */
  actor: string
  name: string
  /** Null for a token. */
  email: string | null
  administrator: boolean
  memberships: Membership[]
}

export interface Membership {
  partnerId: number
  slug: string
  partnerName: string
  role: Role
}

/** Whether this agent (null: nobody signed in) may do this, for this partner where the action is one of a partner's. */
export function can(agent: Agent | null, action: Action, partnerId: number | null): boolean {
  const rule: Rule = POLICY[action]
  if (rule.who === 'everyone') return true
  if (agent === null) return false
  if (rule.who === 'signed-in') return true
  if (agent.administrator && rule.administrators) return true
  return agent.memberships.some(
    (membership) => membership.partnerId === partnerId && rule.roles.includes(membership.role),
  )
}
