import type { Facts, LotOutcome } from '../consultations/facts.ts'
import type { FactChange } from './fact-change.ts'
import { type LotChoice, lotChoices, statedLots } from './lot-changes.ts'

/** What has become of a lot, or (null) of the whole. */
export interface Decided {
  choice: LotChoice | null
  outcome: LotOutcome
}

/**
 * What a partner states when lots, or the whole, have come to an end; lots that are not named stay as they are. Once every
 * lot is decided the consultation is: awarded where one of them is.
 */
export function outcomeChange(
  facts: Partial<Facts>,
  own: Partial<Facts>,
  decided: Decided[],
  reason: string | null,
): FactChange {
  const statusReason = reason ?? undefined
  const whole = decided.find(({ choice }) => choice === null)
  if (whole) return { status: whole.outcome.kind, outcome: whole.outcome, statusReason }
  const edits = decided.flatMap(({ choice, outcome }) =>
    choice ? [{ choice, edit: { outcome } }] : [],
  )
  const kinds = lotChoices(facts).map(({ value, lot }) => {
    const edit = edits.find(({ choice }) => choice.value === value)
    return (edit?.edit.outcome ?? lot.outcome)?.kind
  })
  const status = statusOf(kinds)
  return {
    lots: statedLots(facts, own, edits),
    statusReason,
    ...(status ? { status } : {}),
  }
}

/** What the outcomes of all lots make of the whole; null while one of them is open. */
function statusOf(kinds: (LotOutcome['kind'] | undefined)[]): LotOutcome['kind'] | null {
  if (kinds.includes(undefined)) return null
  if (kinds.includes('awarded')) return 'awarded'
  return kinds.includes('unsuccessful') ? 'unsuccessful' : 'abandoned'
}
