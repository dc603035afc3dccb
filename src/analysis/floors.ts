import { type Procedure, PROCEDURES } from '../consultations/facts.ts'
import { type Rule, ruleFor, rulesAt, rulesFor } from '../rules/rule.ts'
import { periodsOf, type RulePeriod } from './rule-periods.ts'

/** A step of the pact's floors while the same rules are in force: what a consultation published then is held to. */
export interface FloorStep {
  /** First and last day of publication (2026-04-01) that it holds for. */
  from_day: string
  until_day: string
  procedure: Procedure
  /** Euros excluding VAT, the upper end out of it; null: without end. */
  amount_from: number
  below: number | null
  days: number
  /** Days that a compulsory visit adds. */
  visit: number
}

/** A season that adds days where at least so many of those given are within it. */
export interface FloorSeason {
  from_day: string
  until_day: string
  /** Where several are met, the lowest adds its days. */
  rank: number
  /** Month and day of its first and last day. */
  opens_month: number
  opens_day: number
  closes_month: number
  closes_day: number
  days: number
  at_least: number
}

/**
 * The pact's floors (src/rules/pact-floor.ts) for consultations published in a year, laid out as rows for the database:
 * the rules may change within the year, and each consultation is held to those of its own first day.
 */
export function floorsOf(
  rules: readonly Rule[],
  year: number,
): { steps: FloorStep[]; seasons: FloorSeason[] } {
  const pact = rules.filter(({ name }) => name.startsWith('pact-'))
  const periods = periodsOf(pact, year)
  return {
    steps: periods.flatMap((period) => stepsOf(rulesAt(pact, period.from_day), period)),
    seasons: periods.flatMap((period) => seasonsOf(rulesAt(pact, period.from_day), period)),
  }
}

function stepsOf(inForce: readonly Rule[], period: RulePeriod): FloorStep[] {
  const visit = ruleFor(inForce, 'pact-visit')?.value ?? 0
  return PROCEDURES.flatMap((procedure) => {
    const steps = rulesFor(inForce, 'pact-floor', { procedure }).toSorted(
      (one, other) => (one.amountFrom ?? 0) - (other.amountFrom ?? 0),
    )
    return steps.map(({ amountFrom, value }, index) => ({
      ...period,
      procedure,
      amount_from: amountFrom ?? 0,
      below: steps[index + 1]?.amountFrom ?? null,
      days: value,
      visit,
    }))
  })
}

function seasonsOf(inForce: readonly Rule[], period: RulePeriod): FloorSeason[] {
  const atLeast = ruleFor(inForce, 'pact-season-days')?.value
  if (atLeast === undefined) return []
  return rulesFor(inForce, 'pact-season').flatMap(({ period: season, value }, rank) => {
    if (season === null) return []
    const [opens = '', closes = ''] = season.split('/')
    const [opens_month = 1, opens_day = 1] = opens.split('-').map(Number)
    const [closes_month = 1, closes_day = 1] = closes.split('-').map(Number)
    return [
      {
        ...period,
        rank,
        opens_month,
        opens_day,
        closes_month,
        closes_day,
        days: value,
        at_least: atLeast,
      },
    ]
  })
}
