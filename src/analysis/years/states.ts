import { Temporal } from 'temporal-polyfill'
import type { YearRefusal } from './problem.ts'

/**
 * How far a year's analysis has come: `open` (figures are live), `frozen` (buyers check their own lines), `draft` (frozen
 * again with their corrections; the written part is prepared), `shared` (signatories and chambers comment), `adopted`
 * (signatories co-sign), `published` (nothing changes any more).
 */
export type YearState = 'open' | 'frozen' | 'draft' | 'shared' | 'adopted' | 'published'

/** In their order. */
export const YEAR_STATES: readonly YearState[] = [
  'open',
  'frozen',
  'draft',
  'shared',
  'adopted',
  'published',
]

/** Calendar days that buyers have for their lines, and signatories for their comments. */
export const CHECK_DAYS = 15
export const COMMENT_DAYS = 30

/** What a move depends on. Days are calendar days in Paris. */
export interface Standing {
  state: YearState
  year: number
  freezesOn: string
  checksEndOn: string | null
  commentsEndOn: string | null
  /** Buyers with lines and agents who have not said that their lines are right. */
  unchecked: string[]
  /** Findings that are written. */
  findings: number
  recommendations: number
  unanswered: number
  /** Signatories that have not signed. */
  unsigned: string[]
}

/** The state after this one; null after the last. */
export function nextState(state: YearState): YearState | null {
  return YEAR_STATES[YEAR_STATES.indexOf(state) + 1] ?? null
}

/** Whether a year has come as far as this. */
export function isAtLeast(state: YearState, least: YearState): boolean {
  return YEAR_STATES.indexOf(state) >= YEAR_STATES.indexOf(least)
}

/** The day on which a year's data are frozen unless another one is set: essential data come up to two months late. */
export function usualFreeze(year: number): string {
  return `${year + 1}-03-31`
}

/** The last day of a window of so many days that opens today. */
export function windowFrom(today: string, days: number): string {
  return Temporal.PlainDate.from(today).add({ days }).toString()
}

/**
 * Why a year may not go to this state today; null: it may. It goes to the next one only, and never back. A window that
 * is open stays open until its last day is over: its end may be moved first, for a reason that is kept. Buyers who have
 * all confirmed need not be waited for. Publishing without every signature takes a reason.
 */
export function refusalOfMove(
  standing: Standing,
  to: YearState,
  today: string,
  reason: string,
): YearRefusal | null {
  if (nextState(standing.state) !== to) return { code: 'not-next', field: null }
  switch (to) {
    case 'frozen':
      return today < standing.freezesOn
        ? { code: 'freeze-too-early', field: null, day: standing.freezesOn }
        : null
    case 'draft':
      return standing.unchecked.length > 0 && isOpen(standing.checksEndOn, today)
        ? refusedUntil('checks-open', standing.checksEndOn, standing.unchecked)
        : null
    case 'shared':
      return null
    case 'adopted':
      return refusalOfAdoption(standing, today)
    case 'published':
      return standing.unsigned.length > 0 && reason === ''
        ? { code: 'signatures-missing', field: 'reason', names: standing.unsigned }
        : null
    case 'open':
      return { code: 'not-next', field: null }
  }
}

function refusalOfAdoption(standing: Standing, today: string): YearRefusal | null {
  if (isOpen(standing.commentsEndOn, today))
    return refusedUntil('comments-open', standing.commentsEndOn)
  if (standing.unanswered > 0)
    return { code: 'comments-unanswered', field: null, count: standing.unanswered }
  if (standing.findings < 3) return { code: 'findings-missing', field: null }
  return standing.recommendations === 0 ? { code: 'recommendations-missing', field: null } : null
}

/** Whether a window is open; its last day belongs to it. */
export function isOpen(lastDay: string | null, today: string): boolean {
  return lastDay !== null && today <= lastDay
}

function refusedUntil(
  code: 'checks-open' | 'comments-open',
  day: string | null,
  names: string[] = [],
): YearRefusal {
  return { code, field: null, ...(day === null ? {} : { day }), names }
}
