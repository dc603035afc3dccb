import { eq } from 'drizzle-orm'
import { bumpVersions } from '../db/versions.ts'
import type { Tx } from '../db/db.ts'
import { recordAudit } from '../audit/record.ts'
import type { RequestRow } from './links.ts'
import { requestEvents, type RequestEventKind, requests } from './schema.ts'

/** A named agent at work for the partner that a request is routed to. */
export interface HandlerAuthor {
  partnerId: number
  agentId: string
  /** As the audit log names it. */
  actor: string
}

/** Who does something to a request. */
export type By = { by: 'firm' } | { by: 'guichet' } | ({ by: 'partner' } & HandlerAuthor)

/** The request, for this transaction alone; null where there is none. */
export async function lockRequest(tx: Tx, id: number): Promise<RequestRow | null> {
  const [request] = await tx.select().from(requests).where(eq(requests.id, id)).for('update')
  return request ?? null
}

/** The same, where this handler's partner has it and it is open; null otherwise. */
export async function lockHandled(
  tx: Tx,
  id: number,
  { partnerId }: HandlerAuthor,
): Promise<RequestRow | null> {
  const request = await lockRequest(tx, id)
  return request?.partnerId === partnerId && request.state !== 'closed' ? request : null
}

/** Changes a request and tells it in its history: what, by whom and when, without a word of what was written. */
export async function changeRequest(
  tx: Tx,
  request: RequestRow,
  change: Partial<RequestRow>,
  { events, author, now }: { events: RequestEventKind[]; author: By; now: Date },
): Promise<RequestRow> {
  const [changed] = await tx
    .update(requests)
    .set({ ...change, movedAt: now, version: request.version + 1 })
    .where(eq(requests.id, request.id))
    .returning()
  if (!changed) throw new Error('a request vanished while it was locked')
  for (const kind of events) await noteEvent(tx, changed, kind, author, now)
  await bumpVersions(tx, ['requests'])
  return changed
}

/** Adds a line to a request's history, and to the audit log where an agent did it. */
export async function noteEvent(
  tx: Tx,
  request: RequestRow,
  kind: RequestEventKind,
  author: By,
  now: Date,
): Promise<void> {
  const { id, partnerId, outcome } = request
  await tx.insert(requestEvents).values({
    requestId: id,
    kind,
    by: author.by,
    partnerId,
    outcome: kind === 'closed' ? outcome : null,
    at: now,
  })
  if (author.by === 'partner') await auditHandling(tx, request, kind, author, now)
}

/**
 * Adds a line to the audit log about what an agent did to a request: `wrote` is a message, or a word in a confidential
 * form, because the log does not tell which requests are of firms in difficulty.
 */
export async function auditHandling(
  tx: Tx,
  { reference }: Pick<RequestRow, 'reference'>,
  event: RequestEventKind | 'wrote',
  { actor, partnerId }: Pick<HandlerAuthor, 'actor' | 'partnerId'>,
  now: Date,
): Promise<void> {
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId,
    action: 'request.handle',
    subject: `request:${reference}`,
    after: { event },
  })
}
