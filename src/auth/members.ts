import { and, asc, count, eq, exists, inArray, isNotNull, isNull, ne, or } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Reader, Tx } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import type { Role } from './policy.ts'
import { accessRequests, agents, identities, memberships, sessions, signInLinks } from './schema.ts'
import { endSessions } from './sessions.ts'

const MEMBER = {
  id: memberships.id,
  agentId: agents.id,
  name: agents.name,
  email: agents.email,
  role: memberships.role,
  givenAt: memberships.givenAt,
  disabledAt: agents.disabledAt,
}

/** Who has which role for a partner, by name; one line for each role. */
export async function listMembers(reader: Reader, partnerId: number) {
  return reader
    .select(MEMBER)
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .where(and(eq(memberships.partnerId, partnerId), isNull(memberships.endedAt)))
    .orderBy(asc(agents.name), asc(memberships.id))
}

/** That agents who may sign in act in one of these roles: asked of memberships that are joined with their agents. */
export function actsAs(...roles: Role[]) {
  return and(
    isNull(memberships.endedAt),
    isNull(agents.disabledAt),
    inArray(memberships.role, roles),
  )
}

/** One role that somebody has for this partner; null for another's, and for one that has ended. */
export async function findMember(reader: Reader, partnerId: number, id: number) {
  const [found] = await reader
    .select(MEMBER)
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .where(
      and(
        eq(memberships.id, id),
        eq(memberships.partnerId, partnerId),
        isNull(memberships.endedAt),
      ),
    )
  return found ?? null
}

export type Member = Awaited<ReturnType<typeof listMembers>>[number]

/** Whether nobody else who may sign in looks after this partner. */
export async function isLastAdministrator(
  reader: Reader,
  partnerId: number,
  member: Pick<Member, 'id' | 'role'>,
): Promise<boolean> {
  if (member.role !== 'partner-administrator') return false
  const [others] = await reader
    .select({ count: count() })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .where(
      and(
        eq(memberships.partnerId, partnerId),
        actsAs('partner-administrator'),
        ne(memberships.id, member.id),
      ),
    )
  return others?.count === 0
}

/** Gives another role in the place of this one. Returns false where there is none to change. */
export async function changeRole(
  tx: Tx,
  change: { partnerId: number; id: number; role: Role; by: string },
  now: Date,
): Promise<boolean> {
  const ended = await endRow(tx, change, now)
  if (!ended) return false
  await tx
    .insert(memberships)
    .values({
      agentId: ended.agentId,
      partnerId: change.partnerId,
      role: change.role,
      givenBy: change.by,
      givenAt: now,
    })
    .onConflictDoNothing()
  await recordAudit(tx, {
    at: now,
    actor: change.by,
    partnerId: change.partnerId,
    action: 'membership.change',
    subject: `agent:${ended.agentId}`,
    before: { role: ended.role },
    after: { role: change.role },
  })
  return true
}

/** Takes a role away; who has none left anywhere is signed out everywhere. Returns false where there is none to end. */
export async function endMembership(
  tx: Tx,
  ending: { partnerId: number; id: number; by: string },
  now: Date,
): Promise<boolean> {
  const ended = await endRow(tx, ending, now)
  if (!ended) return false
  await recordAudit(tx, {
    at: now,
    actor: ending.by,
    partnerId: ending.partnerId,
    action: 'membership.end',
    subject: `agent:${ended.agentId}`,
    before: { role: ended.role },
  })
  if (!(await actsForAnybody(tx, ended.agentId)))
    await endSessions(tx, ended.agentId, { allBut: null })
  return true
}

async function endRow(
  tx: Tx,
  { partnerId, id }: { partnerId: number; id: number },
  now: Date,
): Promise<{ agentId: string; role: Role } | null> {
  const [ended] = await tx
    .update(memberships)
    .set({ endedAt: now })
    .where(
      and(
        eq(memberships.id, id),
        eq(memberships.partnerId, partnerId),
        isNull(memberships.endedAt),
      ),
    )
    .returning({ agentId: memberships.agentId, role: memberships.role })
  return ended ?? null
}

async function actsForAnybody(reader: Reader, agentId: string): Promise<boolean> {
  const role = reader
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.agentId, agentId), isNull(memberships.endedAt)))
  const [acting] = await reader
    .select({ id: agents.id })
    .from(agents)
    .where(and(eq(agents.id, agentId), or(eq(agents.administrator, true), exists(role))))
  return acting !== undefined
}

/** Who waits for a role: for this partner, or for any (null), the longest waiting first. */
export async function listWaiting(reader: Reader, partnerId: number | null) {
  return reader
    .select({
      id: accessRequests.id,
      name: agents.name,
      email: agents.email,
      askedAt: accessRequests.askedAt,
      partner: { slug: partners.slug, name: partners.name },
    })
    .from(accessRequests)
    .innerJoin(agents, eq(agents.id, accessRequests.agentId))
    .innerJoin(partners, eq(partners.id, accessRequests.partnerId))
    .where(
      and(
        isNull(accessRequests.answeredAt),
        isNull(agents.disabledAt),
        partnerId === null ? undefined : eq(accessRequests.partnerId, partnerId),
      ),
    )
    .orderBy(asc(accessRequests.askedAt))
}

export type Waiting = Awaited<ReturnType<typeof listWaiting>>[number]

/** Gives a role to somebody who waits for one, or (null) turns them down. Returns false where nobody waits. */
export async function answerRequest(
  tx: Tx,
  answer: { partnerId: number; id: number; role: Role | null; by: string },
  now: Date,
): Promise<boolean> {
  const { partnerId, role, by } = answer
  const [answered] = await tx
    .update(accessRequests)
    .set({ answeredAt: now, granted: role !== null })
    .where(
      and(
        eq(accessRequests.id, answer.id),
        eq(accessRequests.partnerId, partnerId),
        isNull(accessRequests.answeredAt),
      ),
    )
    .returning({ agentId: accessRequests.agentId })
  if (!answered) return false
  const { agentId } = answered
  if (role !== null)
    await tx
      .insert(memberships)
      .values({ agentId, partnerId, role, givenBy: by, givenAt: now })
      .onConflictDoNothing()
  await recordAudit(tx, {
    at: now,
    actor: by,
    partnerId,
    action: role === null ? 'access.refuse' : 'access.grant',
    subject: `agent:${agentId}`,
    ...(role === null ? {} : { after: { role } }),
  })
  return true
}

/**
 * Whether a link that signs this agent in may be shown to who looks after this partner: only where the agent has never
 * signed in, is nothing for any other partner and no administrator of the instance. Anyone else's link goes to their
 * own mailbox, or nobody could say who did what.
 */
export async function isNewcomer(
  reader: Reader,
  agentId: string,
  partnerId: number,
): Promise<boolean> {
  const elsewhere = reader
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.agentId, agentId), ne(memberships.partnerId, partnerId)))
  const used = reader
    .select({ id: signInLinks.agentId })
    .from(signInLinks)
    .where(and(eq(signInLinks.agentId, agentId), isNotNull(signInLinks.usedAt)))
  const known = reader
    .select({ id: identities.agentId })
    .from(identities)
    .where(eq(identities.agentId, agentId))
  const inside = reader
    .select({ id: sessions.agentId })
    .from(sessions)
    .where(eq(sessions.agentId, agentId))
  const [somebody] = await reader
    .select({ id: agents.id })
    .from(agents)
    .where(
      and(
        eq(agents.id, agentId),
        or(
          eq(agents.administrator, true),
          isNotNull(agents.disabledAt),
          exists(elsewhere),
          exists(used),
          exists(known),
          exists(inside),
        ),
      ),
    )
  return somebody === undefined
}
