import type { Moment } from '../consultations/facts.ts'
import { keyOfPlace } from '../trainings/read-session.ts'
import { typedMoment } from '../trainings/typed-moment.ts'
import { type TypedForm, typedForm } from '../trainings/typed-text.ts'
import type { Gazetteer } from '../places/gazetteer.ts'
import { joined, type Outcome, type RencontreProblem } from './problem.ts'

export interface TypedRencontre {
  title: string
  trade: string | null
  description: string
  place: string
  placeKey: string | null
  access: string
  contact: string
}

export interface TypedDay {
  starts: Moment
  ends: Moment
  bookableUntil: Moment
}

export interface TypedMove extends TypedDay {
  reason: string
  /** Appointments move by as much as the beginning does; else they keep their hours. */
  shiftsSlots: boolean
}

export const LONGEST_REASON = 300

/** What a meeting is, when and where; the day only where it is new. */
export function readRencontre(
  form: URLSearchParams,
  { trades, places }: { trades: readonly string[]; places: Gazetteer },
): Outcome<{ typed: TypedRencontre }> {
  const typed = typedForm(form)
  const title = typed.line('titre', 150)
  const trade = form.get('metier') ? typed.word('metier', trades) : null
  const description = typed.text('presentation', 4_000)
  const place = typed.line('lieu', 200)
  const access = typed.text('acces', 1_000, 'optional')
  const contact = typed.text('contact', 500, 'optional')
  if (typed.problems.length > 0) return { ok: false, problems: typed.problems }
  const placeKey = keyOfPlace(place, places)
  return { ok: true, typed: { title, trade, description, place, placeKey, access, contact } }
}

/** The day of a meeting that is still to come, and until when firms book: until its beginning where nothing is typed. */
export function readDay(form: URLSearchParams, now: Date): Outcome<{ day: TypedDay }> {
  const typed = typedForm(form)
  const { day, problems } = dayOf(typed, form, now)
  if (day === null || problems.length > 0) return { ok: false, problems }
  return { ok: true, day }
}

/** Until when firms book at a meeting that begins then: until its beginning where nothing is typed. */
export function readLimit(
  form: URLSearchParams,
  starts: Moment,
): Outcome<{ bookableUntil: Moment }> {
  const typed = typedForm(form)
  const { limit, late } = limitOf(typed, form, starts)
  const problems = joined(typed, late)
  return limit === null || problems.length > 0
    ? { ok: false, problems }
    : { ok: true, bookableUntil: limit }
}

/** Another day, and why. */
export function readMove(form: URLSearchParams, now: Date): Outcome<{ move: TypedMove }> {
  const typed = typedForm(form)
  const read = dayOf(typed, form, now)
  const reason = typed.line('motif', LONGEST_REASON)
  const problems = [...read.problems, ...typed.problems.filter(({ field }) => field === 'motif')]
  if (read.day === null || problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    move: { ...read.day, reason, shiftsSlots: form.get('decaler') === 'oui' },
  }
}

function dayOf(
  typed: TypedForm,
  form: URLSearchParams,
  now: Date,
): { day: TypedDay | null; problems: RencontreProblem[] } {
  const starts = typedMoment(typed, form, 'debut')
  const ends = typedMoment(typed, form, 'fin', 'debut')
  const { limit, late } = limitOf(typed, form, starts)
  if (starts && new Date(starts.instant) <= now) typed.refuse('debut', 'past')
  if (starts && ends && ends.instant <= starts.instant) typed.refuse('fin', 'end-before-start')
  const isOtherDay =
    starts !== null && ends !== null && starts.wall.slice(0, 10) !== ends.wall.slice(0, 10)
  const problems = joined(typed, isOtherDay ? { field: 'fin', code: 'not-that-day' } : null, late)
  return {
    day: starts && ends && limit && { starts, ends, bookableUntil: limit },
    problems,
  }
}

function limitOf(
  typed: TypedForm,
  form: URLSearchParams,
  starts: Moment | null,
): { limit: Moment | null; late: RencontreProblem | null } {
  const isTyped = LIMIT_PARTS.some((part) => (form.get(`limite.${part}`) ?? '').trim() !== '')
  const limit = isTyped ? typedMoment(typed, form, 'limite') : starts
  const isLate = starts && limit && new Date(limit.instant) > new Date(starts.instant)
  return { limit, late: isLate ? { field: 'limite', code: 'bookable-after-start' } : null }
}

const LIMIT_PARTS = ['day', 'month', 'year', 'time']
