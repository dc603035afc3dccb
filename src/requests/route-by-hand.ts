import { and, asc, desc, eq, isNull, ne, or, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import { actsAs } from '../auth/members.ts'
import { agents, memberships } from '../auth/schema.ts'
import type { Reader, Tx } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { frenchHolidays } from '../rules/calendar.ts'
import { canTake, handlersFor } from './handlers.ts'
import { changeRequest, lockRequest } from './lock.ts'
import { type Done, refused } from './problem.ts'
import { requestHandlers, requests } from './schema.ts'
import { type Telling, tellFirm, tellPartner } from './tell.ts'
import { dueDates } from './time-limits.ts'

const MOST = 200

/**
 * Requests that nobody can read: no partner was found, or nobody is named where they were sent; the longest waiting
 * first, two hundred at most. An administrator learns how many wait, of which kind and where from; of a firm in
 * difficulty the département alone, and never what is asked or by whom.
 */
export async function waitingForRoute(reader: Reader) {
  const acting = reader
    .select({ one: sql`1` })
    .from(requestHandlers)
    .innerJoin(agents, eq(agents.id, requestHandlers.agentId))
    .innerJoin(
      memberships,
      and(
        eq(memberships.agentId, requestHandlers.agentId),
        eq(memberships.partnerId, requestHandlers.partnerId),
        isNull(memberships.endedAt),
      ),
    )
    .where(
      and(
        eq(requestHandlers.partnerId, requests.partnerId),
        isNull(agents.disabledAt),
        or(ne(requests.kind, 'difficulty'), eq(requestHandlers.difficulties, true)),
      ),
    )
  return reader
    .select({
      reference: requests.reference,
      kind: requests.kind,
      commune: sql<
        string | null
      >`case when ${requests.kind} <> 'difficulty' then ${requests.commune} end`,
      departement: requests.departement,
      receivedAt: requests.receivedAt,
      /** Where nobody is named. */
      partner: partners.name,
    })
    .from(requests)
    .leftJoin(partners, eq(partners.id, requests.partnerId))
    .where(
      and(ne(requests.state, 'closed'), or(isNull(requests.partnerId), sql`not exists ${acting}`)),
    )
    .orderBy(asc(requests.receivedAt), asc(requests.id))
    .limit(MOST)
}

export type WaitingRequest = Awaited<ReturnType<typeof waitingForRoute>>[number]

/** Partners that requests can be given to: somebody is named there, or can name somebody. */
export async function takingPartners(reader: Reader): Promise<{ id: number; name: string }[]> {
  return reader
    .selectDistinct({ id: partners.id, name: partners.name })
    .from(partners)
    .innerJoin(memberships, eq(memberships.partnerId, partners.id))
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .leftJoin(
      requestHandlers,
      and(eq(requestHandlers.partnerId, partners.id), eq(requestHandlers.agentId, agents.id)),
    )
    .where(and(or(actsAs('partner-administrator'), sql`${requestHandlers.agentId} is not null`)))
    .orderBy(asc(partners.name), desc(partners.id))
}

/**
 * An administrator gives a request that waits to a partner, unread. Refused where somebody can read it already, and to a
 * partner where nobody could.
 */
export async function routeByHand(
  tx: Tx,
  { reference, partnerId, actor }: { reference: string; partnerId: number; actor: string },
  telling: Telling,
): Promise<Done> {
  const { now } = telling
  const [found] = await tx
    .select({ id: requests.id })
    .from(requests)
    .where(eq(requests.reference, reference))
  const request = found && (await lockRequest(tx, found.id))
  if (!request || request.state === 'closed') return refused('already-routed')
  const { partnerId: before, kind } = request
  if (before !== null && (await handlersFor(tx, before, kind)).length > 0)
    return refused('already-routed')
  if (!(await canTake(tx, partnerId, kind))) return refused('nobody-there', 'vers')
  const routed = await changeRequest(
    tx,
    request,
    {
      partnerId,
      routedBy: 'administrator',
      routedAt: now,
      remindedAt: null,
      turn: 'partner',
      ...dueDates(kind, now, frenchHolidays),
    },
    { events: ['routed'], author: { by: 'guichet' }, now },
  )
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId,
    action: 'request.route',
    subject: `request:${reference}`,
  })
  await tellPartner(tx, routed, 'arrived', `main-${routed.version}`, telling)
  await tellFirm(tx, routed, 'routed', routed.version, telling)
  return { ok: true }
}
