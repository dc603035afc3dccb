import { Temporal } from 'temporal-polyfill'
import { beginningOf } from '../rules/calendar.ts'

/** A day as typed in French (2/3/2026) as 2026-03-02; anything else as it is, for whoever checks it to refuse. */
export function readTypedDay(typed: string): string {
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(typed.trim()) ?? []
  return year === '' ? typed.trim() : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** When a day (2026-03-02) begins and ends in Paris; null for what is no day of the calendar. */
export function dayInParis(day: string): { begins: Date; ends: Date } | null {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(day)) return null
  try {
    const date = Temporal.PlainDate.from(day, { overflow: 'reject' })
    return { begins: beginningOf(date), ends: beginningOf(date.add({ days: 1 })) }
  } catch {
    return null
  }
}
