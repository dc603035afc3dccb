import { ACCESS, CLAUSES } from './access.ts'
import { COMPETITION } from './competition.ts'
import { CONSULTATIONS } from './consultations.ts'
import { COVERAGE } from './coverage.ts'
import type { FirmsIndicator, Indicator, UnmeasuredIndicator } from './indicator.ts'
import { TRAININGS } from './trainings.ts'

const FIRMS: FirmsIndicator[] = (
  [
    ['entreprises-distinctes', 'distinct'],
    ['part-des-premieres-entreprises', 'first'],
    ['nouvelles-entreprises', 'new'],
  ] as const
).map(([slug, question]) => ({
  slug,
  axis: 'susciter',
  unit: question === 'new' ? 'firms' : 'holders',
  counts: question === 'first' ? 'holders' : 'firms',
  spreadUnit: null,
  areLinesPublic: true,
  of: 'firms',
  question,
}))

/** What no data are kept of yet: shown as not measured, never left out. */
const UNMEASURED: UnmeasuredIndicator[] = [
  {
    slug: 'usage-du-modele',
    axis: 'simplifier',
    unit: 'consultations',
    counts: 'consultations',
    spreadUnit: null,
    areLinesPublic: true,
    of: 'nothing',
  },
  {
    slug: 'mediations',
    axis: 'accompagner',
    unit: 'firms',
    counts: 'firms',
    spreadUnit: null,
    areLinesPublic: false,
    of: 'nothing',
  },
]

/** Every indicator of the yearly analysis, in the order in which figures have them. */
export const INDICATORS: readonly Indicator[] = [
  ...ACCESS,
  ...FIRMS,
  ...COMPETITION,
  ...CLAUSES,
  ...CONSULTATIONS,
  ...COVERAGE,
  ...TRAININGS,
  ...UNMEASURED,
]
