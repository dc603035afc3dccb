import { sql } from 'drizzle-orm'
import { LOT_GROUNDS } from '../../rules/check-lots.ts'
import { consultationsShare } from './questions.ts'
import type { LinesIndicator } from './indicator.ts'

const FAILED = sql`status in ('withdrawn', 'abandoned', 'unsuccessful')`

/** How consultations are cut, how long firms have, and what becomes of them. */
export const CONSULTATIONS: LinesIndicator[] = [
  consultationsShare('part-allotie', {
    by: ['category', 'buyer', 'band', 'procedure'],
    known: sql`divided is not null`,
    counted: sql`divided`,
  }),
  {
    ...consultationsShare('lots-par-marche', {
      by: ['category', 'buyer'],
      asked: sql`divided`,
      known: sql`lots is not null`,
      counted: null,
      spread: { value: sql`lots`, parts: 1 },
    }),
    spreadUnit: 'lots',
  },
  {
    ...consultationsShare('motifs-de-non-allotissement', {
      by: [],
      asked: sql`not divided`,
      known: sql`ground is not null`,
      counted: sql`true`,
    }),
    areLinesPublic: false,
    parts: {
      breakdown: 'ground',
      within: [],
      groups: LOT_GROUNDS.map((group) => ({ group, is: sql`ground = ${group}::text` })),
    },
  },
  {
    ...consultationsShare('delai-de-reponse', {
      by: ['category', 'buyer', 'band', 'procedure'],
      known: sql`days is not null`,
      counted: null,
      spread: { value: sql`days`, parts: 1 },
    }),
    spreadUnit: 'days',
  },
  {
    ...consultationsShare('delai-sous-le-plancher', {
      by: ['category', 'buyer', 'band', 'procedure'],
      asked: sql`procedure is null or procedure in ('below-threshold', 'adapted')`,
      known: sql`days is not null and floor is not null`,
      counted: sql`days < floor`,
    }),
    areLinesPublic: false,
  },
  {
    ...consultationsShare('procedures-sans-suite', {
      by: ['category', 'buyer', 'band', 'procedure'],
      known: sql`true`,
      counted: FAILED,
    }),
    parts: {
      breakdown: 'kind',
      within: [],
      groups: ['withdrawn', 'abandoned', 'unsuccessful'].map((group) => ({
        group,
        is: sql`status = ${group}::text`,
      })),
    },
  },
  consultationsShare('motifs-donnes', {
    by: ['buyer'],
    asked: FAILED,
    known: sql`true`,
    counted: sql`reason is not null`,
  }),
  {
    ...consultationsShare('lots-infructueux', {
      by: ['category', 'buyer', 'band', 'procedure'],
      known: sql`lots_told > 0`,
      counted: sql`true`,
      weights: { counted: sql`lots_unsuccessful`, of: sql`lots_told` },
    }),
    counts: 'lots',
  },
  consultationsShare('relances', {
    by: ['category', 'buyer'],
    asked: sql`status in ('abandoned', 'unsuccessful')`,
    known: sql`true`,
    counted: sql`renewed`,
  }),
  {
    ...consultationsShare('delai-de-paiement', {
      by: ['category', 'buyer'],
      known: sql`payment_days >= 0`,
      counted: null,
      spread: { value: sql`payment_days`, parts: 1 },
    }),
    spreadUnit: 'days',
  },
  {
    ...consultationsShare('pieces-demandees', {
      axis: 'simplifier',
      by: ['category', 'buyer', 'procedure'],
      known: sql`pieces is not null`,
      counted: null,
      spread: { value: sql`pieces`, parts: 1 },
    }),
    spreadUnit: 'pieces',
  },
  consultationsShare('petits-marches-publies', {
    axis: 'simplifier',
    by: ['category', 'buyer'],
    known: sql`procedure = 'below-threshold' or amount_min is not null or amount_max is not null`,
    counted: ({ smallBelow }) => sql`procedure = 'below-threshold'
      or amount_max < ${smallBelow}::numeric
      or (amount_max = ${smallBelow}::numeric and coalesce(amount_min, 0) < ${smallBelow}::numeric)`,
  }),
  consultationsShare('rectificatifs', {
    axis: 'informer',
    by: ['category', 'buyer', 'procedure'],
    known: sql`true`,
    counted: sql`corrections > 0`,
  }),
  consultationsShare('dates-deplacees', {
    axis: 'informer',
    by: ['category', 'buyer', 'procedure'],
    asked: sql`corrections > 0`,
    known: sql`true`,
    counted: sql`moved`,
  }),
  consultationsShare('resultats-connus', {
    axis: 'informer',
    by: ['category', 'buyer', 'procedure'],
    known: sql`true`,
    counted: sql`status <> 'active'`,
  }),
]
