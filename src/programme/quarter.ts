/** When a consultation is expected: a quarter of a year, or the year alone. */
export interface Expected {
  year: number
  /** 1 to 4; null: not said. */
  quarter: number | null
}

/** The last day of the quarter, or of the year (2026-06-30). */
export function dueOn({ year, quarter }: Expected): string {
  return `${year}-${LAST_DAYS[(quarter ?? 4) - 1]}`
}

/** The first day of the quarter, or of the year (2026-04-01). */
export function expectedFrom({ year, quarter }: Expected): string {
  return `${year}-${FIRST_DAYS[(quarter ?? 1) - 1]}`
}

/** The quarter that a day (2026-05-12) is in. */
export function quarterOf(day: string): Expected & { quarter: number } {
  return {
    year: Number(day.slice(0, 4)),
    quarter: Math.ceil(Number(day.slice(5, 7)) / 3),
  }
}

/** Whether its quarter has passed without its consultation. */
export function isLate(
  { status, dueOn }: { status: string; dueOn: string },
  today: string,
): boolean {
  return status === 'waiting' && dueOn < today
}

const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31']
const FIRST_DAYS = ['01-01', '04-01', '07-01', '10-01']
