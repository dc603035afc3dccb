import { type Gazetteer, placeKey } from '../../places/gazetteer.ts'
import type { Facts, LotFacts } from '../facts.ts'
import type { Lists } from '../lists.ts'
import { lastDeadline } from '../lot-deadlines.ts'
import type { lots } from '../schema.ts'
import { type FoundTrades, type Trade, tradesOf } from '../trades.ts'

/** A buyer as a projection needs it. */
export interface KnownBuyer {
  id: number
  name: string
  signatory: boolean
  territoryKey: string | null
}

/** A row of lots before its consultation is known. */
export type LotRow = Omit<typeof lots.$inferSelect, 'consultationId'>

/** How long a consultation without a known deadline stays among the current ones. */
const UNDATED_DAYS = 60

/** The columns that filters and sorts compare, computed from the facts. */
export function consultationColumns(facts: Partial<Facts>, publishedAt: Date) {
  return {
    status: facts.status ?? 'active',
    category: facts.category ?? null,
    procedure: facts.procedure ?? null,
    deadlineAt: instantOf(facts.deadline),
    closesAt: closingOf(facts, publishedAt),
    divided: facts.divided ?? ((facts.lots?.length ?? facts.lotCount ?? 0) > 1 ? true : null),
    compulsoryVisit: facts.siteVisit ? facts.siteVisit.obligation === 'compulsory' : null,
    reserved: facts.reserved ? facts.reserved !== 'none' : null,
  }
}

/** Once the last of the lots has closed; without a known deadline, once results are told. */
function closingOf(facts: Partial<Facts>, publishedAt: Date): Date {
  const outcomes = [facts.outcome, ...(facts.lots ?? []).map(({ outcome }) => outcome)]
  const isOver = outcomes.some((outcome) => outcome && outcome.kind !== 'abandoned')
  const days = isOver ? 0 : UNDATED_DAYS
  const last = instantOf(lastDeadline(facts) ?? undefined)
  return last ?? new Date(publishedAt.getTime() + days * 86_400_000)
}

/**
 * The rows that trade, amount, place, reserved status and deadline are compared on: one per known lot, or one for
 * the whole. A lot's own place wins over the consultation's, which wins over the buyer's territory; a lot's amount
 * is never the whole's.
 */
export function lotRows(facts: Partial<Facts>, buyer: KnownBuyer | null, lists: Lists): LotRow[] {
  if (!facts.lots?.length) return [wholeRow(facts, buyer, lists)]
  const place = placeColumns(facts.place, buyer, lists.gazetteer)
  let whole: FoundTrades | null = null
  return facts.lots.map((lot, position) => {
    const found = tradesOfLot(lot, lists.trades, () => (whole ??= tradesOfWhole(facts, lists)))
    return {
      position,
      number: lot.number,
      title: lot.title,
      ...tradeColumns(found),
      ...(lot.place ? placeColumns(lot.place, buyer, lists.gazetteer) : place),
      amountMin: lot.amount?.min ?? null,
      amountMax: lot.amount?.max ?? null,
      deadlineAt: instantOf(lot.deadline ?? facts.deadline),
      reserved: reservedOf(lot.reserved ?? facts.reserved),
      outcome: lot.outcome?.kind ?? null,
    }
  })
}

/**
 * A lot that names its trade concerns that one, whatever the operation's code says; one that names none (« Secteur
 * nord ») is deduced from the consultation's object.
 */
function tradesOfLot(lot: LotFacts, trades: Trade[], ofWhole: () => FoundTrades): FoundTrades {
  const own = tradesOf(trades, {
    chosen: lot.trades ?? [],
    cpv: lot.cpv ?? [],
    title: lot.title,
  })
  if (own.trades.length > 0) return { ...own, allBuildingTrades: false }
  if (own.allBuildingTrades) return own
  const whole = ofWhole()
  return { ...whole, basis: whole.basis === null ? null : 'words' }
}

function tradesOfWhole(facts: Partial<Facts>, { trades }: Lists): FoundTrades {
  return tradesOf(trades, {
    chosen: facts.trades ?? [],
    cpv: facts.cpv ?? [],
    title: facts.object ?? '',
  })
}

function wholeRow(facts: Partial<Facts>, buyer: KnownBuyer | null, lists: Lists): LotRow {
  return {
    position: 0,
    number: null,
    title: facts.object ?? '',
    ...tradeColumns(tradesOfWhole(facts, lists)),
    ...placeColumns(facts.place, buyer, lists.gazetteer),
    amountMin: facts.amount?.min ?? null,
    amountMax: facts.amount?.max ?? null,
    deadlineAt: instantOf(facts.deadline),
    reserved: reservedOf(facts.reserved),
    outcome: facts.outcome?.kind ?? null,
  }
}

function tradeColumns(found: ReturnType<typeof tradesOf>) {
  return {
    trades: found.trades,
    tradeBasis: found.allBuildingTrades ? ('building-works' as const) : found.basis,
    allBuildingTrades: found.allBuildingTrades,
  }
}

function placeColumns(place: LotFacts['place'], buyer: KnownBuyer | null, gazetteer: Gazetteer) {
  const recognised = place ? gazetteer.recognise(place.name) : null
  const own =
    place && place.kind !== 'unrecognised' && place.code
      ? placeKey(place.kind, place.code)
      : recognised && placeKey(recognised.kind, recognised.code)
  if (own) return { placeKey: own, placeOfBuyer: false }
  return {
    placeKey: place ? null : (buyer?.territoryKey ?? null),
    placeOfBuyer: !place && buyer?.territoryKey !== undefined && buyer.territoryKey !== null,
  }
}

function instantOf(moment: { instant: string } | undefined): Date | null {
  return moment ? new Date(moment.instant) : null
}

function reservedOf(reserved: Facts['reserved'] | undefined): boolean | null {
  return reserved === undefined ? null : reserved !== 'none'
}

/**
 * What full-text search reads: everything a firm could name the consultation by, each thing once. The object as
 * published stands for the title, which is made of its words.
 */
export function searchTextOf(
  facts: Partial<Facts>,
  reference: string,
  buyer: KnownBuyer | null,
  tradeLabels: string[],
): string {
  const texts = [
    facts.object,
    facts.description?.slice(0, 20_000),
    ...(facts.lots ?? []).map((lot) => lot.title),
    buyer?.name,
    ...(facts.buyers ?? []).map((each) => each.name),
    facts.place?.name,
    ...tradeLabels,
    reference,
    facts.reference,
    facts.boampId,
  ].filter((text) => text !== undefined && text !== '')
  return [...new Set(texts)].join('\n').slice(0, 60_000)
}
