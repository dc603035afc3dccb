import type { Procedure } from '../consultations/facts.ts'
import { periodsOf } from './rule-periods.ts'
import { type Rule, ruleFor, rulesAt } from '../rules/rule.ts'

/** For which consultations the shared model is meant while the same rules are in force. */
export interface ModelLimit {
  /** First and last day of publication (2026-04-01) that it holds for. */
  from_day: string
  until_day: string
  /** Euros excluding VAT: it is meant for works estimated below. */
  below: number
}

/** Procedures of contracts that a council passes by rules of its own; others have documents that the law describes. */
export const MODEL_PROCEDURES: readonly Procedure[] = ['below-threshold', 'adapted']

/** The model's limits (rule `shared-model`) for works published in a year, laid out as rows for the database. */
export function modelLimitsOf(rules: readonly Rule[], year: number): ModelLimit[] {
  const own = rules.filter(({ name }) => name === 'shared-model')
  return periodsOf(own, year).flatMap((period) => {
    const rule = ruleFor(rulesAt(own, period.from_day), 'shared-model', {
      category: 'works',
      buyer: 'local',
    })
    return rule ? [{ ...period, below: rule.value }] : []
  })
}
