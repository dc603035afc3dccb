import { type HelpAsked, whoHelps } from '../contacts/who-helps.ts'
import type { Reader } from '../db/db.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import { canTake } from './handlers.ts'
import type { RequestKind, RoutedBy } from './schema.ts'

/** What a request is routed by: its kind and whom it is about. Its words are not looked at. */
export type RoutedOn = Omit<HelpAsked, 'problem'> & { kind: RequestKind }

export interface Route {
  partnerId: number
  routedBy: Extract<RoutedBy, 'buyer' | 'rule'>
}

/**
 * The partner whose correspondent a request goes to on this day: the buyer's own, else the first whom the rules of the
 * contacts name for certain. Partners where nobody could read it are passed over. Null where nobody is found: it waits
 * for an administrator.
 */
export async function routeOf(
  reader: Reader,
  gazetteer: Gazetteer,
  { kind, ...about }: RoutedOn,
  day: string,
): Promise<Route | null> {
  const buyer = kind === 'difficulty' ? null : about.buyerPartnerId
  if (buyer !== null && (await canTake(reader, buyer, kind)))
    return { partnerId: buyer, routedBy: 'buyer' }
  const helpers = await whoHelps(reader, gazetteer, { problem: kind, ...about }, day)
  const certain = helpers.flatMap((each) => (each.certain ? (each.partnerId ?? []) : []))
  for (const partnerId of new Set(certain))
    if (await canTake(reader, partnerId, kind)) return { partnerId, routedBy: 'rule' }
  return null
}
