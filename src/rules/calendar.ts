import joursFeries from '@socialgouv/jours-feries'
import { Temporal } from 'temporal-polyfill'
import { parisWall } from './paris-wall.ts'

/** The name of the public holiday that a day (2026-12-25) is, or null. */
export type Calendar = (day: string) => string | null

/** The eleven public holidays of France (code du travail, L. 3133-1), as « Noël », « Lundi de Pâques ». */
export const frenchHolidays: Calendar = (day) => {
  const year = Number(day.slice(0, 4))
  let holidays = known.get(year)
  if (!holidays) known.set(year, (holidays = holidaysOf(year)))
  return holidays.get(day) ?? null
}

/** The calendar day in Paris at an instant: 2026-11-21. */
export function parisDay(at: Date): string {
  return parisWall(at).slice(0, 10)
}

/** When a day (2026-11-21) begins in Paris. */
export function beginningOf(day: Temporal.PlainDate | string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime('Europe/Paris').epochMilliseconds)
}

/** The year in Paris at an instant. */
export function parisYear(at: Date): number {
  return Number(parisDay(at).slice(0, 4))
}

/** The calendar day that a text like 2026-12-25 names, or null: 31 April, another form, a year before 1990 or after 2100. */
export function readDay(text: string): Temporal.PlainDate | null {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  if (year < 1990 || year > 2100) return null
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    return null
  }
}

/** Calendar days from one day to another; negative when the second is earlier. */
export function daysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return from.until(to, { largestUnit: 'days' }).days
}

/** The instant this many months before another, in Europe/Paris. */
export function monthsBefore(now: Date, months: number): Date {
  const then = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO('Europe/Paris')
    .subtract({ months })
  return new Date(then.epochMilliseconds)
}

/** Monday to Friday, public holidays apart. */
export function isWorkingDay(day: Temporal.PlainDate, calendar: Calendar): boolean {
  return day.dayOfWeek <= 5 && calendar(day.toString()) === null
}

const known = new Map<number, Map<string, string>>()

function holidaysOf(year: number): Map<string, string> {
  return new Map(Object.entries(joursFeries(year)).map(([name, date]) => [dayOf(date), name]))
}

/** Half a day later, because an hour may be lost or won on the way from Easter. */
function dayOf(midnight: Date): string {
  const noon = new Date(midnight.getTime() + 43_200_000)
  return [noon.getFullYear(), noon.getMonth() + 1, noon.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}
