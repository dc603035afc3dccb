import { ACCESS, CLAUSES } from './access.ts'
import { COMPETITION } from './competition.ts'
import { CONSULTATIONS } from './consultations.ts'
import { COVERAGE } from './coverage.ts'
import type { Method } from '../method.ts'
import type { FirmsIndicator, Indicator } from './indicator.ts'
import { MEDIATIONS, MODEL_USE } from './service.ts'
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

/** Every indicator of the yearly analysis, in the order in which figures have them. */
export const INDICATORS: readonly Indicator[] = [
  ...ACCESS,
  ...FIRMS,
  ...COMPETITION,
  ...CLAUSES,
  ...CONSULTATIONS,
  ...COVERAGE,
  ...TRAININGS,
  ...MODEL_USE,
  ...MEDIATIONS,
]

/** Whether a version of the method measures an indicator. */
export function isMeasuredBy({ version }: Method, { since }: Indicator): boolean {
  return version >= (since?.version ?? 1)
}

/** Whether figures by a version of the method have an indicator, be it as not measured. */
export function isNamedBy(method: Method, indicator: Indicator): boolean {
  return isMeasuredBy(method, indicator) || indicator.since?.isNamedBefore === true
}
