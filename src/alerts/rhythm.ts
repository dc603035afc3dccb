import { Temporal } from 'temporal-polyfill'
import type { Rhythm } from './schema.ts'

/** Every rhythm, with its word in forms. */
export const RHYTHM_WORDS: Record<Rhythm, string> = {
  now: 'immediat',
  daily: 'quotidien',
  weekly: 'hebdomadaire',
}

export const RHYTHMS = Object.keys(RHYTHM_WORDS) as Rhythm[]

/** The rhythm of a form's word; null where it is none. */
export function rhythmOf(word: string): Rhythm | null {
  return RHYTHMS.find((rhythm) => RHYTHM_WORDS[rhythm] === word) ?? null
}

const HOUR = 7
const MONDAY = 1

/** When the next digest goes out after this instant: at 7 h in Paris, on Mondays where weekly; null: with each piece of news. */
export function nextDigest(rhythm: Rhythm, now: Date): Date | null {
  if (rhythm === 'now') return null
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(
    'Europe/Paris',
  )
  const today = here.with({ hour: HOUR, minute: 0, second: 0, millisecond: 0 })
  const next = Temporal.ZonedDateTime.compare(today, here) > 0 ? today : today.add({ days: 1 })
  const days = rhythm === 'weekly' ? (MONDAY + 7 - next.dayOfWeek) % 7 : 0
  return new Date(next.add({ days }).epochMilliseconds)
}
