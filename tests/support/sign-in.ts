import { invite } from '../../src/auth/invite.ts'
import type { Role } from '../../src/auth/policy.ts'
import { startSession } from '../../src/auth/sessions.ts'
import { agents } from '../../src/auth/schema.ts'
import type { Tx } from '../../src/db/db.ts'
import { idOfPartner } from './directory.ts'
import type { TestProgram } from './application.ts'

/** What a signed-in browser sends with its requests. */
export interface SignedIn {
  agentId: string
  headers: Record<string, string>
}

/** With a role for a partner, as administrator, or as an agent without any role. */
export type SigningInAs = { role: Role; partner: string } | 'administrator' | 'nobody'

/** Signs somebody in with a new session. */
export async function signIn(
  { deps }: Pick<TestProgram, 'deps'>,
  as: SigningInAs,
): Promise<SignedIn> {
  const { db, now, config } = deps
  const label = typeof as === 'string' ? as : `${as.role}.${as.partner}`
  const email = `${label}.${crypto.randomUUID()}@agents.example`
  const partner =
    typeof as === 'string' ? null : { id: await idOfPartner(db, as.partner), role: as.role }
  const signedIn = await db.transaction(async (tx) => {
    const invitation = { email, name: `Agent ${label}`, partner, by: 'test' }
    const agentId =
      as === 'nobody' ? await addAgent(tx, email) : await invite(tx, invitation, now())
    const session = { agentId, browser: 'test', how: 'link' as const }
    return { agentId, secret: await startSession(tx, session, now()) }
  })
  const name = config.baseUrl.startsWith('https:') ? '__Host-session' : 'session'
  return {
    agentId: signedIn.agentId,
    headers: { cookie: `${name}=${signedIn.secret}`, ...ownForm(config.baseUrl) },
  }
}

/** What a browser says of a form that a page of this site sends. */
export function ownForm(baseUrl: string): Record<string, string> {
  return { origin: new URL(baseUrl).origin, 'sec-fetch-site': 'same-origin' }
}

async function addAgent(tx: Tx, email: string): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(agents).values({ id, email, name: 'Agent sans rôle', createdAt: new Date() })
  return id
}
