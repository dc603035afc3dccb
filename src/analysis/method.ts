import type { ContractNature } from '../contracts/facts.ts'

/** What a version of the method note fixes as data. A year is recomputed by the version that it was computed by. */
export interface Method {
  version: number
  /** First day on which it is used. */
  from: string
  /** Euros excluding VAT: what is above counts as this much in totals, and is listed. */
  cap: number
  /** Lower ends of the amount bands after the first, which begins at 0; a band's own upper end is out of it. */
  bandsFrom: readonly number[]
  /** Natures that are counted. Frameworks count by the maximum or estimate that was let, so that call-offs do not. */
  natures: readonly ContractNature[]
  /** A firm is new when it held no contract of a council in so many years before. */
  newcomerYears: number
  /** The national census counts contracts from this on (euros excluding VAT): an end of bands. */
  censusFrom: number
  /** A small contract is below this (euros excluding VAT). */
  smallBelow: number
  /** Essential data are published within so many days of the notification (CCP, R. 2196-1: two months). */
  publicationDays: number
  /** How many firms « the first » are. */
  firstFirms: number
}

const FIRST: Method = {
  version: 1,
  from: '2026-01-01',
  cap: 20_000_000,
  // Rounded below the thresholds of formal procedures, which move every two years: bands must not.
  bandsFrom: [40_000, 90_000, 200_000, 1_000_000, 5_000_000],
  natures: ['contract', 'framework', 'defence', 'partnership'],
  newcomerYears: 3,
  censusFrom: 90_000,
  smallBelow: 40_000,
  publicationDays: 61,
  firstFirms: 5,
}

/** Mediations and the use of the shared model are measured, since both are kept here. */
const SECOND: Method = { ...FIRST, version: 2, from: '2026-11-22' }

/** Every version that a published year may follow; the last one is used for new figures. */
const METHODS: readonly Method[] = [FIRST, SECOND]

/** What new figures follow. */
export const METHOD = SECOND

/** The rules of a version; null where this program does not know it. */
export function methodOf(version: number): Method | null {
  return METHODS.find((each) => each.version === version) ?? null
}

/** A band of amounts in euros, its upper end out of it; null: without end. */
export interface Band {
  /** `90000-200000`, `5000000-`: as in figures and addresses. */
  key: string
  from: number
  below: number | null
}

/** The bands of a version, rising and without gap. */
export function bandsOf({ bandsFrom }: Method): Band[] {
  return [0, ...bandsFrom].map((from, index) => {
    const below = bandsFrom[index] ?? null
    return { key: `${from}-${below ?? ''}`, from, below }
  })
}
