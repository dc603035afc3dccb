import type { Grid } from './schema.ts'

/** Minutes since midnight: the end is not part of it. */
export interface Span {
  from: number
  to: number
}

/** « 15 à 20 minutes »: what sister schemes found to be enough, and what a day can hold. */
export const SLOT_LENGTHS = [15, 20] as const
/** A long day of quarters of an hour. */
export const MOST_SLOTS = 60

/**
 * The slots of a grid, one after the other from its beginning: one that would run into a break begins after it, one
 * that would run past the end is none.
 */
export function slotsOf({ from, to, length, breaks }: Grid): Span[] {
  const slots: Span[] = []
  let at = from
  while (at + length <= to) {
    const slot = { from: at, to: at + length }
    const ahead = breaks.filter((each) => overlap(each, slot)).map((each) => each.to)
    if (ahead.length === 0) slots.push(slot)
    at = ahead.length === 0 ? slot.to : Math.max(...ahead)
  }
  return slots
}

/** Whether two spans share a minute. */
export function overlap(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to
}
