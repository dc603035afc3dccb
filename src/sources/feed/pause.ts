import type { QualifiedName } from './vocabulary.ts'

/** What a feed writes about how often to look at it: RSS 2.0 `ttl`, the syndication module of RSS 1.0. */
export interface SaidPace {
  ttl?: string
  updateperiod?: string
  updatefrequency?: string
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The name under which an element directly in a feed (names in lower case) tells of its pace; null for all others. */
export function paceField({ space, local }: QualifiedName): keyof SaidPace | null {
  if (space === 'core') return local === 'ttl' ? local : null
  const isPace =
    space === 'syndication' && (local === 'updateperiod' || local === 'updatefrequency')
  return isPace ? local : null
}

/**
 * Milliseconds that a feed asks to wait between looks, at most a day: the longer of its `ttl` in minutes and its
 * period (an hour where none is said) shared among so many updates. Null where it says neither, or nothing that is a
 * positive number.
 */
export function askedPauseOf({ ttl, updateperiod, updatefrequency }: SaidPace): number | null {
  const minutes = wholeNumber(ttl)
  const times = updatefrequency === undefined ? 1 : wholeNumber(updatefrequency)
  const said = updateperiod !== undefined || updatefrequency !== undefined
  const period = PERIODS[updateperiod?.trim().toLowerCase() ?? 'hourly'] ?? null
  const pauses = [
    minutes === null ? null : minutes * MINUTE,
    said && period !== null && times !== null ? period / times : null,
  ].filter((each) => each !== null)
  return pauses.length === 0 ? null : Math.min(Math.max(...pauses), DAY)
}

const PERIODS: Record<string, number> = {
  hourly: HOUR,
  daily: DAY,
  weekly: 7 * DAY,
  monthly: 30 * DAY,
  yearly: 365 * DAY,
}

function wholeNumber(written: string | undefined): number | null {
  const number = /^\d{1,6}$/.test(written?.trim() ?? '') ? Number(written) : 0
  return number === 0 ? null : number
}
