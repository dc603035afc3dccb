import type { Category, Procedure } from '../consultations/facts.ts'

/**
 * What a check before publication has found. An error cannot be overridden; a warning can, with a reason that is kept
 * in the partners' area; a question only wants to be seen.
 */
export type Finding = {
  severity: 'error' | 'warning' | 'question'
  /** « R. 2161-2 et R. 2161-3 »; null where no text says it. */
  article: string | null
  /** A deadline that none of the checks would find fault with; null where there is none within reach, or to propose. */
  proposal: Proposal | null
} & Found

/** What was found: days and floors are calendar days, amounts euros excluding VAT. */
export type Found =
  | {
      code: 'too-short-in-law'
      days: number
      floor: number
      procedure: Procedure
      stage: 'tender' | 'candidacy'
      /** What urgency would allow, where it has not been said already. */
      urgencyFloor: number | null
    }
  | { code: 'too-short-for-pact'; days: number; floor: number; parts: FloorPart[] }
  | { code: 'visit-too-late'; days: number; floor: number; lastVisit: string }
  | { code: 'visit-date-missing' }
  | { code: 'change-too-late'; days: number; floor: number; quantitiesOrLots: boolean }
  | { code: 'change-in-last-quarter'; days: number }
  | { code: 'not-a-working-day'; day: string; holiday: string | null }
  | { code: 'midnight'; day: string }
  | { code: 'unusual-hour'; hour: string }
  | { code: 'hour-that-does-not-exist'; hour: string; day: string }
  | { code: 'hour-that-comes-twice'; hour: string; day: string }
  | { code: 'impossible-date'; written: string }
  | { code: 'before-publication'; day: string }
  | { code: 'earlier-than-before'; before: string; day: string }
  | { code: 'far-away'; days: number }
  | { code: 'minimum-not-known'; procedure: Procedure }
  | { code: 'procedure-too-light'; procedure: Procedure; threshold: number }
  | { code: 'amount-missing' }
  | { code: 'amount-reversed' }
  | { code: 'turnover-above-cap'; required: number; allowed: number; factor: number }
  | { code: 'turnover-without-amount'; factor: number }
  | { code: 'lots-not-said' }
  | { code: 'no-lots-ground' }
  | { code: 'no-lots-reason'; shortest: number }
  | { code: 'small-lot-too-big'; lot: string; kind: SmallLotKind; limit: number }
  | { code: 'small-lots-share'; kind: SmallLotKind; share: number; limit: number }
  | { code: 'cpv-malformed'; cpv: string }
  | { code: 'cpv-unknown'; cpv: string }
  | { code: 'cpv-of-other-category'; cpv: string; category: Category; means: Category }

/** A wall time in Paris that can be taken in one click. */
export interface Proposal {
  /** 2026-12-18 */
  date: string
  /** 12:00 */
  hour: string
}

/** What a floor of the pact is made of. */
export type FloorPart =
  | { kind: 'base'; days: number; procedure: Procedure; from: number | null; below: number | null }
  | { kind: 'visit'; days: number }
  /** At least so many of the days are within `08-01/08-31`. */
  | { kind: 'season'; days: number; period: string; atLeast: number }

/** `adapted`: inside a formal procedure; `exempt`: without publicity or competition. */
export type SmallLotKind = 'adapted' | 'exempt'

/** Why an agent keeps a deadline that the pact finds short, or does not extend it. */
export const DEADLINE_REASONS = ['urgency', 'simple', 'relaunched', 'imposed', 'other'] as const
export type DeadlineReason = (typeof DEADLINE_REASONS)[number]

/** An error of the law or of common sense, a warning of the pact, or a question, without a date to propose. */
export function found(
  severity: Finding['severity'],
  what: Found,
  article: string | null = null,
): Finding {
  return { severity, article, proposal: null, ...what }
}
