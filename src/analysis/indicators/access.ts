import { sql } from 'drizzle-orm'
import { makePgArray } from 'drizzle-orm/pg-core'
import { bandsOf, type Method } from '../method.ts'
import { contractsShare, holdersShare } from './questions.ts'
import type { LinesIndicator } from './indicator.ts'

const IS_SME = sql`size in ('micro', 'sme')`
const HAS_SIZE = sql`size is not null`

/** Who wins contracts: small firms, firms of the territory, both at once. */
export const ACCESS: LinesIndicator[] = [
  holdersShare('part-des-pme', {
    by: ['category', 'buyer', 'band', 'procedure', 'division'],
    known: HAS_SIZE,
    counted: IS_SME,
    medians: ['category', 'buyer'],
  }),
  holdersShare('part-des-micro-entreprises', {
    by: ['category', 'buyer', 'band', 'procedure'],
    known: HAS_SIZE,
    counted: sql`size = 'micro'`,
    medians: ['category', 'buyer'],
  }),
  holdersShare('part-des-pme-au-dela-du-seuil-national', {
    by: ['category', 'buyer'],
    asked: (method) => sql`band = any(${bandsFromCensus(method)}::text[])`,
    known: HAS_SIZE,
    counted: IS_SME,
  }),
  {
    ...holdersShare('pme-et-entreprises-du-territoire', {
      by: [],
      known: sql`size is not null and local is not null`,
      counted: sql`${IS_SME} and local`,
    }),
    parts: {
      breakdown: 'cross',
      within: ['category', 'band', 'division'],
      groups: [
        { group: 'sme-aude', is: sql`${IS_SME} and local` },
        { group: 'sme-elsewhere', is: sql`${IS_SME} and not local` },
        { group: 'other-aude', is: sql`not ${IS_SME} and local` },
        { group: 'other-elsewhere', is: sql`not ${IS_SME} and not local` },
      ],
    },
  },
  holdersShare('part-du-territoire', {
    by: ['category', 'buyer', 'band'],
    known: sql`local is not null`,
    counted: sql`local`,
    medians: ['category', 'buyer'],
  }),
  holdersShare('part-de-la-region', {
    by: ['category', 'buyer'],
    known: sql`regional is not null`,
    counted: sql`regional`,
  }),
]

/** What contracts say of clauses, advances and subcontracting. */
export const CLAUSES: LinesIndicator[] = [
  contractsShare('clauses-sociales', {
    by: ['category', 'buyer', 'band'],
    known: sql`social is not null`,
    counted: sql`social`,
  }),
  contractsShare('clauses-environnementales', {
    by: ['category', 'buyer', 'band'],
    known: sql`environmental is not null`,
    counted: sql`environmental`,
  }),
  {
    ...contractsShare('avances', {
      by: ['category', 'buyer'],
      known: sql`advance is not null`,
      counted: sql`advance`,
      spread: {
        value: sql`case when advance then round(advance_rate::numeric * 1000)::int end`,
        parts: 10,
      },
    }),
    spreadUnit: 'percent',
  },
  contractsShare('sous-traitance', {
    by: ['category', 'buyer'],
    known: sql`subcontracting is not null`,
    counted: sql`subcontracting`,
  }),
]

function bandsFromCensus(method: Method): string {
  const bands = bandsOf(method).filter(({ from }) => from >= method.censusFrom)
  return makePgArray(bands.map(({ key }) => key))
}
