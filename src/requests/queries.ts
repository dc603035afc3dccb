import { and, asc, count, eq, ne, or, sql } from 'drizzle-orm'
import { agents } from '../auth/schema.ts'
import { helpBodies } from '../contacts/schema.ts'
import type { Reader } from '../db/db.ts'
import { documents } from '../documents/schema.ts'
import { buyers, correspondents, partners } from '../partners/schema.ts'
import { beyond } from '../db/beyond.ts'
import { type InstantCursor, pageOf } from '../http/instant-cursor.ts'
import { handlersFor, type Handling, mayRead } from './handlers.ts'
import type { RequestRow } from './links.ts'
import {
  requestDiagnoses,
  requestEvents,
  requestFiles,
  requestMessages,
  requestRelays,
  requests,
  requestSteps,
} from './schema.ts'

/** A request with all that its parties may see. */
export async function wholeRequest(reader: Reader, request: RequestRow) {
  const { id, partnerId, buyerId } = request
  const [partner] =
    partnerId === null
      ? []
      : await reader
          .select({
            slug: partners.slug,
            name: partners.name,
            correspondent: correspondents.name,
            function: correspondents.function,
            phones: correspondents.phones,
          })
          .from(partners)
          .leftJoin(correspondents, eq(correspondents.partnerId, partners.id))
          .where(eq(partners.id, partnerId))
  const [buyer] =
    buyerId === null
      ? []
      : await reader
          .select({ slug: buyers.slug, name: buyers.name, partnerId: buyers.partnerId })
          .from(buyers)
          .where(eq(buyers.id, buyerId))
  const relay = { partner: partners.name, bodySlug: helpBodies.slug, ...relayColumns }
  const [diagnosis] =
    request.kind === 'difficulty'
      ? await reader.select().from(requestDiagnoses).where(eq(requestDiagnoses.requestId, id))
      : []
  return {
    request,
    partner: partner ?? null,
    buyer: buyer ?? null,
    /** Names of those who read it, beside the firm. */
    readers:
      partnerId === null
        ? []
        : (await handlersFor(reader, partnerId, request.kind)).map(({ name }) => name),
    messages: await messagesOf(reader, id),
    events: await reader
      .select({
        kind: requestEvents.kind,
        by: requestEvents.by,
        partner: partners.name,
        at: requestEvents.at,
      })
      .from(requestEvents)
      .leftJoin(partners, eq(partners.id, requestEvents.partnerId))
      .where(eq(requestEvents.requestId, id))
      .orderBy(asc(requestEvents.id)),
    relays: await reader
      .select(relay)
      .from(requestRelays)
      .leftJoin(partners, eq(partners.id, requestRelays.partnerId))
      .leftJoin(helpBodies, eq(helpBodies.id, requestRelays.bodyId))
      .where(eq(requestRelays.requestId, id))
      .orderBy(asc(requestRelays.id)),
    diagnosis: diagnosis ?? null,
    steps:
      request.kind === 'difficulty'
        ? await reader
            .select({ on: requestSteps.on, words: requestSteps.words })
            .from(requestSteps)
            .where(eq(requestSteps.requestId, id))
            .orderBy(asc(requestSteps.on), asc(requestSteps.id))
        : [],
  }
}

export type WholeRequest = Awaited<ReturnType<typeof wholeRequest>>

const relayColumns = {
  id: requestRelays.id,
  body: requestRelays.body,
  reason: requestRelays.reason,
  askedAt: requestRelays.askedAt,
  answer: requestRelays.answer,
}

async function messagesOf(reader: Reader, requestId: number) {
  const messages = await reader
    .select({
      id: requestMessages.id,
      /** Null: the firm. */
      agent: agents.name,
      partner: partners.name,
      body: requestMessages.body,
      at: requestMessages.at,
    })
    .from(requestMessages)
    .leftJoin(agents, eq(agents.id, requestMessages.agentId))
    .leftJoin(partners, eq(partners.id, requestMessages.partnerId))
    .where(eq(requestMessages.requestId, requestId))
    .orderBy(asc(requestMessages.id))
  const files = await reader
    .select({
      messageId: requestFiles.messageId,
      id: documents.id,
      name: documents.name,
      size: documents.size,
      scan: documents.scan,
    })
    .from(requestFiles)
    .innerJoin(documents, eq(documents.id, requestFiles.documentId))
    .where(eq(requestFiles.requestId, requestId))
    .orderBy(asc(documents.name))
  const byMessage = Map.groupBy(files, ({ messageId }) => messageId)
  return messages.map((message) => ({ ...message, files: byMessage.get(message.id) ?? [] }))
}

/** A request by its reference, for somebody who handles this partner's; null where it is none of theirs. */
export async function requestForHandler(
  reader: Reader,
  reference: string,
  { handling, partnerId }: { handling: Handling; partnerId: number },
): Promise<RequestRow | null> {
  const [request] = await reader.select().from(requests).where(eq(requests.reference, reference))
  return request && mayRead(handling, request, partnerId) ? request : null
}

const PAGE = 25

/**
 * A page of a partner's requests that this handler may read: those under way by what is to be answered first, those that
 * are closed with the newest first.
 */
export async function deskRequests(
  reader: Reader,
  { partnerId, handling, open }: { partnerId: number; handling: Handling; open: boolean },
  cursor: InstantCursor | null,
) {
  const at = open ? requests.answerBy : requests.receivedAt
  const { where, orderBy } = beyond(cursor, { at, id: requests.id, ascending: open })
  const found = await reader
    .select(DESK)
    .from(requests)
    .leftJoin(buyers, eq(buyers.id, requests.buyerId))
    .where(
      and(
        mine(partnerId, handling),
        open ? ne(requests.state, 'closed') : eq(requests.state, 'closed'),
        where,
      ),
    )
    .orderBy(...orderBy)
    .limit(PAGE + 1)
  return pageOf(found, PAGE, cursor, (row) => (open ? row.answerBy : row.receivedAt))
}

const DESK = {
  id: requests.id,
  reference: requests.reference,
  kind: requests.kind,
  state: requests.state,
  turn: requests.turn,
  subject: requests.subject,
  firm: requests.firm,
  commune: requests.commune,
  buyer: sql<string | null>`coalesce(${buyers.name}, ${requests.buyerName})`,
  receivedAt: requests.receivedAt,
  acknowledgeBy: requests.acknowledgeBy,
  answerBy: requests.answerBy,
  acknowledgedAt: requests.acknowledgedAt,
  outcome: requests.outcome,
  closedAt: requests.closedAt,
}

export interface DeskRequest extends Pick<
  RequestRow,
  | 'id'
  | 'reference'
  | 'kind'
  | 'state'
  | 'turn'
  | 'subject'
  | 'firm'
  | 'commune'
  | 'receivedAt'
  | 'acknowledgeBy'
  | 'answerBy'
  | 'acknowledgedAt'
  | 'outcome'
  | 'closedAt'
> {
  buyer: string | null
}

/** How many requests wait for this handler to write, and how many of them are late. */
export async function countWaiting(
  reader: Reader,
  partnerId: number,
  handling: Handling,
  now: Date,
): Promise<{ waiting: number; late: number }> {
  const isLate = sql`(${requests.answerBy} <= ${now.toISOString()} or (${requests.acknowledgedAt} is null and ${requests.acknowledgeBy} <= ${now.toISOString()}))`
  const [found] = await reader
    .select({ waiting: count(), late: sql<number>`(count(*) filter (where ${isLate}))::int` })
    .from(requests)
    .where(
      and(
        mine(partnerId, handling),
        ne(requests.state, 'closed'),
        or(eq(requests.turn, 'partner'), sql`${requests.acknowledgedAt} is null`),
      ),
    )
  return found ?? { waiting: 0, late: 0 }
}

function mine(partnerId: number, { difficulties }: Handling) {
  return and(
    eq(requests.partnerId, partnerId),
    difficulties ? undefined : ne(requests.kind, 'difficulty'),
  )
}
