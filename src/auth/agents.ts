import { and, asc, count, desc, eq, ilike, isNull, or } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Reader, Tx } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { agents, identities, memberships } from './schema.ts'
import { endSessions } from './sessions.ts'

const MOST_LISTED = 200

/** Agents whose name or address has these words in it, by name; two hundred at most. */
export async function listAgents(reader: Reader, words: string) {
  const pattern = `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`
  return reader
    .select()
    .from(agents)
    .where(words === '' ? undefined : or(ilike(agents.name, pattern), ilike(agents.email, pattern)))
    .orderBy(asc(agents.name), asc(agents.id))
    .limit(MOST_LISTED)
}

export type AgentRow = Awaited<ReturnType<typeof listAgents>>[number]

/** Every agent with its roles, by e-mail address. */
export async function listAllAgents(reader: Reader) {
  const rows = await reader
    .select({ agent: agents, role: memberships.role, partner: partners.slug })
    .from(agents)
    .leftJoin(memberships, and(eq(memberships.agentId, agents.id), isNull(memberships.endedAt)))
    .leftJoin(partners, eq(partners.id, memberships.partnerId))
    .orderBy(asc(agents.email), asc(partners.slug))
  return [...Map.groupBy(rows, ({ agent }) => agent.id).values()].flatMap((of) => {
    const [first] = of
    const roles = of.flatMap(({ role, partner }) => (role && partner ? [{ role, partner }] : []))
    return first ? [{ ...first.agent, roles }] : []
  })
}

/** An agent with what it is for partners and how identity providers know it; null where there is none. */
export async function findAgent(reader: Reader, id: string) {
  const [agent] = await reader.select().from(agents).where(eq(agents.id, id))
  if (!agent) return null
  const roles = await reader
    .select({ role: memberships.role, partner: { slug: partners.slug, name: partners.name } })
    .from(memberships)
    .innerJoin(partners, eq(partners.id, memberships.partnerId))
    .where(and(eq(memberships.agentId, id), isNull(memberships.endedAt)))
    .orderBy(asc(partners.name))
  const known = await reader
    .select({ issuer: identities.issuer, seenAt: identities.seenAt })
    .from(identities)
    .where(eq(identities.agentId, id))
    .orderBy(desc(identities.seenAt))
  return { ...agent, roles, identities: known }
}

/** The identifier of the agent with this e-mail address (in lower case); null where there is none. */
export async function agentWithAddress(reader: Reader, email: string): Promise<string | null> {
  const [agent] = await reader.select({ id: agents.id }).from(agents).where(eq(agents.email, email))
  return agent?.id ?? null
}

/** How many administrators of the instance may sign in; their rows stay as they are until the transaction ends. */
export async function countAdministrators(tx: Tx): Promise<number> {
  const rows = await tx
    .select({ id: agents.id })
    .from(agents)
    .where(and(eq(agents.administrator, true), isNull(agents.disabledAt)))
    .for('update')
  return rows.length
}

/** What is done to an agent, and by whom. */
export interface AgentChange {
  id: string
  /** As the audit log names it. */
  by: string
}

/** Shuts an agent out, everywhere and at once, or lets it in again. Returns false where that is so already. */
export async function setDisabled(
  tx: Tx,
  { id, by }: AgentChange,
  disabled: boolean,
  now: Date,
): Promise<boolean> {
  const [agent] = await tx.select().from(agents).where(eq(agents.id, id)).for('update')
  if (!agent || (agent.disabledAt !== null) === disabled) return false
  await tx
    .update(agents)
    .set({ disabledAt: disabled ? now : null })
    .where(eq(agents.id, id))
  if (disabled) await endSessions(tx, id, { allBut: null })
  await recordAudit(tx, {
    at: now,
    actor: by,
    action: disabled ? 'agent.disable' : 'agent.enable',
    subject: `agent:${id}`,
    before: { disabled: !disabled },
    after: { disabled },
  })
  return true
}

/** Makes an agent an administrator of the instance, or no longer. Returns false where that is so already. */
export async function setAdministrator(
  tx: Tx,
  { id, by }: AgentChange,
  administrator: boolean,
  now: Date,
): Promise<boolean> {
  const [agent] = await tx.select().from(agents).where(eq(agents.id, id)).for('update')
  if (!agent || agent.administrator === administrator) return false
  await tx.update(agents).set({ administrator }).where(eq(agents.id, id))
  await recordAudit(tx, {
    at: now,
    actor: by,
    action: administrator ? 'administrator.add' : 'administrator.end',
    subject: `agent:${id}`,
    before: { administrator: !administrator },
    after: { administrator },
  })
  if (!administrator) await signOutUnlessMember(tx, id)
  return true
}

async function signOutUnlessMember(tx: Tx, id: string): Promise<void> {
  const [held] = await tx
    .select({ count: count() })
    .from(memberships)
    .where(and(eq(memberships.agentId, id), isNull(memberships.endedAt)))
  if (held?.count === 0) await endSessions(tx, id, { allBut: null })
}

/** Forgets how identity providers know an agent: the next one who shows to be it is taken for it. */
export async function forgetIdentities(
  tx: Tx,
  { id, by }: AgentChange,
  now: Date,
): Promise<boolean> {
  const forgotten = await tx
    .delete(identities)
    .where(eq(identities.agentId, id))
    .returning({ issuer: identities.issuer })
  if (forgotten.length === 0) return false
  await endSessions(tx, id, { allBut: null })
  await recordAudit(tx, {
    at: now,
    actor: by,
    action: 'identity.unlink',
    subject: `agent:${id}`,
    before: { issuers: forgotten.map(({ issuer }) => issuer) },
  })
  return true
}
