import type { Moment } from '../consultations/facts.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import { placeKey } from '../places/gazetteer.ts'
import type { Outcome } from './problem.ts'
import { typedDay, typedMoment } from './typed-moment.ts'
import { typedForm, type TypedForm } from './typed-text.ts'

export interface TypedDates {
  starts: Moment
  ends: Moment
  decideOn: string | null
}

export interface TypedPlace {
  place: string
  placeKey: string | null
  link: string | null
  minimum: number
  seats: number
}

/** More than a room holds; a message goes to each. */
export const MOST_SEATS = 1_000
const LONGEST_SESSION_MS = 31 * 86_400_000

/** When a session begins and ends, and when it is decided whether it takes place. Refuses what has begun. */
export function readDates(form: URLSearchParams, now: Date): Outcome<{ dates: TypedDates }> {
  const typed = typedForm(form)
  const dates = datesOf(typed, form, now)
  if (dates === null || typed.problems.length > 0) return { ok: false, problems: typed.problems }
  return { ok: true, dates }
}

/** Where a session is, and for how many. */
export function readPlace(
  form: URLSearchParams,
  places: Gazetteer,
): Outcome<{ place: TypedPlace }> {
  const typed = typedForm(form)
  const place = placeOf(typed, form, places)
  if (place === null || typed.problems.length > 0) return { ok: false, problems: typed.problems }
  return { ok: true, place }
}

/** Both, for a new session: everything that is wrong at once. */
export function readNewSession(
  form: URLSearchParams,
  places: Gazetteer,
  now: Date,
): Outcome<{ dates: TypedDates; place: TypedPlace }> {
  const typed = typedForm(form)
  const dates = datesOf(typed, form, now)
  const place = placeOf(typed, form, places)
  if (dates === null || place === null || typed.problems.length > 0)
    return { ok: false, problems: typed.problems }
  return { ok: true, dates, place }
}

function datesOf(typed: TypedForm, form: URLSearchParams, now: Date): TypedDates | null {
  const starts = typedMoment(typed, form, 'debut')
  const ends = typedMoment(typed, form, 'fin', 'debut')
  const decideOn = typedDay(typed, form, 'decision')
  if (starts && new Date(starts.instant) <= now) typed.refuse('debut', 'past')
  if (starts && ends && ends.instant <= starts.instant) typed.refuse('fin', 'end-before-start')
  if (starts && ends && Date.parse(ends.instant) - Date.parse(starts.instant) > LONGEST_SESSION_MS)
    typed.refuse('fin', 'too-long-session')
  if (starts && decideOn && decideOn > starts.wall.slice(0, 10))
    typed.refuse('decision', 'decision-after-start')
  return starts && ends && { starts, ends, decideOn }
}

function placeOf(typed: TypedForm, form: URLSearchParams, places: Gazetteer): TypedPlace | null {
  const place = typed.line('lieu', 200, 'optional')
  const link = typed.link('lien')
  if (place === '' && (form.get('lien') ?? '').trim() === '') typed.refuse('lieu', 'place-or-link')
  const seats = typed.whole('places', 1, MOST_SEATS)
  const minimum = typed.whole('minimum', 0, MOST_SEATS)
  if (seats !== null && minimum !== null && minimum > seats)
    typed.refuse('minimum', 'minimum-above-seats')
  if (seats === null || minimum === null) return null
  return { place, placeKey: keyOfPlace(place, places), link, minimum, seats }
}

/** The commune that a place names: as a whole, or after its last comma or dash. */
export function keyOfPlace(place: string, places: Gazetteer): string | null {
  for (const text of [place, place.split(/,|–| - /).at(-1) ?? '']) {
    const known = text.trim() === '' ? null : places.recognise(text)
    if (known?.kind === 'commune') return placeKey(known.kind, known.code)
  }
  return null
}
