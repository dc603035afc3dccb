import type { Temporal } from 'temporal-polyfill'
import { daysBetween, readDay } from './calendar.ts'
import { type Finding, found } from './finding.ts'
import { type Rule, ruleFor } from './rule.ts'

/** A significant change of the file while the consultation runs. Days are Paris calendar days. */
export interface Change {
  on: string
  /** The deadline's day before the change. */
  previousDeadline: string
  quantitiesOrLots: boolean
}

/**
 * What a change demands of the deadline that goes with it: enough days left (users.md 6.2), and an extension where it
 * comes in the last quarter of the time to answer (CCP, R. 2151-4). Both can be overridden with a written reason.
 */
export function judgeChange(
  change: Change,
  published: Temporal.PlainDate,
  deadline: Temporal.PlainDate,
  pact: readonly Rule[],
): Finding[] {
  const on = readDay(change.on)
  const previous = readDay(change.previousDeadline)
  if (on === null) return []
  const { quantitiesOrLots } = change
  const days = daysBetween(on, deadline)
  const findings: Finding[] = []
  const circumstance = quantitiesOrLots ? 'quantities-or-lots' : null
  const floor = ruleFor(pact, 'pact-after-change', { circumstance })?.value ?? 0
  if (days < floor)
    findings.push(
      found('warning', { code: 'change-too-late', days, floor, quantitiesOrLots }, EXTENSION),
    )
  if (
    previous !== null &&
    isInLastQuarter(published, previous, on) &&
    daysBetween(previous, deadline) <= 0
  )
    findings.push(found('warning', { code: 'change-in-last-quarter', days }, EXTENSION))
  return findings
}

/** « Le délai de réception des offres est prolongé » when important changes are made. */
const EXTENSION = 'R. 2151-4'

function isInLastQuarter(
  published: Temporal.PlainDate,
  deadline: Temporal.PlainDate,
  on: Temporal.PlainDate,
): boolean {
  return 4 * daysBetween(published, on) >= 3 * daysBetween(published, deadline)
}
