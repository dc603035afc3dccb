import type { Category, Procedure, Winner } from '../consultations/facts.ts'

/** What has been let: a contract of the procurement code, a framework or a call-off under one, or a concession. */
export type ContractNature =
  | 'contract'
  | 'framework'
  | 'call-off'
  | 'partnership'
  | 'defence'
  | 'works-concession'
  | 'services-concession'
  | 'public-service-concession'
  | 'public-service-delegation'

/** What the value of a concession or a contract without call for competition is let by; others as for consultations. */
export type AwardProcedure =
  | Procedure
  | 'without-competition'
  | 'negotiated-open'
  | 'negotiated-restricted'
  | 'direct-open'
  | 'direct-restricted'

/** How firms that won together answer for each other. */
export type Grouping = 'none' | 'joint' | 'several'

/** A firm that holds a contract. */
export interface ContractSupplier {
  /** As written where it is no SIRET: a number abroad, a VAT number. */
  id: string | null
  /** Fourteen digits, checked. */
  siret: string | null
  name: string | null
  /** What the buyer says its size is; absent: not said. */
  size?: Winner['size']
}

/** A later agreement that changes a contract; what it leaves as it was is null. */
export interface ContractModification {
  /** As numbered by the buyer. */
  number: string | null
  notifiedOn: string | null
  publishedOn: string | null
  /** Whole new amount in euros excluding VAT. */
  amount: number | null
  months: number | null
  suppliers: ContractSupplier[] | null
}

/** An act by which a part is entrusted to a subcontractor. */
export interface Subcontract {
  number: string | null
  supplier: ContractSupplier
  amount: number | null
  months: number | null
  notifiedOn: string | null
}

/**
 * What can be known of a contract: the essential data of the procurement code (arrêté of 22 December 2022), amounts in
 * euros excluding VAT, dates as `2026-12-15`. What is unknown or cannot be believed is null.
 */
export interface ContractFacts {
  /** The buyer's own number. */
  number: string
  buyerSiret: string | null
  buyerName: string | null
  nature: ContractNature
  object: string | null
  /** Eight digits, without the check digit. */
  cpv: string | null
  category: Category | null
  procedure: AwardProcedure | null
  /** Of the contract as first let. */
  amount: number | null
  notifiedOn: string | null
  /** When its data were published. */
  publishedOn: string | null
  months: number | null
  /** Two or three characters: the département where it is done. */
  placeDepartement: string | null
  bids: number | null
  smeBids: number | null
  irregularBids: number | null
  advance: boolean | null
  /** From 0 to 1. */
  advanceRate: number | null
  subcontracting: boolean | null
  grouping: Grouping | null
  social: boolean | null
  environmental: boolean | null
  innovative: boolean | null
  suppliers: ContractSupplier[]
  modifications: ContractModification[]
  subcontracts: Subcontract[]
  /** Fields that no figure uses, by the schema's own names and in its own words, for handing on. */
  rest: Record<string, unknown>
}

/** What cannot be believed in what a source says of a contract; the value as written stands beside it. */
export interface Trouble {
  code: TroubleCode
  /** As written, at most 200 characters. */
  value: string
}

export type TroubleCode =
  | 'amount-unreadable'
  | 'amount-out-of-range'
  | 'date-unreadable'
  | 'date-out-of-range'
  | 'cpv-unreadable'
  | 'buyer-number-wrong'
  | 'supplier-number-wrong'
  | 'supplier-missing'
  | 'number-rewritten'
  | 'count-out-of-range'
  | 'rate-out-of-range'
  | 'value-unknown'
  | 'text-too-long'
  | 'place-unreadable'
  | 'modification-unreadable'
