import { and, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../../audit/record.ts'
import type { Reader, Tx } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { accessRequests, agents, identities, memberships } from '../schema.ts'
import type { Person } from './finish.ts'

/** Which agent a recognised person is; or why none. */
export type Settled =
  /** `asked`: the role that this sign-in has asked for, where it is the first to. */
  | { kind: 'agent'; agentId: string; asked: AskedRole | null }
  /** Shut out by an administrator. */
  | { kind: 'disabled' }
  /** Their organisation is no partner, or the provider tells none, and nobody has invited them. */
  | { kind: 'no-partner' }
  /** An agent has this e-mail address already, and the provider does not show that it is the same person. */
  | { kind: 'address-taken' }
  /** The provider tells no e-mail address to make an account for. */
  | { kind: 'no-address' }

/** A request for a role for a partner, which somebody has to answer. */
export interface AskedRole {
  id: number
  partnerId: number
}

type AgentRow = typeof agents.$inferSelect

/**
 * The agent of an identity, which is the issuer and the subject and never an e-mail address. An identity met for the
 * first time becomes that of an invited agent with the same address only where this agent has no identity of the issuer
 * yet and the issuer either says that the address is verified, or that the person belongs to a partner for which the
 * agent was invited. Somebody of a partner whom nobody invited becomes an agent without a role, who waits for one.
 */
export async function settleIdentity(tx: Tx, person: Person, now: Date): Promise<Settled> {
  const partnerId = await partnerOf(tx, person.siret)
  const known = await agentOfIdentity(tx, person, now)
  if (known?.disabledAt) return { kind: 'disabled' }
  if (known) return settled(tx, known, person, partnerId, now)
  if (person.email === null) return { kind: 'no-address' }
  const [invited] = await tx
    .select()
    .from(agents)
    .where(eq(agents.email, person.email))
    .for('update')
  if (invited?.disabledAt) return { kind: 'disabled' }
  if (invited) {
    if (!(await mayLink(tx, invited, person, partnerId))) return { kind: 'address-taken' }
    await link(tx, invited.id, person, now)
    return settled(tx, invited, person, partnerId, now)
  }
  if (partnerId === null) return { kind: 'no-partner' }
  const added = await addAgent(tx, person, person.email, now)
  await link(tx, added.id, person, now)
  return settled(tx, added, person, partnerId, now)
}

async function partnerOf(reader: Reader, siret: string | null): Promise<number | null> {
  if (siret === null) return null
  const [partner] = await reader
    .select({ id: partners.id })
    .from(partners)
    .where(eq(partners.siret, siret))
  return partner?.id ?? null
}

async function agentOfIdentity(tx: Tx, person: Person, now: Date): Promise<AgentRow | null> {
  const [seen] = await tx
    .update(identities)
    .set({ seenAt: now, providerId: person.providerId })
    .where(and(eq(identities.issuer, person.issuer), eq(identities.subject, person.subject)))
    .returning({ agentId: identities.agentId })
  if (!seen) return null
  const [agent] = await tx.select().from(agents).where(eq(agents.id, seen.agentId))
  return agent ?? null
}

async function mayLink(
  reader: Reader,
  agent: AgentRow,
  person: Person,
  partnerId: number | null,
): Promise<boolean> {
  const others = await reader
    .select({ subject: identities.subject })
    .from(identities)
    .where(and(eq(identities.agentId, agent.id), eq(identities.issuer, person.issuer)))
  if (others.length > 0) return false
  return person.emailVerified || actsFor(await partnersOf(reader, agent.id), partnerId)
}

function actsFor(given: number[], partnerId: number | null): boolean {
  return partnerId !== null && given.includes(partnerId)
}

async function partnersOf(reader: Reader, agentId: string): Promise<number[]> {
  const rows = await reader
    .select({ partnerId: memberships.partnerId })
    .from(memberships)
    .where(and(eq(memberships.agentId, agentId), isNull(memberships.endedAt)))
  return rows.map(({ partnerId }) => partnerId)
}

async function link(tx: Tx, agentId: string, person: Person, now: Date): Promise<void> {
  const { issuer, subject, providerId } = person
  await tx
    .insert(identities)
    .values({ issuer, subject, providerId, agentId, linkedAt: now, seenAt: now })
  await recordAudit(tx, {
    at: now,
    actor: `agent:${agentId}`,
    action: 'identity.link',
    subject: `agent:${agentId}`,
    after: { issuer },
  })
}

async function addAgent(tx: Tx, person: Person, email: string, now: Date): Promise<AgentRow> {
  const [added] = await tx
    .insert(agents)
    .values({ id: crypto.randomUUID(), email, name: person.name ?? email, createdAt: now })
    .returning()
  if (!added) throw new Error('the agent was just written')
  await recordAudit(tx, {
    at: now,
    actor: `agent:${added.id}`,
    action: 'agent.add',
    subject: `agent:${added.id}`,
    after: { how: 'oidc' },
  })
  return added
}

/** An agent of a partner asks for a role there, once; one who acts for nobody and belongs to no partner is told so. */
async function settled(
  tx: Tx,
  agent: AgentRow,
  person: Person,
  partnerId: number | null,
  now: Date,
): Promise<Settled> {
  const given = await partnersOf(tx, agent.id)
  const asked =
    partnerId !== null && !actsFor(given, partnerId) && !agent.administrator
      ? await askForRole(tx, agent.id, partnerId, now)
      : null
  if (partnerId === null && person.siret !== null && given.length === 0 && !agent.administrator)
    return { kind: 'no-partner' }
  return { kind: 'agent', agentId: agent.id, asked }
}

async function askForRole(
  tx: Tx,
  agentId: string,
  partnerId: number,
  now: Date,
): Promise<AskedRole | null> {
  const [asked] = await tx
    .insert(accessRequests)
    .values({ agentId, partnerId, askedAt: now })
    .onConflictDoNothing()
    .returning({ id: accessRequests.id })
  if (!asked) return null
  await recordAudit(tx, {
    at: now,
    actor: `agent:${agentId}`,
    partnerId,
    action: 'access.ask',
    subject: `agent:${agentId}`,
  })
  return { id: asked.id, partnerId }
}
