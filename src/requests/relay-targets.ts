import { asc, eq, isNull, sql } from 'drizzle-orm'
import { helpBodies } from '../contacts/schema.ts'
import { whoHelps } from '../contacts/who-helps.ts'
import type { Reader } from '../db/db.ts'
import { buyers, partners } from '../partners/schema.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import type { RequestRow } from './links.ts'
import { takingPartners } from './route-by-hand.ts'

/** Somebody to whom a request may be handed on: a partner, or a body outside that stands among the contacts. */
export interface RelayTarget {
  /** Its word in the form: `p12`, `o34`. */
  word: string
  name: string
  partnerId: number | null
  bodyId: number | null
  /** The rules of the contacts turn to it for such a request on this day. */
  advised: boolean
}

/** More are found by their name, typed. */
const MOST_BODIES = 300

/**
 * To whom a request may be handed on, by name: partners where somebody could read it, and the bodies of the contacts that
 * are none of these. Never the partner that has it.
 */
export async function relayTargets(
  reader: Reader,
  gazetteer: Gazetteer,
  request: RequestRow,
  day: string,
): Promise<RelayTarget[]> {
  const [buyer] =
    request.buyerId === null
      ? []
      : await reader
          .select({ partnerId: buyers.partnerId })
          .from(buyers)
          .where(eq(buyers.id, request.buyerId))
  const helpers = await whoHelps(
    reader,
    gazetteer,
    {
      problem: request.kind,
      place: request.placeKey === null ? null : gazetteer.byKey(request.placeKey),
      buyerPartnerId: buyer?.partnerId ?? null,
      headCount: request.headcount,
      trade: request.trade,
    },
    day,
  )
  const advised = {
    partners: new Set(helpers.map(({ partnerId }) => partnerId)),
    bodies: new Set(helpers.map(({ body }) => body.id)),
  }
  const taking = (await takingPartners(reader)).filter(({ id }) => id !== request.partnerId)
  const bodies = await reader
    .select({
      id: helpBodies.id,
      partnerId: helpBodies.partnerId,
      name: sql<string>`coalesce(${partners.name}, ${helpBodies.name})`,
    })
    .from(helpBodies)
    .leftJoin(partners, eq(partners.id, helpBodies.partnerId))
    .where(isNull(helpBodies.removedAt))
    .orderBy(asc(helpBodies.name), asc(helpBodies.id))
    .limit(MOST_BODIES)
  const isTaken = new Set([request.partnerId, ...taking.map(({ id }) => id)])
  return [
    ...taking.map(({ id, name }) => ({
      word: `p${id}`,
      name,
      partnerId: id,
      bodyId: null,
      advised: advised.partners.has(id),
    })),
    ...bodies.flatMap(({ id, partnerId, name }) =>
      partnerId !== null && isTaken.has(partnerId)
        ? []
        : { word: `o${id}`, name, partnerId: null, bodyId: id, advised: advised.bodies.has(id) },
    ),
  ]
}
