import { sql } from 'drizzle-orm'
import { sessionsShare } from './questions.ts'
import type { LinesIndicator } from './indicator.ts'

const HELD = sql`state = 'held'`

/** What trainings reach. */
export const TRAININGS: LinesIndicator[] = [
  sessionsShare('formations-tenues', {
    axis: 'accompagner',
    by: [],
    known: sql`true`,
    counted: HELD,
  }),
  {
    ...sessionsShare('entreprises-formees', {
      axis: 'accompagner',
      by: [],
      asked: HELD,
      known: sql`true`,
      counted: sql`true`,
      weights: { counted: sql`firms`, of: sql`people` },
    }),
    counts: 'people',
  },
  {
    ...sessionsShare('nouveaux-venus-en-formation', {
      axis: 'accompagner',
      by: [],
      asked: HELD,
      known: sql`true`,
      counted: sql`true`,
      weights: { counted: sql`newcomers`, of: sql`people` },
    }),
    counts: 'people',
  },
  {
    ...sessionsShare('reponses-apres-formation', {
      axis: 'accompagner',
      by: [],
      asked: HELD,
      known: sql`cold > 0`,
      counted: sql`true`,
      weights: { counted: sql`answered_since`, of: sql`cold` },
    }),
    counts: 'people',
  },
]
