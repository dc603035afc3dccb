import type { Amount, BuyerName, Facts, LotFacts, Moment, Place } from '../consultations/facts.ts'
import type { Trade } from '../consultations/trades.ts'
import { buyerKey } from '../partners/buyer-key.ts'
import { checkSiret } from '../partners/siret.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import type { FactChange } from '../posting/fact-change.ts'
import type { TypingFor } from '../posting/typing-context.ts'
import { parisDay } from '../rules/calendar.ts'
import type { PushedConsultation, PushedLot } from './consultation-schema.ts'
import { readInstantOrDay } from './moments.ts'
import type { Fault } from './refusal.ts'

/** What reading a body needs to know beside it. */
export interface ReadingContext {
  partner: TypingFor
  trades: Trade[]
  gazetteer: Gazetteer
  now: Date
}

/** The facts that a program announces, and when firms could first see them; or what the lists do not know. */
export type FactsRead =
  { ok: true; facts: Partial<Facts>; publishedAt: Date | null } | { ok: false; faults: Fault[] }

/** A body whose kind of contract need not be known: nobody answers for what others have published. */
export type ReportedConsultation = Omit<PushedConsultation, 'category'> &
  Partial<Pick<PushedConsultation, 'category'>>

/** Reads a body that the schema allows. */
export function factsOf(body: PushedConsultation, context: ReadingContext): FactsRead {
  const faults: Fault[] = []
  return factsBoughtBy(buyersOf(body, context.partner, faults), body, context, faults)
}

/** Reads what somebody else has published: it is bought by whom it names, or by nobody known. */
export function reportedFacts(
  body: ReportedConsultation,
  context: Omit<ReadingContext, 'partner'>,
): FactsRead {
  return factsBoughtBy(body.buyers && namedBuyers(body.buyers), body, context, [])
}

function factsBoughtBy(
  buyers: BuyerName[] | undefined,
  body: ReportedConsultation,
  context: Omit<ReadingContext, 'partner'>,
  faults: Fault[],
): FactsRead {
  const publishedAt =
    body.publishedAt === undefined ? null : new Date(momentOf(body.publishedAt).instant)
  if (publishedAt && publishedAt > context.now)
    faults.push({ pointer: '/publishedAt', detail: 'this is still to come' })
  const today = parisDay(context.now)
  for (const [index, { addedOn }] of (body.documents ?? []).entries())
    if (addedOn > today)
      faults.push({ pointer: `/documents/${index}/addedOn`, detail: 'this is still to come' })
  for (const [index, { answeredOn }] of (body.answers ?? []).entries())
    if (answeredOn > today)
      faults.push({ pointer: `/answers/${index}/answeredOn`, detail: 'this is still to come' })
  knownTrades(body.trades, '/trades', context, faults)
  for (const [index, { trades }] of (body.lots ?? []).entries())
    knownTrades(trades, `/lots/${index}/trades`, context, faults)
  const place = placeOf(body.place, '/place', context, faults)
  const lots = body.lots?.map((lot, index) =>
    lotOf(lot, placeOf(lot.place, `/lots/${index}/place`, context, faults)),
  )
  if (faults.length > 0) return { ok: false, faults }
  const { title, changeReason, publishedAt: _, checks: __, kept: ___, ...said } = body
  // What is not named here is said as facts have it.
  const facts: FactChange = {
    object: title,
    ...said,
    buyers,
    cpv: cpvOf(said.cpv),
    trades: listOf(said.trades),
    place,
    amount: amountOf(said.amount, said.frameworkMaximum),
    lots: listOf(lots),
    deadline: optionalMoment(said.deadline),
    questionsUntil: optionalMoment(said.questionsUntil),
    siteVisit: said.siteVisit && {
      obligation: said.siteVisit.obligation,
      dates: (said.siteVisit.dates ?? []).map(momentOf),
      booking: said.siteVisit.booking ?? null,
    },
    criteria: listOf(said.criteria?.map(({ name, weight = null }) => ({ name, weight }))),
    qualifications: listOf(said.qualifications),
    requiredDocuments: listOf(said.requiredDocuments),
    response: said.response && {
      kind: said.response.kind,
      address: said.response.address ?? null,
      signature: said.response.signature ?? null,
    },
    documents: listOf(
      said.documents?.map(({ name, url, addedOn }) => ({
        name,
        href: url,
        bytes: null,
        on: addedOn,
      })),
    ),
    answers: listOf(
      said.answers?.map(({ question, answer, answeredOn }) => ({
        question,
        answer,
        on: answeredOn,
      })),
    ),
    contact: said.contact && {
      name: said.contact.name ?? null,
      phone: said.contact.phone ?? null,
      email: said.contact.email ?? null,
    },
    status: said.status ?? 'active',
    statusReason: changeReason,
    outcome: undefined,
  }
  return { ok: true, facts: known(facts), publishedAt }
}

/**
 * Whose consultation it may be. A partner that buys is the main buyer of what it pushes, alone or for a group; one that
 * buys nothing pushes for others that are no partners themselves (those push their own). The names of both are compared
 * by SIREN where a SIRET is given.
 */
function buyersOf(
  { buyers: named }: PushedConsultation,
  partner: TypingFor,
  faults: Fault[],
): BuyerName[] {
  const [main] = named ?? []
  const [first, ...rest] = namedBuyers(named ?? [])
  const coordinator = rest.length > 0
  if (partner.buyerId === null) {
    if (first) return [first, ...rest]
    faults.push({ pointer: '/buyers', detail: 'missing: this partner buys nothing by itself' })
    return []
  }
  if (main && !isPartner(main, partner))
    faults.push({
      pointer: '/buyers/0',
      detail: `a token of ${partner.slug} publishes for that buyer only: name it first, or leave the buyers out`,
    })
  return [
    { name: partner.name, siret: digitsOf(main?.siret) ?? partner.siret, coordinator },
    ...rest,
  ]
}

/** The first one buys for the others. */
function namedBuyers(named: NonNullable<PushedConsultation['buyers']>): BuyerName[] {
  return named.map(({ name, siret }, position) => ({
    name,
    siret: digitsOf(siret),
    coordinator: position === 0 && named.length > 1,
  }))
}

function isPartner(
  { name, siret }: { name: string; siret?: string | undefined },
  partner: TypingFor,
): boolean {
  const number = digitsOf(siret)
  if (number !== null) return number.slice(0, 9) === partner.siret.slice(0, 9)
  return [partner.name, partner.shortName].some((known) => buyerKey(known) === buyerKey(name))
}

function digitsOf(siret: string | null | undefined): string | null {
  const checked = checkSiret(siret ?? '')
  return checked.ok ? checked.siret : null
}

function knownTrades(
  slugs: string[] | undefined,
  pointer: string,
  { trades }: Pick<ReadingContext, 'trades'>,
  faults: Fault[],
): void {
  for (const [index, slug] of (slugs ?? []).entries())
    if (!trades.some((trade) => trade.slug === slug))
      faults.push({ pointer: `${pointer}/${index}`, detail: 'there is no such trade' })
}

const PLACE_KEYS = [
  { length: 9, letter: 'e' },
  { length: 5, letter: 'c' },
] as const

function placeOf(
  place: PushedConsultation['place'],
  pointer: string,
  { gazetteer }: Pick<ReadingContext, 'gazetteer'>,
  faults: Fault[],
): Place | undefined {
  if (place === undefined) return undefined
  const { name, code } = place
  if (code === undefined) return { kind: 'unrecognised', name, code: null }
  const letter = PLACE_KEYS.find(({ length }) => length === code.length)?.letter ?? 'd'
  const found = gazetteer.byKey(`${letter}:${code}`)
  if (found) return { kind: found.kind, name, code }
  faults.push({
    pointer: `${pointer}/code`,
    detail: 'there is no such place in the official lists',
  })
  return undefined
}

function lotOf(lot: PushedLot, place: Place | undefined): LotFacts {
  const facts = {
    number: lot.number,
    title: lot.title,
    description: lot.description,
    category: lot.category,
    cpv: cpvOf(lot.cpv),
    trades: listOf(lot.trades),
    place,
    amount: amountOf(lot.amount),
    deadline: optionalMoment(lot.deadline),
    reserved: lot.reserved,
  }
  return known(facts)
}

/** A framework's ceiling counts as the end of its band where no other is given. */
function amountOf(given: PushedConsultation['amount'], maximum?: number): Amount | undefined {
  const min = given?.min ?? null
  const max = given?.max ?? maximum ?? null
  if (min === null && max === null) return undefined
  return maximum !== undefined && max === maximum ? { min, max, maximum: true } : { min, max }
}

function cpvOf(codes: string[] | undefined): string[] | undefined {
  return listOf(codes?.map((code) => code.slice(0, 8)))
}

/** An empty list says no more than none. */
function listOf<T>(list: T[] | undefined): T[] | undefined {
  return list?.length ? list : undefined
}

function optionalMoment(text: string | undefined): Moment | undefined {
  return text === undefined ? undefined : momentOf(text)
}

function momentOf(text: string): Moment {
  const read = readInstantOrDay(text)
  if (!read.ok) throw new Error(`the schema let ${text} through`)
  return read.moment
}

function known<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], undefined> }
}
