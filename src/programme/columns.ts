import type { Lists } from '../consultations/lists.ts'
import type { Place } from '../consultations/facts.ts'
import { tradesOf } from '../consultations/trades.ts'
import { type Gazetteer, placeKey } from '../places/gazetteer.ts'
import type { PlaceKind } from '../places/schema.ts'
import type { PurchaseFacts } from './purchase.ts'
import { dueOn } from './quarter.ts'
import type { plannedPurchases } from './schema.ts'

export type PurchaseRow = typeof plannedPurchases.$inferSelect

/** The buyer of a line, as its columns need it. */
export interface PurchaseBuyer {
  id: number
  name: string
  territoryKind: PlaceKind | null
  territoryCode: string | null
}

/** The columns that the facts of a line decide. */
export function columnsOf(facts: PurchaseFacts, buyer: PurchaseBuyer, lists: Lists) {
  const found = tradesOf(lists.trades, {
    chosen: facts.trades,
    cpv: facts.cpv,
    title: facts.object,
  })
  const place = facts.place && recognisedPlace(facts.place.name, lists.gazetteer)
  const labels = lists.trades.filter(({ slug }) => found.trades.includes(slug))
  const texts = [
    facts.object,
    facts.description,
    buyer.name,
    place?.name ?? '',
    ...labels.map(({ label }) => label),
  ]
  return {
    object: facts.object,
    description: facts.description,
    category: facts.category,
    cpv: facts.cpv,
    trades: found.trades,
    tradeBasis: found.allBuildingTrades ? ('building-works' as const) : found.basis,
    amountMin: facts.amount?.min ?? null,
    amountMax: facts.amount?.max ?? null,
    year: facts.year,
    quarter: facts.quarter,
    dueOn: dueOn(facts),
    place,
    placeKey: placeKeyOf(place, buyer),
    contactName: facts.contact?.name ?? '',
    contactPhone: facts.contact?.phone ?? '',
    contactEmail: facts.contact?.email ?? '',
    searchText: texts.filter((text) => text !== '').join('\n'),
  }
}

/** What the buyer says of a line, from its row. Trades that only its words or codes tell are not among it. */
export function factsOf(row: PurchaseRow): PurchaseFacts {
  const { amountMin: min, amountMax: max, contactName, contactPhone, contactEmail } = row
  const hasContact = contactName !== '' || contactPhone !== '' || contactEmail !== ''
  return {
    object: row.object,
    description: row.description,
    category: row.category,
    cpv: row.cpv,
    trades: row.tradeBasis === 'chosen' ? row.trades : [],
    amount: min === null && max === null ? null : { min, max },
    year: row.year,
    quarter: row.quarter,
    // The database keeps the parts of a place in an order of its own.
    place: row.place && { kind: row.place.kind, name: row.place.name, code: row.place.code },
    contact: hasContact
      ? { name: contactName || null, phone: contactPhone || null, email: contactEmail || null }
      : null,
  }
}

/** A place as it is written, with its code where the official lists know it. */
export function recognisedPlace(name: string, gazetteer: Gazetteer): Place {
  const known = gazetteer.recognise(name)
  return known
    ? { kind: known.kind, name: known.name, code: known.code }
    : { kind: 'unrecognised', name, code: null }
}

/** Where nothing is said, what the buyer serves. */
function placeKeyOf(place: Place | null, buyer: PurchaseBuyer): string | null {
  if (place === null)
    return buyer.territoryKind && buyer.territoryCode
      ? placeKey(buyer.territoryKind, buyer.territoryCode)
      : null
  return place.kind === 'unrecognised' || place.code === null
    ? null
    : placeKey(place.kind, place.code)
}
