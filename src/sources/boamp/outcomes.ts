import type { LotFacts, LotOutcome, RecordFacts } from '../../consultations/facts.ts'
import { statusOf, structured } from '../structured-facts.ts'

/** What became of one lot, or of the whole where the notice names no lot. */
export interface Decision {
  lot: string | null
  title: string | null
  outcome: LotOutcome
}

/**
 * The facts of a notice of results: an outcome for each lot, or one for the whole, and the state that follows, unless
 * one of the lots is still open. What several decisions tell of one lot (a framework with several winners) is brought
 * together. `known` is what the notice says of the lots apart.
 */
export function awardFacts(decisions: Decision[], known: LotFacts[] = []): RecordFacts {
  const byLot = Map.groupBy(decisions, ({ lot }) => plainLotNumber(lot))
  const lots = new Map(known.map((lot) => [lot.number, lot]))
  for (const [number, those] of byLot)
    if (number !== null)
      lots.set(number, {
        number,
        title: those[0]?.title ?? '',
        ...lots.get(number),
        outcome: together(those),
      })
  const whole = byLot.size === 1 ? byLot.get(null) : undefined
  const open = !whole && [...lots.values()].some(({ outcome }) => !outcome)
  const status = open ? undefined : statusOf(decisions.map(({ outcome }) => outcome))
  return {
    ...(status || open ? { status: status && structured(status) } : {}),
    ...(lots.size > 0 ? { lots: structured([...lots.values()]) } : {}),
    ...(whole ? { outcome: structured(together(whole)) } : {}),
  }
}

/** « LOT-0003 », « Lot n° 03 » and « 3 » are one number; null for what numbers no lot (« 2016-52 », none, 0). */
export function plainLotNumber(written: string | null): string | null {
  const number = /^(?:lots?)?[\s\-–n°o.:]*0*(\d{1,3}[a-z]?|[a-z])\s*$/i.exec(
    written?.trim() ?? '',
  )?.[1]
  return number === undefined || number === '0' ? null : number.toUpperCase()
}

function together(decisions: Decision[]): LotOutcome {
  const outcomes = decisions.map(({ outcome }) => outcome)
  const amounts = outcomes.flatMap(({ amount }) => amount ?? [])
  const winners = new Map(outcomes.flatMap((each) => each.winners).map((each) => [each.name, each]))
  const first = <T>(values: (T | null)[]) => values.find((value) => value !== null) ?? null
  return {
    kind: outcomes.find(({ kind }) => kind === 'awarded')?.kind ?? outcomes[0]?.kind ?? 'awarded',
    winners: [...winners.values()],
    amount: amounts.length === 0 ? null : amounts.reduce((sum, each) => sum + each, 0),
    bids: first(outcomes.map(({ bids }) => bids)),
    irregularBids: first(outcomes.map(({ irregularBids }) => irregularBids)),
    notifiedOn: first(outcomes.map(({ notifiedOn }) => notifiedOn)),
    ground: first(outcomes.map(({ ground }) => ground)),
  }
}
