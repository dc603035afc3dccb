import { parisDay } from '../rules/calendar.ts'
import type { Moment } from './facts.ts'

const DAY_MS = 86_400_000

/**
 * Calendar days to answer: from the day after the first publication that firms could see to the deadline's day
 * included, both in Paris (CE, 5 August 2009, no. 307117). Null while the deadline is unknown or before publication.
 */
export function daysGiven(publishedAt: Date, deadline: Moment | undefined): number | null {
  if (!deadline) return null
  const published = Date.parse(parisDay(publishedAt))
  const days = (Date.parse(deadline.wall.slice(0, 10)) - published) / DAY_MS
  return days >= 0 ? days : null
}
