import { Temporal } from 'temporal-polyfill'

export type DurationUnit = 'day' | 'week' | 'month' | 'year'

/** « 48 mois », « 1 an », « 150 jours »; null for what is no positive number. */
export function durationText(count: number | null, unit: DurationUnit): string | null {
  if (count === null || count <= 0) return null
  const [one, many] = UNITS[unit]
  return `${String(count).replace('.', ',')} ${count < 2 ? one : many}`
}

/**
 * The time from one day to the end of another, in months where they are whole (« 16 mois »), else in days; null where
 * the second is not after the first or one of them is no day (`2020-12-31`).
 */
export function spanText(first: string, last: string): string | null {
  try {
    const start = Temporal.PlainDate.from(first)
    const end = Temporal.PlainDate.from(last).add({ days: 1 })
    const { months, days } = start.until(end, { largestUnit: 'months' })
    return days === 0 ? durationText(months, 'month') : durationText(start.until(end).days, 'day')
  } catch {
    return null
  }
}

const UNITS: Record<DurationUnit, [string, string]> = {
  day: ['jour', 'jours'],
  week: ['semaine', 'semaines'],
  month: ['mois', 'mois'],
  year: ['an', 'ans'],
}
