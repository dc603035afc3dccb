/**
 * What can be known of a consultation: the fields of the French notices (eForms terms), each of which may be unknown.
 * Amounts are euros excluding VAT, days are calendar days, instants are ISO 8601 in UTC (`2026-12-15T11:00:00Z`),
 * dates are `2026-12-15`, wall times are Europe/Paris (`2026-12-15T12:00`).
 */

/** How a value got here. In a disagreement typed wins over structured, structured over extracted. */
export type Basis = 'typed' | 'structured' | 'extracted'

/** A value together with the words it was read in (null where it came as data, not as words). */
export interface Reading<T> {
  value: T
  words: string | null
  basis: Basis
}

/** An instant with the wall time it was written as. `doubt` says in a code why it must be checked with the buyer. */
export interface Moment {
  instant: string
  wall: string
  doubt?: 'sources-disagree' | 'no-hour' | 'ambiguous-hour' | 'clock-trap'
}

export const CATEGORIES = ['works', 'supplies', 'services'] as const
export type Category = (typeof CATEGORIES)[number]

export const PROCEDURES = [
  'below-threshold',
  'adapted',
  'open',
  'restricted',
  'negotiated',
  'competitive-dialogue',
  'formal',
  'concession',
] as const
export type Procedure = (typeof PROCEDURES)[number]

export type Reserved = 'adapted-enterprises' | 'integration' | 'social-economy'

/** Where a thing is done. `name` is as written; codes only when recognised in the official lists. */
export interface Place {
  kind: 'commune' | 'epci' | 'departement' | 'unrecognised'
  name: string
  /** INSEE code of the commune, SIREN of the intercommunality, or number of the département. */
  code: string | null
}

/** An estimate or a band: either end may be open. `maximum` marks a framework's ceiling. */
export interface Amount {
  min: number | null
  max: number | null
  maximum?: boolean
}

export interface Criterion {
  name: string
  /** Per cent, when given. */
  weight: number | null
}

export interface SiteVisit {
  obligation: 'compulsory' | 'advised' | 'none'
  dates: Moment[]
  booking: string | null
}

export interface ResponseMethod {
  kind: 'platform' | 'email' | 'paper'
  address: string | null
  /** Whether an electronic signature is asked; null when not said. */
  signature: boolean | null
}

export interface Contact {
  name: string | null
  phone: string | null
  email: string | null
}

export interface BuyerName {
  name: string
  siret: string | null
  coordinator: boolean
}

export interface Winner {
  name: string
  siret: string | null
  /** Number in a register abroad, with its country, for a firm without SIRET: « ES B12345678 ». */
  foreignId?: string
  commune: string | null
  /** As the law counts firms (loi 2008-776, art. 51); absent: not said. */
  size?: 'micro' | 'sme' | 'mid-size' | 'large'
}

export interface LotOutcome {
  kind: 'awarded' | 'unsuccessful' | 'abandoned'
  winners: Winner[]
  amount: number | null
  bids: number | null
  irregularBids: number | null
  /** Of the bids, those of small and medium enterprises; absent: not said. */
  smeBids?: number
  /** Date of notification of the contract. */
  notifiedOn: string | null
  ground: string | null
}

/** An answer given to all firms, for consultations without a platform. */
export interface PublishedAnswer {
  question: string
  answer: string
  /** Day it was given. */
  on: string
}

/** A file of the consultation that Guichet keeps or links to, for consultations without a platform. */
export interface PublishedDocument {
  name: string
  /** A path of this site, or an absolute address. */
  href: string
  /** Null for a link. */
  bytes: number | null
  /** Day it was added. */
  on: string
}

export interface LotFacts {
  number: string
  title: string
  description?: string
  category?: Category
  cpv?: string[]
  trades?: string[]
  place?: Place
  amount?: Amount
  deadline?: Moment
  reserved?: Reserved | 'none'
  outcome?: LotOutcome
}

/** Every field of a consultation by its name; a missing one is unknown. */
export interface Facts {
  object: string
  description: string
  buyers: BuyerName[]
  reference: string
  boampId: string
  category: Category
  procedure: Procedure
  contractForm: 'ordinary' | 'framework-orders' | 'framework-subsequent'
  frameworkMaximum: number
  cpv: string[]
  trades: string[]
  place: Place
  amount: Amount
  lots: LotFacts[]
  /** Whether the contract is divided into lots, where it is said apart from their list. */
  divided: boolean
  lotCount: number
  deadline: Moment
  deadlineStage: 'tender' | 'candidacy'
  questionsUntil: Moment
  siteVisit: SiteVisit
  duration: string
  expectedStart: string
  renewals: string
  variants: 'allowed' | 'refused' | 'required'
  grouping: string
  reserved: Reserved | 'none'
  socialClauses: string
  environmentalClauses: string
  criteria: Criterion[]
  qualifications: string[]
  requiredDocuments: string[]
  minimumTurnover: number
  samples: string
  advance: string
  paymentDelayDays: number
  response: ResponseMethod
  /** Where the notice stands officially. */
  noticeUrl: string
  documentsUrl: string
  /** A text or address that changes when the file changes, where the source gives one. */
  documentsVersion: string
  documents: PublishedDocument[]
  answers: PublishedAnswer[]
  contact: Contact
  /** What the source says has become of the procedure. `planned` is a pre-information. */
  status: 'planned' | 'active' | 'withdrawn' | 'abandoned' | 'unsuccessful' | 'awarded'
  /** Ground given for a withdrawal, an abandonment or a correction, in the buyer's words. */
  statusReason: string
  outcome: LotOutcome
  /** The source's own reference of the consultation that this one starts again. */
  renews: string
}

export type FactName = keyof Facts

/** The names of the facts that something tells. */
export function factNames(told: { [K in FactName]?: unknown }): FactName[] {
  return Object.keys(told) as FactName[]
}

/** The normalised fields of one source record: each with the words it was read in. */
export type RecordFacts = { [K in FactName]?: Reading<Facts[K]> }
