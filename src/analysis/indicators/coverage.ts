import { type SQL, sql } from 'drizzle-orm'
import type { Exclusion } from '../schema.ts'
import { contractsShare, holdersShare } from './questions.ts'
import type { LinesIndicator } from './indicator.ts'

/** How many of each contract's facts are known: « une année mal couverte le dit dans sa première phrase ». */
export const COVERAGE: LinesIndicator[] = [
  contractsShare('montants-connus', {
    axis: 'informer',
    by: ['category', 'buyer'],
    known: sql`true`,
    counted: sql`amount is not null`,
  }),
  holders('tailles-connues', sql`size is not null`),
  holders('lieux-connus', sql`local is not null`),
  contractsShare('offres-connues', {
    axis: 'informer',
    by: ['category', 'buyer'],
    known: sql`true`,
    counted: sql`bids >= 1`,
  }),
  contractsShare('petits-contrats', {
    axis: 'informer',
    by: ['category', 'buyer'],
    known: sql`amount is not null`,
    counted: ({ smallBelow }) => sql`amount < ${smallBelow}::numeric`,
  }),
  {
    ...contractsShare('publication-des-donnees', {
      axis: 'informer',
      by: ['buyer'],
      known: sql`published_on >= notified_on`,
      counted: ({ publicationDays }) => sql`published_on - notified_on <= ${publicationDays}::int`,
      spread: { value: sql`published_on - notified_on`, parts: 1 },
    }),
    spreadUnit: 'days',
  },
  {
    ...contractsShare('contrats-ecartes', {
      axis: 'informer',
      by: ['buyer'],
      known: sql`true`,
      counted: sql`excluded is not null`,
    }),
    of: 'everything',
    parts: {
      breakdown: 'ground',
      within: [],
      groups: (
        ['nature', 'call-off', 'year', 'buyer', 'not-ours', 'other-year'] satisfies Exclusion[]
      ).map((group) => ({ group, is: sql`excluded = ${group}::text` })),
    },
  },
]

function holders(slug: string, counted: SQL): LinesIndicator {
  return holdersShare(slug, {
    axis: 'informer',
    by: ['category', 'buyer'],
    known: sql`true`,
    counted,
  })
}
