import { BID_MEASURES } from '../../api/ocds/map-release.ts'
import type { Facts, LotOutcome } from '../../consultations/facts.ts'
import { lotChoices } from '../../posting/lot-changes.ts'
import { told, toldOrNothing } from '../told.ts'
import type { Parties } from './parties.ts'
import { dayText, eurosOf } from './tender.ts'

/** What has become of the whole and of each lot: awards, the contracts that were notified, and counts of bids. */
export function resultsOf(facts: Partial<Facts>, parties: Parties) {
  const results = [
    ...(facts.outcome ? [{ lot: null, outcome: facts.outcome }] : []),
    ...lotChoices(facts).flatMap(({ value, lot }) =>
      lot.outcome ? [{ lot: value, outcome: lot.outcome }] : [],
    ),
  ]
  const awards = results.map(({ lot, outcome }) => awardOf(idOf(lot), lot, outcome, parties))
  const contracts = results.flatMap(({ lot, outcome }) => contractOf(idOf(lot), outcome))
  const statistics = results.flatMap(({ lot, outcome }) => statisticsOf(lot, outcome))
  return { awards, contracts, bids: toldOrNothing({ statistics }) }
}

const STATUSES = {
  awarded: 'active',
  unsuccessful: 'unsuccessful',
  abandoned: 'cancelled',
} as const

function idOf(lot: string | null): string {
  return lot === null ? 'ensemble' : `lot-${lot}`
}

function awardOf(id: string, lot: string | null, outcome: LotOutcome, parties: Parties) {
  const suppliers = outcome.winners.map((winner) => parties.supplier(winner))
  return told({
    id,
    description: outcome.ground,
    status: STATUSES[outcome.kind],
    value: eurosOf(outcome.amount),
    suppliers: [...new Map(suppliers.map((supplier) => [supplier.id, supplier])).values()],
    relatedLots: lot === null ? undefined : [lot],
  })
}

/** In French law a contract is concluded when it is notified. */
function contractOf(id: string, { kind, notifiedOn, amount }: LotOutcome): object[] {
  if (kind !== 'awarded' || notifiedOn === null) return []
  const dateSigned = dayText(notifiedOn)
  if (dateSigned === undefined) return []
  return [told({ id, awardID: id, status: 'active', value: eurosOf(amount), dateSigned })]
}

function statisticsOf(lot: string | null, outcome: LotOutcome): object[] {
  return Object.entries(BID_MEASURES).flatMap(([measure, name]) => {
    const value = outcome[name]
    return value === null || value === undefined
      ? []
      : [told({ id: `${idOf(lot)}-${measure}`, measure, value, relatedLot: lot })]
  })
}
