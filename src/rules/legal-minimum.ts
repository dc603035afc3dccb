import type { Procedure } from '../consultations/facts.ts'
import { type Circumstance, type Rule, rulesFor } from './rule.ts'

/** What shortens the law's time to answer. */
export interface Circumstances {
  procedure: Procedure | null
  stage: 'tender' | 'candidacy'
  electronic: boolean
  priorNotice: boolean
  /** Why it is urgent; blank counts as nothing said. */
  urgencyGround: string | null
}

/**
 * The least number of calendar days from the dispatch of the notice in law (CCP, R. 2161-1 and following), with what
 * urgency would make of it where it has not been said; null where no rule gives one.
 */
export function legalMinimum(
  asked: Circumstances,
  law: readonly Rule[],
): { floor: number; article: string | null; urgencyFloor: number | null } | null {
  const isUrgent = (asked.urgencyGround ?? '').trim() !== ''
  const least = leastOf(asked, law, circumstancesOf(asked, isUrgent))
  if (least === null) return null
  const urgent = leastOf(asked, law, circumstancesOf(asked, true))
  return {
    floor: least.value,
    article: least.article,
    urgencyFloor: urgent !== null && urgent.value < least.value ? urgent.value : null,
  }
}

function circumstancesOf(asked: Circumstances, urgent: boolean): (Circumstance | null)[] {
  return [
    null,
    asked.electronic ? 'electronic' : null,
    asked.priorNotice ? 'prior-notice' : null,
    urgent ? 'urgency' : null,
  ]
}

function leastOf(
  { procedure, stage }: Circumstances,
  law: readonly Rule[],
  circumstances: (Circumstance | null)[],
): Rule | null {
  const name = stage === 'tender' ? 'minimum-tender-days' : 'minimum-candidacy-days'
  const rules = circumstances.flatMap((circumstance) =>
    rulesFor(law, name, { procedure, circumstance }),
  )
  return rules.toSorted((a, b) => a.value - b.value)[0] ?? null
}
