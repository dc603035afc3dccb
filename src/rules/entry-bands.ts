import type { Amount } from '../consultations/facts.ts'
import { type Launched, thresholdsOf } from './duties.ts'
import type { Rule } from './rule.ts'

/**
 * Where public bands are cut for good, so that addresses people subscribed to outlive the law (users.md 5.3): no
 * threshold that moves stands among them.
 */
export const PUBLIC_CUTS = [40_000, 90_000, 200_000, 500_000, 1_000_000, 5_000_000]

/**
 * The bands among which an agent chooses on a day: the public ones cut once more at that day's thresholds, so that
 * none straddles two duties. Rising, without gap; the last has no upper end.
 */
export function entryBands(
  asked: Pick<Launched, 'category' | 'buyer' | 'on'>,
  rules: readonly Rule[],
): Amount[] {
  const cuts = [...new Set([...PUBLIC_CUTS, ...thresholdsOf(asked, rules)])].toSorted(
    (a, b) => a - b,
  )
  return [0, ...cuts].map((min, index) => ({ min, max: cuts[index] ?? null }))
}
