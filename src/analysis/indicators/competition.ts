import { sql } from 'drizzle-orm'
import { contractsShare } from './questions.ts'
import type { LinesIndicator } from './indicator.ts'

/** Where firms could bid: one that is let without competition has one bid by its nature. */
const COMPETED = sql`procedure is null or procedure <> 'without-competition'`
const HAS_BIDS = sql`bids >= 1`

/** How many firms bid, and who they are. */
export const COMPETITION: LinesIndicator[] = [
  {
    ...contractsShare('offres-recues', {
      by: ['category', 'buyer', 'band', 'procedure'],
      asked: COMPETED,
      known: HAS_BIDS,
      counted: null,
      spread: { value: sql`bids`, parts: 1 },
    }),
    spreadUnit: 'bids',
  },
  contractsShare('offre-unique', {
    by: ['category', 'buyer', 'band', 'procedure'],
    asked: COMPETED,
    known: HAS_BIDS,
    counted: sql`bids = 1`,
  }),
  {
    ...contractsShare('offres-des-pme', {
      by: ['category', 'buyer'],
      asked: COMPETED,
      known: sql`bids >= 1 and sme_bids between 0 and bids`,
      counted: sql`true`,
      weights: { counted: sql`sme_bids`, of: sql`bids` },
    }),
    counts: 'bids',
  },
  {
    ...contractsShare('offres-irregulieres', {
      axis: 'accompagner',
      by: ['category', 'buyer'],
      asked: COMPETED,
      known: sql`bids >= 1 and irregular_bids between 0 and bids`,
      counted: sql`true`,
      weights: { counted: sql`irregular_bids`, of: sql`bids` },
    }),
    counts: 'bids',
  },
]
