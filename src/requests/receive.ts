import { eq, sql } from 'drizzle-orm'
import { hashOfSecret, isSecret, newSecret } from '../auth/secret.ts'
import { bumpVersions } from '../db/versions.ts'
import type { Tx } from '../db/db.ts'
import { findBuyers } from '../partners/find-buyer.ts'
import { buyers } from '../partners/schema.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import { placeKey } from '../places/gazetteer.ts'
import { frenchHolidays, parisDay } from '../rules/calendar.ts'
import { attachFiles } from './files.ts'
import { addLink, requestBy, type RequestRow } from './links.ts'
import { noteEvent } from './lock.ts'
import type { TypedRequest } from './read-request.ts'
import { newReference } from './reference.ts'
import { routeOf } from './routing.ts'
import { requestDiagnoses, requestMessages, requests } from './schema.ts'
import { type Telling, tellFirm, tellPartner } from './tell.ts'
import { dueDates } from './time-limits.ts'

/**
 * Takes what a firm asks: finds whose correspondent answers (nobody found: it waits, in the administrators' sight),
 * tells both, and answers the secret that leads to it. `formSecret` came with the form: sent twice, or by two at once,
 * the form makes one request.
 */
export async function receiveRequest(
  tx: Tx,
  typed: TypedRequest,
  { formSecret, gazetteer }: { formSecret: string; gazetteer: Gazetteer },
  telling: Telling,
): Promise<{ secret: string; repeated: boolean; request: RequestRow }> {
  const secret = isSecret(formSecret) ? formSecret : newSecret()
  const formHash = await hashOfSecret(secret)
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${formHash}, 0))`)
  const known = await requestBy(tx, secret)
  if (known) return { secret, repeated: true, request: known }
  const { now } = telling
  const { message, buyer: buyerTyped, place, diagnosis, ...said } = typed
  const buyer = await buyerMeant(tx, buyerTyped)
  const route = await routeOf(
    tx,
    gazetteer,
    {
      kind: typed.kind,
      place,
      buyerPartnerId: buyer?.partnerId ?? null,
      headCount: typed.headcount,
      trade: typed.trade,
    },
    parisDay(now),
  )
  const request = await addRequest(tx, {
    ...said,
    state: 'received',
    ...(route ? { ...route, routedAt: now } : {}),
    buyerId: buyer?.id ?? null,
    buyerName: buyer || buyerTyped === null ? null : nameOf(buyerTyped),
    placeKey: place ? placeKey(place.kind, place.code) : null,
    departement: place?.departement ?? null,
    consentAt: now,
    receivedAt: now,
    movedAt: now,
    ...dueDates(typed.kind, now, frenchHolidays),
    turn: 'partner',
    mediationStep: typed.kind === 'mediation' ? 'asked' : null,
  })
  await addLink(tx, request.id, secret)
  if (diagnosis)
    await tx.insert(requestDiagnoses).values({ ...diagnosis, requestId: request.id, savedAt: now })
  const [first] = await tx
    .insert(requestMessages)
    .values({ requestId: request.id, body: message, at: now, formHash })
    .returning({ id: requestMessages.id })
  if (!first) throw new Error('a message was not added')
  await attachFiles(tx, formHash, { requestId: request.id, messageId: first.id })
  await noteEvent(tx, request, 'received', { by: 'firm' }, now)
  if (route) await noteEvent(tx, request, 'routed', { by: 'guichet' }, now)
  await tellFirm(tx, request, 'received', 0, telling)
  await tellPartner(tx, request, 'arrived', 0, telling)
  await bumpVersions(tx, ['requests'])
  return { secret, repeated: false, request }
}

/** The buyer that was meant, with the partner that it is; null: unknown, or none named. */
async function buyerMeant(tx: Tx, meant: TypedRequest['buyer']) {
  if (meant === null) return null
  const [named] = 'name' in meant ? await findBuyers(tx, [{ ...meant, siret: null }]) : []
  if ('name' in meant && !named) return null
  const [found] = await tx
    .select({ id: buyers.id, partnerId: buyers.partnerId })
    .from(buyers)
    .where('slug' in meant ? eq(buyers.slug, meant.slug) : eq(buyers.id, named ?? 0))
  return found ?? null
}

function nameOf(meant: NonNullable<TypedRequest['buyer']>): string {
  return 'name' in meant ? meant.name : meant.slug
}

/** Draws references until one is free: that it is not is one chance in millions. */
async function addRequest(
  tx: Tx,
  values: Omit<typeof requests.$inferInsert, 'reference'>,
): Promise<RequestRow> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const [added] = await tx
      .insert(requests)
      .values({ ...values, reference: newReference() })
      .onConflictDoNothing({ target: requests.reference })
      .returning()
    if (added) return added
  }
  throw new Error('no free reference was drawn')
}
