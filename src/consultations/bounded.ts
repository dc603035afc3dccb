import type { Count } from './shown.ts'

/** Counts stop here: « plus de 10 000 »; and so does a look for criteria that hardly ever meet. */
export const BOUND = 10_000

/** A count of what was looked at, which is one more than the bound where there are more. */
export function bounded(count: number): Count {
  return { count: Math.min(count, BOUND), more: count > BOUND }
}
