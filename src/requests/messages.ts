import { eq } from 'drizzle-orm'
import { hashOfSecret, isSecret, newSecret } from '../auth/secret.ts'
import type { Tx } from '../db/db.ts'
import { frenchHolidays } from '../rules/calendar.ts'
import { attachFiles } from './files.ts'
import type { RequestRow } from './links.ts'
import {
  auditHandling,
  changeRequest,
  type HandlerAuthor,
  lockHandled,
  lockRequest,
} from './lock.ts'
import { type Done, refused } from './problem.ts'
import { type RequestEventKind, requestMessages } from './schema.ts'
import { type Telling, tellFirm, tellPartner } from './tell.ts'
import { dueDates } from './time-limits.ts'

/** A message as its form brought it; the form's secret makes it one, however often it is sent. */
export interface Written {
  body: string
  formSecret: string
}

/** The firm writes: it is its correspondent's turn from then on. Refused once the request is closed. */
export async function writeAsFirm(
  tx: Tx,
  requestId: number,
  written: Written,
  telling: Telling,
): Promise<Done> {
  const request = await lockRequest(tx, requestId)
  if (!request || request.state === 'closed') return refused('ended')
  const messageId = await addMessage(tx, request, written, null, telling.now)
  if (messageId === null) return { ok: true }
  const { answerBy } = dueDates(request.kind, telling.now, frenchHolidays)
  // What was due already stays due: writing again gives nobody more time.
  const change = request.turn === 'firm' ? { turn: 'partner' as const, answerBy } : {}
  await changeRequest(tx, request, change, { events: [], author: { by: 'firm' }, now: telling.now })
  await tellPartner(tx, request, 'firm-wrote', messageId, telling)
  return { ok: true }
}

/**
 * A handler writes: the firm's turn. The first message acknowledges; `isAnswer` says that it answers what was asked.
 * Refused once the request is closed.
 */
export async function writeAsPartner(
  tx: Tx,
  requestId: number,
  { isAnswer, ...written }: Written & { isAnswer: boolean },
  author: HandlerAuthor,
  telling: Telling,
): Promise<Done> {
  const { now } = telling
  const request = await lockHandled(tx, requestId, author)
  if (!request) return refused('ended')
  const messageId = await addMessage(tx, request, written, author, now)
  if (messageId === null) return { ok: true }
  const events: RequestEventKind[] = [
    ...(request.acknowledgedAt === null ? (['acknowledged'] as const) : []),
    ...(isAnswer ? (['answered'] as const) : []),
  ]
  const change = {
    state:
      isAnswer || request.state === 'answered' ? ('answered' as const) : ('acknowledged' as const),
    acknowledgedAt: request.acknowledgedAt ?? now,
    answeredAt: request.answeredAt ?? (isAnswer ? now : null),
    turn: 'firm' as const,
    remindedAt: null,
  }
  await changeRequest(tx, request, change, { events, author: { by: 'partner', ...author }, now })
  await auditHandling(tx, request, 'wrote', author, now)
  await tellFirm(tx, request, 'message', messageId, telling)
  return { ok: true }
}

/** Says that it was read and will be answered, without a word more. */
export async function acknowledge(
  tx: Tx,
  requestId: number,
  author: HandlerAuthor,
  telling: Telling,
): Promise<Done> {
  const { now } = telling
  const request = await lockHandled(tx, requestId, author)
  if (!request) return refused('ended')
  if (request.acknowledgedAt !== null) return { ok: true }
  await changeRequest(
    tx,
    request,
    { state: 'acknowledged', acknowledgedAt: now, remindedAt: null },
    { events: ['acknowledged'], author: { by: 'partner', ...author }, now },
  )
  await tellFirm(tx, request, 'acknowledged', request.version, telling)
  return { ok: true }
}

/** Adds a message with the files that its form brought; null where the form was taken before. */
export async function addMessage(
  tx: Tx,
  { id }: Pick<RequestRow, 'id'>,
  { body, formSecret }: Written,
  author: HandlerAuthor | null,
  now: Date,
): Promise<number | null> {
  const formHash = await hashOfSecret(isSecret(formSecret) ? formSecret : newSecret())
  const [known] = await tx
    .select({ id: requestMessages.id })
    .from(requestMessages)
    .where(eq(requestMessages.formHash, formHash))
  if (known) return null
  const [added] = await tx
    .insert(requestMessages)
    .values({
      requestId: id,
      agentId: author?.agentId ?? null,
      partnerId: author?.partnerId ?? null,
      body,
      at: now,
      formHash,
    })
    .returning({ id: requestMessages.id })
  if (!added) throw new Error('a message was not added')
  await attachFiles(tx, formHash, { requestId: id, messageId: added.id })
  return added.id
}
