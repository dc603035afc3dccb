import type {
  Amount,
  BuyerName,
  Category,
  Contact,
  Facts,
  LotFacts,
  Moment,
  Procedure,
  Reserved,
  SiteVisit,
} from './facts.ts'
import type { Filter, State } from './filter.ts'
import type { PartOrigin } from './records/merge-buyers.ts'
import type { PlaceKind } from '../places/schema.ts'

/** What a card of the board shows. */
export interface ListedConsultation {
  reference: string
  /** `/consultations/2026-0042-refection-de-la-voirie` */
  path: string
  title: string
  buyer: { name: string; slug: string | null }
  state: State
  tag: Tag | null
  isNew: boolean
  deadline: Moment | null
  deadlineStage: 'tender' | 'candidacy'
  /** Lots that answer the filter's trade; empty when none was asked. */
  matchingLots: { number: string; title: string }[]
  lotCount: number | null
  /** Place of work; `basis: 'buyer'` where only the buyer's territory is known. */
  place: { label: string; kind: PlaceKind | null; basis: 'given' | 'buyer' } | null
  amount: Amount | null
  /** Whether the amount is the matching lot's or the whole's. */
  amountOf: 'lot' | 'whole'
  category: Category | null
  procedure: Procedure | null
  siteVisit: SiteVisit | null
  reserved: Reserved | null
  tradeBasis: TradeBasis | null
  /** Of what was asked, what is not known of this one. */
  unknowns: Unknown[]
  demonstration: boolean
}

export type Unknown = 'trade' | 'place'
export type TradeBasis = 'chosen' | 'cpv' | 'words' | 'building-works'

/** At most one beside « Nouveau ». */
export type Tag =
  | 'last-day'
  | 'deadline-moved'
  | 'changed'
  | 'withdrawn'
  | 'abandoned'
  | 'unsuccessful'
  | 'restarted'
  | 'ended'
  | 'awarded'

/** A count; `more`: not all was looked at. At the bound there are more than it, below it there may be. */
export interface Count {
  count: number
  more: boolean
}

export interface FacetValue {
  value: string
  label: string
  count: Count
  /** Heading it stands under, for trades. */
  group?: string
}

/** All that the board shows. */
export interface Board {
  filter: Filter
  items: ListedConsultation[]
  next: string | null
  previous: string | null
  /** When the last one was published that was looked at, where others are left to look at. */
  lookedTo: Date | null
  total: Count
  /** How many of the total are there without being known to match. */
  unknowns: Count
  /** Distinct buyers among all that is open. */
  openCount: Count
  buyerCount: number
  facets: {
    category: FacetValue[]
    trade: FacetValue[]
    procedure: FacetValue[]
    buyer: FacetValue[]
  }
  /** « Voir le métier Électricité ? » when the words are a trade's. */
  proposedTrade: { slug: string; label: string } | null
  /** What each filter alone hides, where nothing is left: word of the filter to drop and how many that gives. */
  without: { word: keyof Filter; count: Count }[]
  /** When a source was last read with success. */
  updatedAt: Date | null
  silentSources: { name: string; since: Date | null }[]
}

/** Words that explain the current filter: slugs to labels. */
export interface FilterLabels {
  trade: string | null
  place: string | null
  buyer: string | null
}

export interface HistoryLine {
  id: number
  kind: NoticeKind
  /** When its source published it. */
  publishedAt: Date
  /** When Guichet read it. */
  recordedAt: Date
  changes: Change[]
  reason: string | null
  source: string | null
}

export type NoticeKind =
  'planned' | 'tender' | 'correction' | 'extension' | 'cancellation' | 'award' | 'unsuccessful'

/** One field before and after, as facts; the French words are made by the views. */
export interface Change {
  field: ChangedField
  before: unknown
  after: unknown
  /** Number of the lot, when the change is a lot's. */
  lot?: string
}

export type ChangedField = keyof Facts | `lot.${keyof LotFacts & string}`

/** Where the value of a field on the page came from. */
export interface Provenance {
  source: string
  url: string | null
  words: string | null
  basis: 'typed' | 'structured' | 'extracted'
  readAt: Date
  /** What of a list came from elsewhere: a lot, a lot's field, or a buyer. */
  parts: (Pick<PartOrigin, 'of' | 'field' | 'basis'> & { source: string })[]
}

/** All that a consultation's page shows. */
export interface ConsultationPage {
  listed: ListedConsultation
  ocid: string
  publishedAt: Date
  /** Calendar days from the day after publication to the deadline's day; null when unknown. */
  daysGiven: number | null
  facts: Partial<Facts>
  buyers: (BuyerName & { slug: string | null })[]
  lots: LotFacts[]
  provenance: Partial<Record<keyof Facts, Provenance>>
  history: HistoryLine[]
  /** Where each source shows it, and when it was last seen there. */
  sources: { name: string; url: string | null; lastSeen: Date }[]
  correspondent: (Contact & { function: string | null }) | null
  sameBuyer: ListedConsultation[]
  similar: ListedConsultation[]
  trades: { slug: string; label: string }[]
  questionsUntil: Moment | null
  /** The consultation that starts this one again, and the one that this one starts again. */
  renewedBy: { path: string; title: string } | null
  renews: { path: string; title: string } | null
}

/** What a feed entry or a calendar event tells of a consultation, as it stands now. */
export interface FeedConsultation {
  id: number
  reference: string
  path: string
  ocid: string
  title: string
  state: State
  facts: Partial<Facts>
  lots: LotFacts[]
  /** Numbers of the lots that answer the filter's trade. */
  matchingLots: string[]
  /** Short name for titles: « Narbonne », « CC Limouxin », « Aude »; null when nothing is known. */
  placeLabel: string | null
  buyerName: string | null
  buyerSiret: string | null
  tradeLabels: string[]
  deadline: Moment | null
  deadlineStage: 'tender' | 'candidacy'
  daysGiven: number | null
  publishedAt: Date
  source: { name: string; url: string | null; readAt: Date } | null
  /** How often the deadline has moved, and a visit's or deadline's calendar entry with it. */
  sequence: number
  deadlineMoved: boolean
  updatedAt: Date
  /** Invented: nothing is to be bid for. */
  demonstration: boolean
}

/** One notice with its consultation: what one feed entry is written from. */
export interface FeedNotice {
  id: number
  kind: NoticeKind
  publishedAt: Date
  recordedAt: Date
  changes: Change[]
  reason: string | null
  /** A later notice has changed the deadline again. */
  superseded: boolean
  consultation: FeedConsultation
}
