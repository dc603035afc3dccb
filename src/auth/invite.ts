import { and, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import type { Role } from './policy.ts'
import { accessRequests, agents, memberships } from './schema.ts'

export interface Invitation {
  /** In lower case already. */
  email: string
  name: string
  /** Null: an administrator of the instance, for no partner. */
  partner: { id: number; role: Role } | null
  /** Who invites, as the audit log names it. */
  by: string
}

/** Makes sure that there is an agent of this e-mail address with this role, and returns its id. Inviting twice changes nothing. */
export async function invite(tx: Tx, invitation: Invitation, now: Date): Promise<string> {
  const { email, name, partner, by } = invitation
  await tx
    .insert(agents)
    .values({ id: crypto.randomUUID(), email, name, createdAt: now })
    .onConflictDoNothing()
  const [agent] = await tx.select().from(agents).where(eq(agents.email, email)).for('update')
  if (!agent) throw new Error('the agent was just written')
  if (partner === null) {
    if (agent.administrator) return agent.id
    await tx.update(agents).set({ administrator: true }).where(eq(agents.id, agent.id))
    await recordAudit(tx, {
      at: now,
      actor: by,
      action: 'administrator.add',
      subject: `agent:${agent.id}`,
    })
    return agent.id
  }
  const given = await tx
    .insert(memberships)
    .values({
      agentId: agent.id,
      partnerId: partner.id,
      role: partner.role,
      givenBy: by,
      givenAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: memberships.id })
  await tx
    .update(accessRequests)
    .set({ answeredAt: now, granted: true })
    .where(
      and(
        eq(accessRequests.agentId, agent.id),
        eq(accessRequests.partnerId, partner.id),
        isNull(accessRequests.answeredAt),
      ),
    )
  if (given.length === 0) return agent.id
  await recordAudit(tx, {
    at: now,
    actor: by,
    partnerId: partner.id,
    action: 'membership.add',
    subject: `agent:${agent.id}`,
    after: { role: partner.role },
  })
  return agent.id
}
