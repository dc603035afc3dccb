/** An entry that nobody looked at for so many days may not hold any more. */
const FRESH_DAYS = 365

/** Whether an entry checked on that day (null: never) still counts as checked on `today`. */
export function isFresh(checkedOn: string | null, today: string): boolean {
  return checkedOn !== null && checkedOn >= dayBefore(today, FRESH_DAYS)
}

/** The calendar day so many days before one. */
export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
}
