import type { Facts, LotFacts, LotOutcome, Place } from '../consultations/facts.ts'
import type { ContractFacts, ContractNature } from './facts.ts'

/** A consultation with whoever buys. */
export interface AwardingConsultation {
  id: number
  reference: string
  title: string
  buyerName: string | null
  buyerSiret: string | null
  facts: Partial<Facts>
}

/** A contract that the board tells of. */
export interface BoardContract {
  externalKey: string
  lotNumber: string | null
  facts: ContractFacts
}

/** Whether a text says plainly that there is something, or that there is not; null for all other texts. */
export type PlainAnswer = (text: string) => boolean | null

/**
 * The contracts that a consultation's outcome tells of: one for each lot that was awarded, or one for the whole. Firms
 * that won together hold it together.
 */
export function boardContracts(
  consultation: AwardingConsultation,
  plainAnswer: PlainAnswer,
): BoardContract[] {
  const { id, facts } = consultation
  const seen = new Set<string>()
  const lots = (facts.lots ?? []).flatMap((lot, position) => {
    if (lot.outcome?.kind !== 'awarded') return []
    const key = seen.has(lot.number) ? `${lot.number}#${position}` : lot.number
    seen.add(key)
    return {
      externalKey: `${id}:${key}`,
      lotNumber: lot.number,
      facts: contractOf(consultation, lot, lot.outcome, plainAnswer),
    }
  })
  if (lots.length > 0 || facts.outcome?.kind !== 'awarded') return lots
  return [
    {
      externalKey: `${id}:`,
      lotNumber: null,
      facts: contractOf(consultation, null, facts.outcome, plainAnswer),
    },
  ]
}

function contractOf(
  { reference, title, buyerName, buyerSiret, facts }: AwardingConsultation,
  lot: LotFacts | null,
  outcome: LotOutcome,
  plainAnswer: PlainAnswer,
): ContractFacts {
  const said = (text: string | undefined) => (text === undefined ? null : plainAnswer(text))
  const category = lot?.category ?? facts.category ?? null
  const cpv = (lot?.cpv ?? facts.cpv ?? [])[0]?.slice(0, 8)
  return {
    number: facts.reference ?? reference,
    buyerSiret,
    buyerName,
    nature: natureOf(facts),
    object: lot === null ? title : `${title} – ${lot.title}`,
    cpv: cpv !== undefined && /^\d{8}$/.test(cpv) ? cpv : null,
    category,
    procedure: facts.procedure ?? null,
    amount: outcome.amount,
    notifiedOn: outcome.notifiedOn,
    publishedOn: null,
    months: null,
    placeDepartement: departementOf(lot?.place ?? facts.place),
    bids: outcome.bids,
    smeBids: outcome.smeBids ?? null,
    irregularBids: outcome.irregularBids,
    advance: said(facts.advance),
    advanceRate: null,
    subcontracting: null,
    grouping: null,
    social: said(facts.socialClauses),
    environmental: said(facts.environmentalClauses),
    innovative: null,
    suppliers: outcome.winners.map(({ siret, foreignId, name, size }) => ({
      id: siret ?? foreignId ?? null,
      siret,
      name,
      ...(size === undefined ? {} : { size }),
    })),
    modifications: [],
    subcontracts: [],
    rest: {},
  }
}

function natureOf({ procedure, category, contractForm }: Partial<Facts>): ContractNature {
  if (procedure === 'concession')
    return category === 'works' ? 'works-concession' : 'services-concession'
  if (contractForm === 'framework-orders') return 'framework'
  return contractForm === 'framework-subsequent' ? 'call-off' : 'contract'
}

function departementOf(place: Place | undefined): string | null {
  if (!place?.code) return null
  if (place.kind === 'departement') return place.code
  if (place.kind !== 'commune') return null
  return place.code.slice(0, place.code.startsWith('97') ? 3 : 2)
}
