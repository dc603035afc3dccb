import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import { actsAs } from '../auth/members.ts'
import { agents, memberships } from '../auth/schema.ts'
import type { Reader, Tx } from '../db/db.ts'
import type { Author } from '../pact/versions.ts'
import { type Done, refused } from './problem.ts'
import type { RequestRow } from './links.ts'
import { requestHandlers, type RequestKind } from './schema.ts'

/** What an agent may read of a partner's requests. */
export interface Handling {
  /** The confidential files of firms in difficulty too. */
  difficulties: boolean
}

/** Whether this agent was named to handle this partner's requests, and which; null: not named, or no agent of it now. */
export async function handlingOf(
  reader: Reader,
  agentId: string,
  partnerId: number,
): Promise<Handling | null> {
  if (!/^[0-9a-f-]{36}$/.test(agentId)) return null
  const [found] = await livingHandlers(
    reader,
    and(eq(requestHandlers.partnerId, partnerId), eq(requestHandlers.agentId, agentId)),
  )
  return found ? { difficulties: found.difficulties } : null
}

/**
 * Whether a handler of this partner reads this request: it is routed there, to somebody who may read its kind. Nothing
 * else opens one, whatever somebody's role is.
 */
export function mayRead(
  handling: Handling | null,
  request: Pick<RequestRow, 'partnerId' | 'kind'>,
  partnerId: number,
): boolean {
  if (handling === null || request.partnerId !== partnerId) return false
  return request.kind !== 'difficulty' || handling.difficulties
}

/** Who reads requests of this kind for a partner, by name. */
export async function handlersFor(reader: Reader, partnerId: number, kind: RequestKind) {
  return livingHandlers(
    reader,
    and(
      eq(requestHandlers.partnerId, partnerId),
      kind === 'difficulty' ? eq(requestHandlers.difficulties, true) : undefined,
    ),
  )
}

/** Those who look after a partner and can name who handles its requests. */
export async function partnerAdministrators(reader: Reader, partnerId: number) {
  return reader
    .selectDistinct({ agentId: agents.id, email: agents.email })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .where(and(eq(memberships.partnerId, partnerId), actsAs('partner-administrator')))
    .orderBy(asc(agents.email), asc(agents.id))
}

/** Whether somebody at this partner reads requests of this kind, or can name who does: nothing is sent where nobody is. */
export async function canTake(
  reader: Reader,
  partnerId: number,
  kind: RequestKind,
): Promise<boolean> {
  if ((await handlersFor(reader, partnerId, kind)).length > 0) return true
  return (await partnerAdministrators(reader, partnerId)).length > 0
}

/** Agents of a partner, each once, and what they were named for. */
export async function namedAgents(reader: Reader, partnerId: number) {
  return reader
    .selectDistinctOn([agents.name, agents.id], {
      id: agents.id,
      name: agents.name,
      email: agents.email,
      difficulties: requestHandlers.difficulties,
      namedAt: requestHandlers.namedAt,
    })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .leftJoin(
      requestHandlers,
      and(eq(requestHandlers.agentId, agents.id), eq(requestHandlers.partnerId, partnerId)),
    )
    .where(
      and(
        eq(memberships.partnerId, partnerId),
        isNull(memberships.endedAt),
        isNull(agents.disabledAt),
      ),
    )
    .orderBy(asc(agents.name), asc(agents.id))
}

/**
 * Names who handles a partner's requests, in place of those before: its own agents only. Refused for anybody else. Whose
 * membership ended is named no more, whatever stands here.
 */
export async function nameHandlers(
  tx: Tx,
  named: { agentId: string; difficulties: boolean }[],
  author: Author & { partnerId: number },
): Promise<Done> {
  const { partnerId, actor, now } = author
  const own = new Set((await namedAgents(tx, partnerId)).map(({ id }) => id))
  if (named.some(({ agentId }) => !own.has(agentId))) return refused('not-a-member')
  const before = await tx
    .delete(requestHandlers)
    .where(eq(requestHandlers.partnerId, partnerId))
    .returning({ agentId: requestHandlers.agentId, difficulties: requestHandlers.difficulties })
  if (named.length > 0)
    await tx
      .insert(requestHandlers)
      .values(named.map((each) => ({ ...each, partnerId, namedBy: actor, namedAt: now })))
  const told = (those: typeof before) => ({
    agents: those.map(({ agentId, difficulties }) => `${agentId}${difficulties ? ' +' : ''}`),
  })
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId,
    action: 'request.name-handlers',
    subject: `partner:${partnerId}`,
    before: told(before),
    after: told(named),
  })
  return { ok: true }
}

/** Named, still agents of the partner, and not shut out. */
async function livingHandlers(reader: Reader, which: ReturnType<typeof and>) {
  const acting = reader
    .select({ one: sql`1` })
    .from(memberships)
    .where(
      and(
        eq(memberships.agentId, requestHandlers.agentId),
        eq(memberships.partnerId, requestHandlers.partnerId),
        isNull(memberships.endedAt),
      ),
    )
  return reader
    .select({
      agentId: agents.id,
      name: agents.name,
      email: agents.email,
      difficulties: requestHandlers.difficulties,
    })
    .from(requestHandlers)
    .innerJoin(agents, eq(agents.id, requestHandlers.agentId))
    .where(and(which, isNull(agents.disabledAt), sql`exists ${acting}`))
    .orderBy(asc(agents.name), asc(agents.id))
}
