import { Temporal } from 'temporal-polyfill'

export const DAY_MS = 86_400_000

/**
 * The milliseconds that a zone (`Europe/Paris`, `+01:00`) is ahead of UTC throughout a calendar day, which is given as
 * the milliseconds of its midnight in UTC; null on a day that its clocks are changed. Asking the zone's history costs a
 * hundred times the sum, and the dates of notices fall on the same days.
 */
export function aheadOfUtc(zone: string, day: number): number | null {
  const key = `${day} ${zone}`
  const known = daysKnown.get(key)
  if (known !== undefined) return known
  if (daysKnown.size >= DAYS_KEPT) daysKnown.clear()
  const found = lookUp(zone, day)
  daysKnown.set(key, found)
  return found
}

const daysKnown = new Map<string, number | null>()
const DAYS_KEPT = 2_000

function lookUp(zone: string, day: number): number | null {
  const [begins, ends] = [day, day + DAY_MS].map((midnight) => {
    const [date = ''] = new Date(midnight).toISOString().split('T')
    const { epochMilliseconds } = Temporal.PlainDate.from(date).toZonedDateTime(zone)
    return midnight - epochMilliseconds
  })
  // A day that begins later than at midnight seems to be behind by so much.
  return begins === undefined || begins !== ends ? null : begins
}
