/** Why something typed about a training is refused; the French sentence is in views/words/training-problems.ts. */
export type TrainingProblemCode =
  | 'missing'
  | 'too-long'
  | 'one-line'
  | 'choice'
  | 'date'
  | 'hour'
  | 'ambiguous-hour'
  | 'past'
  | 'end-before-start'
  | 'too-long-session'
  | 'number'
  | 'minimum-above-seats'
  | 'seats-below-registered'
  | 'decision-after-start'
  | 'place-or-link'
  | 'url'
  | 'email'
  | 'siret-length'
  | 'siret-digits'
  | 'siret-checksum'
  | 'consent'
  | 'unknown-partner'
  | 'won-above-answers'
  | 'stale'
  | 'same-date'
  | 'not-now'
  | SessionRefusal

/** Why nobody can register for a session, or change what they said of it. */
export type SessionRefusal = 'not-open-yet' | 'closed' | 'cancelled' | 'over'

export interface TrainingProblem {
  /** Name of the form's field; null: the whole. */
  field: string | null
  code: TrainingProblemCode
}

/** What became of a write: done, or refused with every reason at once and nothing written. */
export type Outcome<T = object> = ({ ok: true } & T) | { ok: false; problems: TrainingProblem[] }

/** A refusal for one reason. */
export function refused(
  code: TrainingProblemCode,
  field: string | null = null,
): { ok: false; problems: TrainingProblem[] } {
  return { ok: false, problems: [{ field, code }] }
}
