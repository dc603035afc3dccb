import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { frenchHolidays } from '../rules/calendar.ts'
import { canTake } from './handlers.ts'
import { changeRequest, type HandlerAuthor, lockHandled, lockRequest } from './lock.ts'
import { type Done, refused } from './problem.ts'
import { requestRelays } from './schema.ts'
import { type Telling, tellFirm, tellPartner } from './tell.ts'
import { dueDates } from './time-limits.ts'

/** To whom a request is to be handed on: another partner, or a body outside by its name, and why. */
export interface TypedRelay {
  partnerId: number | null
  body: string | null
  /** That body, where it is among the contacts. */
  bodyId: number | null
  reason: string
}

/**
 * Asks the firm whether its request may be handed on. Nobody learns anything before it says yes. Refused where a relay
 * waits already, to oneself, and to a partner where nobody could read it.
 */
export async function askForRelay(
  tx: Tx,
  requestId: number,
  { partnerId, body, bodyId, reason }: TypedRelay,
  author: HandlerAuthor,
  telling: Telling,
): Promise<Done> {
  const { now } = telling
  const request = await lockHandled(tx, requestId, author)
  if (!request) return refused('ended')
  if ((partnerId === null) === (body === null)) return refused('one-target', 'vers')
  if (partnerId === author.partnerId) return refused('same-partner', 'vers')
  if (partnerId !== null && !(await canTake(tx, partnerId, request.kind)))
    return refused('nobody-there', 'vers')
  const [asked] = await tx
    .insert(requestRelays)
    .values({
      partnerId,
      body,
      bodyId,
      reason,
      requestId,
      askedAt: now,
      askedBy: author.partnerId,
    })
    .onConflictDoNothing()
    .returning({ id: requestRelays.id })
  if (!asked) return refused('relay-waits')
  const isFirst = request.acknowledgedAt === null
  await changeRequest(
    tx,
    request,
    {
      turn: 'firm',
      remindedAt: null,
      ...(isFirst ? { state: 'acknowledged', acknowledgedAt: now } : {}),
    },
    {
      events: [...(isFirst ? (['acknowledged'] as const) : []), 'relay-asked'],
      author: { by: 'partner', ...author },
      now,
    },
  )
  await tellFirm(tx, request, 'relay-asked', asked.id, telling)
  return { ok: true }
}

/**
 * What the firm says to it. Yes to a partner: the request is that partner's, its time counts anew, and who had it reads
 * it no more. Yes to a body outside: its correspondent may tell that body. No: it stays where it is.
 */
export async function answerRelay(
  tx: Tx,
  requestId: number,
  relayId: number,
  accepted: boolean,
  telling: Telling,
): Promise<Done> {
  const { now } = telling
  const request = await lockRequest(tx, requestId)
  if (!request || request.state === 'closed') return refused('ended')
  const [relay] = await tx
    .update(requestRelays)
    .set({ answer: accepted ? 'accepted' : 'refused', answeredAt: now })
    .where(
      and(
        eq(requestRelays.requestId, requestId),
        eq(requestRelays.id, relayId),
        isNull(requestRelays.answer),
      ),
    )
    .returning()
  if (!relay) return refused('no-relay')
  const dates = dueDates(request.kind, now, frenchHolidays)
  const moves = accepted && relay.partnerId !== null
  const changed = await changeRequest(
    tx,
    request,
    {
      turn: 'partner',
      answerBy: dates.answerBy,
      remindedAt: null,
      ...(moves
        ? {
            partnerId: relay.partnerId,
            routedBy: 'relay',
            routedAt: now,
            state: 'received',
            acknowledgedAt: null,
            acknowledgeBy: dates.acknowledgeBy,
          }
        : {}),
    },
    {
      events: [
        accepted ? 'relay-accepted' : 'relay-refused',
        ...(moves ? (['routed'] as const) : []),
      ],
      author: { by: 'firm' },
      now,
    },
  )
  await tellPartner(tx, changed, moves ? 'arrived' : 'relay-answered', relayId, telling)
  return { ok: true }
}
