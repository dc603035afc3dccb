import type { Temporal } from 'temporal-polyfill'
import type { Amount, Procedure, SiteVisit } from '../consultations/facts.ts'
import { within } from './duties.ts'
import type { FloorPart } from './finding.ts'
import { type Rule, ruleFor, rulesFor } from './rule.ts'

export interface PactFloor {
  /** Calendar days from the day after the first publication to the deadline's day included. */
  days: number
  parts: FloorPart[]
  article: string | null
}

/**
 * The pact's floor for an answer between these days, with what it is made of; null where the pact has none (formal
 * procedures keep to the law). While the amount is not known, or a band reaches over several steps, the lowest floor
 * that is possible: nobody is reproached with what is not sure.
 */
export function pactFloor(
  asked: {
    procedure: Procedure | null
    amount: Amount | null
    visit: { obligation: SiteVisit['obligation'] } | null
  },
  published: Temporal.PlainDate,
  deadline: Temporal.PlainDate,
  pact: readonly Rule[],
): PactFloor | null {
  const { procedure } = asked
  const base = procedure === null ? null : lowestStep(procedure, asked.amount, pact)
  if (procedure === null || base === null) return null
  const { rule, below } = base
  const parts: FloorPart[] = [
    { kind: 'base', days: rule.value, procedure, from: rule.amountFrom, below },
    ...visitPart(asked.visit, pact),
    ...seasonPart(published, deadline, pact),
  ]
  return {
    days: parts.reduce((sum, part) => sum + part.days, 0),
    parts,
    article: rule.article,
  }
}

/** How many of the days after the first one and up to the last are within `12-20/01-04` of any year. */
export function daysWithin(
  period: string,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): number {
  const [start = '', end = ''] = period.split('/')
  const from = dayNumber(first.year, first.toString().slice(5)) + 1
  const to = dayNumber(last.year, last.toString().slice(5))
  let count = 0
  for (let year = first.year - 1; year <= last.year; year++) {
    const opens = dayNumber(year, start)
    const closes = dayNumber(start > end ? year + 1 : year, end)
    count += Math.max(0, Math.min(to, closes) - Math.max(from, opens) + 1)
  }
  return count
}

/** Days since 1970 of `08-31` in a year. */
function dayNumber(year: number, monthAndDay: string): number {
  const [month = 1, day = 1] = monthAndDay.split('-').map(Number)
  return Date.UTC(year, month - 1, day) / 86_400_000
}

function lowestStep(
  procedure: Procedure,
  amount: Amount | null,
  pact: readonly Rule[],
): { rule: Rule; below: number | null } | null {
  const steps = rulesFor(pact, 'pact-floor', { procedure }).toSorted(
    (a, b) => (a.amountFrom ?? 0) - (b.amountFrom ?? 0),
  )
  const possible = steps
    .map((rule, index) => ({ rule, below: steps[index + 1]?.amountFrom ?? null }))
    .filter(({ rule, below }) => within(amount, rule.amountFrom, below) !== 'no')
  return possible.toSorted((a, b) => a.rule.value - b.rule.value)[0] ?? null
}

function visitPart(
  visit: { obligation: SiteVisit['obligation'] } | null,
  pact: readonly Rule[],
): FloorPart[] {
  const added = visit?.obligation === 'compulsory' ? ruleFor(pact, 'pact-visit') : null
  return added === null ? [] : [{ kind: 'visit', days: added.value }]
}

function seasonPart(
  published: Temporal.PlainDate,
  deadline: Temporal.PlainDate,
  pact: readonly Rule[],
): FloorPart[] {
  const atLeast = ruleFor(pact, 'pact-season-days')?.value
  if (atLeast === undefined) return []
  const season = rulesFor(pact, 'pact-season').find(
    ({ period }) => period !== null && daysWithin(period, published, deadline) >= atLeast,
  )
  return season?.period
    ? [{ kind: 'season', days: season.value, period: season.period, atLeast }]
    : []
}
