/** A figure of the national observatory of public purchasing (OECP, ministry of economy), to stand beside our own. */
export interface NationalFigure {
  /** Indicator that it is compared with. */
  indicator: string
  year: number
  /** Who buys: all public buyers, or local authorities. */
  buyers: 'all' | 'local'
  by: 'number' | 'amount'
  /** From 0 to 1. */
  share: number
  /** Contracts of the census, and their amount in billions of euros excluding VAT, where these are told. */
  contracts: number | null
  billions: number | null
}

/**
 * Shares of small and medium enterprises in the national census, which counts contracts from 90 000 € excluding VAT on:
 * they are compared with ours of the same contracts only. Subcontracting, amendments and most small contracts are in none
 * of them. The last year first.
 */
export const NATIONAL_FIGURES: readonly NationalFigure[] = [
  census(2023, 'all', 'number', 0.599, { contracts: 243_731, billions: 170.6 }),
  census(2023, 'all', 'amount', 0.272, { contracts: 243_731, billions: 170.6 }),
  census(2023, 'local', 'number', 0.64, { contracts: 194_993, billions: 73.3 }),
  census(2022, 'all', 'number', 0.608),
  census(2022, 'all', 'amount', 0.295),
  census(2022, 'local', 'number', 0.65),
  census(2021, 'local', 'amount', 0.4),
  census(2019, 'all', 'number', 0.62),
  census(2019, 'all', 'amount', 0.32),
]

function census(
  year: number,
  buyers: NationalFigure['buyers'],
  by: NationalFigure['by'],
  share: number,
  {
    contracts,
    billions,
  }: { contracts: number; billions: number } | { contracts: null; billions: null } = {
    contracts: null,
    billions: null,
  },
): NationalFigure {
  return {
    indicator: 'part-des-pme-au-dela-du-seuil-national',
    year,
    buyers,
    by,
    share,
    contracts,
    billions,
  }
}
