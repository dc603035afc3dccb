import type { LotOutcome, Winner } from '../../consultations/facts.ts'
import { eurosIn, numberIn } from '../structured-facts.ts'
import { elementAt, elementsAt, wordAt, type XmlElement } from '../xml-tree.ts'
import { NON_AWARD_REASONS } from './codes-fr.ts'
import { dayAt } from './moments.ts'
import type { Organisations } from './organisations.ts'

/** What the lots have come to. */
export interface EformsResults {
  /** By the lot's technical identifier; '' for a result that names no lot. */
  byLot: Map<string, LotOutcome>
  /** Value of all contracts of the notice (BT-161), in euros. */
  total: number | null
}

/**
 * Reads the results of a notice (BG-7): per lot whether somebody was chosen, who, for how much, out of how many
 * tenders, else why nobody was, in the French of the code list. Winners are who stands behind the tenders of the
 * signed contracts; ranked tenders that lost are not among them. A lot still open has no outcome.
 */
export function readResults(extension: XmlElement, organisations: Organisations): EformsResults {
  const result = elementAt(extension, 'NoticeResult')
  const parts = partsOf(result)
  const byLot = new Map<string, LotOutcome>()
  for (const lotResult of elementsAt(result, 'LotResult')) {
    const lot = wordAt(lotResult, 'TenderLot/ID')
    const outcome = outcomeOf(lotResult, lot, parts, organisations)
    if (outcome !== null && !byLot.has(lot)) byLot.set(lot, outcome)
  }
  return { byLot, total: eurosIn(elementAt(result, 'TotalAmount'), 'currencyID') }
}

function outcomeOf(
  lotResult: XmlElement,
  lot: string,
  parts: Parts,
  organisations: Organisations,
): LotOutcome | null {
  const bids = statistic(lotResult, 'tenders')
  const irregularBids =
    statistic(lotResult, 't-verif-inad') ?? statistic(lotResult, 't-verif-inad-low')
  const nobody = { winners: [], amount: null, bids, irregularBids, notifiedOn: null }
  switch (wordAt(lotResult, 'TenderResultCode')) {
    case 'selec-w': {
      const contracts = referred(parts, 'SettledContract', lotResult)
      const signed = contracts.flatMap((contract) => referred(parts, 'LotTender', contract))
      const tenders = (signed.length > 0 ? signed : referred(parts, 'LotTender', lotResult)).filter(
        (tender) => [lot, ''].includes(wordAt(tender, 'TenderLot/ID')),
      )
      return {
        kind: 'awarded',
        winners: winnersOf(tenders, parts, organisations),
        amount: amountOf(tenders),
        bids,
        irregularBids,
        notifiedOn: contracts.map((contract) => dayAt(contract, 'IssueDate')).find(Boolean) ?? null,
        ground: null,
      }
    }
    case 'clos-nw': {
      const reason = wordAt(lotResult, 'DecisionReason/DecisionReasonCode')
      const kind = FRUITLESS.has(reason) || bids === 0 ? 'unsuccessful' : 'abandoned'
      return { kind, ...nobody, ground: NON_AWARD_REASONS.get(reason) ?? null }
    }
    default:
      return null
  }
}

/** No tender, or none that could be kept: « infructueux »; every other ground is a decision, « sans suite ». */
const FRUITLESS = new Set(['no-rece', 'all-rej'])

function statistic(lotResult: XmlElement, code: string): number | null {
  const found = elementsAt(lotResult, 'ReceivedSubmissionsStatistics').find(
    (each) => wordAt(each, 'StatisticsCode') === code,
  )
  return found === undefined ? null : numberIn(wordAt(found, 'StatisticsNumeric'))
}

/** Contracts, tenders and tendering parties by their identifiers. */
type Parts = Record<PartName, Map<string, XmlElement>>
type PartName = 'SettledContract' | 'LotTender' | 'TenderingParty'

function partsOf(result: XmlElement | undefined): Parts {
  const byId = (name: PartName) =>
    new Map(elementsAt(result, name).map((part) => [wordAt(part, 'ID'), part]))
  return {
    SettledContract: byId('SettledContract'),
    LotTender: byId('LotTender'),
    TenderingParty: byId('TenderingParty'),
  }
}

/** The parts of this name that an element refers to, each once. */
function referred(parts: Parts, name: PartName, from: XmlElement): XmlElement[] {
  const ids = new Set(elementsAt(from, `${name}/ID`).map(({ text }) => text.trim()))
  return [...ids].flatMap((id) => parts[name].get(id) ?? [])
}

/** The leader of a group of firms first. */
function winnersOf(tenders: XmlElement[], parts: Parts, organisations: Organisations): Winner[] {
  const tenderers = tenders
    .flatMap((tender) => referred(parts, 'TenderingParty', tender))
    .flatMap((party) => elementsAt(party, 'Tenderer').toSorted(byLead))
  const ids = new Set(tenderers.map((tenderer) => wordAt(tenderer, 'ID')))
  return [...ids].flatMap((id) => organisations.winnerOf(id) ?? [])
}

function byLead(one: XmlElement, other: XmlElement): number {
  const leads = (tenderer: XmlElement) => wordAt(tenderer, 'GroupLeadIndicator') === 'true'
  return Number(leads(other)) - Number(leads(one))
}

/** The value of the one tender that won (BT-720); of several, none is the lot's. */
function amountOf(tenders: XmlElement[]): number | null {
  const [only, ...others] = tenders
  if (only === undefined || others.length > 0) return null
  return eurosIn(elementAt(only, 'LegalMonetaryTotal/PayableAmount'), 'currencyID')
}
