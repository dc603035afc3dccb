import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { frenchHolidays } from '../rules/calendar.ts'
import { OUTCOMES } from './choices.ts'
import { addMessage, type Written } from './messages.ts'
import { type By, changeRequest, type HandlerAuthor, lockHandled, lockRequest } from './lock.ts'
import { type Done, refused } from './problem.ts'
import type { RequestRow } from './links.ts'
import { type Outcome, requestDiagnoses, requestRelays } from './schema.ts'
import { type Telling, tellFirm, tellPartner } from './tell.ts'
import { dueDates, reopenUntil } from './time-limits.ts'

/** How a handler ends a request; `result` is what came of it for a firm in difficulty. */
export interface TypedEnd extends Written {
  outcome: Outcome
  result: string
}

/**
 * A handler closes a request with what came of it, and a last message where one is written. A mediation ends with an
 * agreement, or without, only after the buyer was heard. Refused while the firm has not answered about a relay.
 */
export async function closeRequest(
  tx: Tx,
  requestId: number,
  { outcome, result, ...written }: TypedEnd,
  author: HandlerAuthor,
  telling: Telling,
): Promise<Done> {
  const { now } = telling
  const request = await lockHandled(tx, requestId, author)
  if (!request) return refused('ended')
  if (!OUTCOMES[request.kind].includes(outcome)) return refused('choice', 'resultat')
  if (request.mediationStep === 'asked' && outcome !== 'withdrawn')
    return refused('hear-buyer-first', 'resultat')
  const [relay] = await tx
    .select({ id: requestRelays.id })
    .from(requestRelays)
    .where(and(eq(requestRelays.requestId, requestId), isNull(requestRelays.answer)))
  if (relay) return refused('relay-waits')
  if (written.body !== '') await addMessage(tx, request, written, author, now)
  if (request.kind === 'difficulty')
    await tx
      .update(requestDiagnoses)
      .set({ result })
      .where(eq(requestDiagnoses.requestId, requestId))
  const isAnswer = outcome !== 'withdrawn' && request.answeredAt === null
  const ended = await endRequest(tx, request, outcome, { by: 'partner', ...author }, now, isAnswer)
  await tellFirm(tx, ended, 'closed', ended.version, telling)
  return { ok: true }
}

/** The firm withdraws what it asked: settled, or wanted no more. `news` is what its correspondent is told. */
export async function withdrawRequest(
  tx: Tx,
  requestId: number,
  telling: Telling,
  news: 'withdrawn' | 'erased' = 'withdrawn',
): Promise<Done> {
  const { now } = telling
  const request = await lockRequest(tx, requestId)
  if (!request) return refused('ended')
  if (request.state === 'closed') return { ok: true }
  await tx
    .update(requestRelays)
    .set({ answer: 'refused', answeredAt: now })
    .where(and(eq(requestRelays.requestId, requestId), isNull(requestRelays.answer)))
  const ended = await endRequest(tx, request, 'withdrawn', { by: 'firm' }, now)
  if (ended.partnerId !== null) await tellPartner(tx, ended, news, ended.version, telling)
  return { ok: true }
}

/**
 * The firm opens a closed request again, with what it has to say where it says something, within the time that
 * src/requests/time-limits.ts gives.
 */
export async function reopenRequest(
  tx: Tx,
  requestId: number,
  written: Written,
  telling: Telling,
): Promise<Done> {
  const { now } = telling
  const request = await lockRequest(tx, requestId)
  if (request?.closedAt == null) return refused('not-closed')
  if (now > reopenUntil(request.kind, request.closedAt)) return refused('too-late')
  if (written.body !== '') await addMessage(tx, request, written, null, now)
  const { answerBy, acknowledgeBy } = dueDates(request.kind, now, frenchHolidays)
  const opened = await changeRequest(
    tx,
    request,
    {
      state: request.acknowledgedAt === null ? 'received' : 'acknowledged',
      outcome: null,
      closedAt: null,
      reopened: request.reopened + 1,
      turn: 'partner',
      acknowledgeBy,
      answerBy,
    },
    { events: ['reopened'], author: { by: 'firm' }, now },
  )
  await tellPartner(tx, opened, 'reopened', opened.version, telling)
  return { ok: true }
}

/** Ends a request that is open and locked; `isAnswer`: its end is the first answer that the firm gets. */
export async function endRequest(
  tx: Tx,
  request: RequestRow,
  outcome: Outcome,
  author: By,
  now: Date,
  isAnswer = false,
): Promise<RequestRow> {
  const isFirst = request.acknowledgedAt === null && author.by === 'partner'
  return changeRequest(
    tx,
    request,
    {
      state: 'closed',
      outcome,
      closedAt: now,
      remindedAt: null,
      ...(isFirst ? { acknowledgedAt: now } : {}),
      ...(isAnswer ? { answeredAt: now } : {}),
    },
    {
      events: [
        ...(isFirst ? (['acknowledged'] as const) : []),
        ...(isAnswer ? (['answered'] as const) : []),
        'closed',
      ],
      author,
      now,
    },
  )
}
