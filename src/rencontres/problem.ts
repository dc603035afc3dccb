import type { TrainingProblem, TrainingProblemCode } from '../trainings/problem.ts'

/** Why something typed about a meeting is refused; the French sentence is in views/words/rencontre-problems.ts. */
export type RencontreProblemCode = TrainingProblemCode | BookingRefusal | OwnCode

type OwnCode =
  | 'clock'
  | 'span'
  | 'not-that-day'
  | 'too-many-slots'
  | 'no-slot'
  | 'slots-booked'
  | 'already-attending'
  | 'unknown-buyer'
  | 'bookable-after-start'
  | 'slots-out-of-day'
  | 'slots-outside'
  | 'no-file'

/** Why a slot cannot be had. */
export type BookingRefusal =
  | 'called-off'
  | 'bookings-closed'
  | 'taken'
  | 'firm-has-buyer'
  | 'firm-busy'
  | 'firm-elsewhere'
  | 'slots-free'
  | 'offer-over'
  | 'begun'

export interface RencontreProblem {
  /** Name of the form's field; null: the whole. */
  field: string | null
  code: RencontreProblemCode
}

/** What became of a write: done, or refused with every reason at once and nothing written. */
export type Outcome<T = object> = ({ ok: true } & T) | { ok: false; problems: RencontreProblem[] }

/** A refusal for one reason. */
export function refused(
  code: RencontreProblemCode,
  field: string | null = null,
): { ok: false; problems: RencontreProblem[] } {
  return { ok: false, problems: [{ field, code }] }
}

/** What a form's reader has found wrong, with what the caller has. */
export function joined(
  typed: { problems: TrainingProblem[] },
  ...others: (RencontreProblem | null)[]
): RencontreProblem[] {
  return [...typed.problems, ...others.filter((problem) => problem !== null)]
}
