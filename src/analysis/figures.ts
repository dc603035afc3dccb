/**
 * The figures of one year: what is frozen, hashed, recomputed and shown. All of it is plain JSON, in a fixed order, so
 * that the same lines give the same bytes.
 */
export interface YearFigures {
  year: number
  /** Version of the method note that they follow. */
  method: number
  indicators: IndicatorFigures[]
}

export interface IndicatorFigures {
  /** Word of the indicator in addresses and files, French: `part-des-pme`. */
  slug: string
  /** One table each: everything together first (`all`), then by category, buyer, band… None: it is not measured yet. */
  tables: FigureTable[]
}

/**
 * The cells stand in the order of their groups' codes, bands by their amounts, « non précisé » last; a group without any case has no cell, but
 * the 2 × 2 table always has its four.
 */
export interface FigureTable {
  breakdown: Breakdown
  /** The 2 × 2 table is drawn for every category, band and division by itself too; null: for everything together. */
  within: { breakdown: 'category' | 'band' | 'division'; group: string | null } | null
  cells: Cell[]
}

/** What the cells of a table tell apart. */
export type Breakdown =
  | 'all'
  | 'category'
  | 'buyer'
  | 'band'
  | 'procedure'
  | 'division'
  | 'ground'
  | 'kind'
  /** The 2 × 2 table: `sme-aude`, `sme-elsewhere`, `other-aude`, `other-elsewhere`. */
  | 'cross'

/** One figure and what it rests on. A share is numerator over denominator; fewer than ten cases are never a percentage. */
export interface Cell {
  /** What of the breakdown it is of: `works`, a buyer's slug, a band's key; null for everything together, and for « non précisé ». */
  group: string | null
  /** Whether the group is « non précisé » rather than everything together. */
  unknown: boolean
  /** Cases that the question is asked of. */
  n: number
  /** Of these, those that cannot be told (size, place, number of bids… unknown): in n, in no figure. */
  missing: number
  /** Null where the indicator is no share. They may count something else than cases (bids, lots): the indicator says what. */
  numerator: number | null
  denominator: number | null
  /** The same in euros excluding VAT, each amount capped as the method says; null where amounts say nothing. */
  euros: EuroShare | null
  /** Spread of a number (days, bids…); null for shares. */
  spread: Spread | null
}

export interface EuroShare {
  numerator: number
  denominator: number
  /** Cases with a known amount. */
  known: number
  /** Of the amounts in the numerator and in the denominator; null where there is none. */
  medianNumerator: number | null
  medianDenominator: number | null
  /** Amounts above the cap, counted as the cap. */
  capped: number
}

export interface Spread {
  median: number | null
  /**
   * The least value that a tenth of the known cases do not exceed: a value that occurs, never one between two
   * (percentile_disc); the median is the same of half of them.
   */
  p10: number | null
  p90: number | null
}
