import { Temporal } from 'temporal-polyfill'
import type { Rule } from '../rules/rule.ts'

/** Days on which the same rules are in force, its last one included. */
export interface RulePeriod {
  from_day: string
  until_day: string
}

/** The year, cut where one of these rules begins or ends. */
export function periodsOf(rules: readonly Rule[], year: number): RulePeriod[] {
  const first = `${year}-01-01`
  const last = `${year}-12-31`
  const cuts = rules.flatMap(({ from, until }) => [from, ...(until === null ? [] : [after(until)])])
  const starts = [
    ...new Set([first, ...cuts.filter((day) => day > first && day <= last)]),
  ].toSorted()
  return starts.map((from_day, index) => {
    const next = starts[index + 1]
    return { from_day, until_day: next === undefined ? last : before(next) }
  })
}

function after(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString()
}

function before(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
}
