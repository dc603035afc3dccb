import type { Moment } from '../../src/consultations/facts.ts'
import { cardMoment, isoWithOffset, longMoment } from '../format.ts'

/** « mardi 15 décembre à 12 h 00 », the year only when it is needed. */
export function CardTime({ when, now }: { when: Moment | Date; now: Date }) {
  return <time datetime={isoWithOffset(when)}>{cardMoment(when, now)}</time>
}

/** « mardi 15 décembre 2026 à 12 h 00 » */
export function LongTime({ when }: { when: Moment | Date }) {
  return <time datetime={isoWithOffset(when)}>{longMoment(when)}</time>
}
