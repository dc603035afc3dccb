import type { TrainingProblemCode } from '../trainings/problem.ts'

/** Why something typed in a request is refused; the French sentence is in views/words/request-problems.ts. */
export type RequestProblemCode =
  | TrainingProblemCode
  | 'buyer-missing'
  | 'phone'
  | 'ended'
  | 'not-closed'
  | 'too-late'
  | 'relay-waits'
  | 'no-relay'
  | 'same-partner'
  | 'nobody-there'
  | 'one-target'
  | 'name-first'
  | 'hear-buyer-first'
  | 'step-order'
  | 'already-routed'
  | 'too-many-files'
  | 'not-a-member'
  | 'understood'
  | 'one-buyer'

export interface RequestProblem {
  /** Name of the form's field; null: the whole. */
  field: string | null
  code: RequestProblemCode
}

/** What became of a write: done, or refused with every reason at once and nothing written. */
export type Done<T = object> = ({ ok: true } & T) | { ok: false; problems: RequestProblem[] }

/** A refusal for one reason. */
export function refused(
  code: RequestProblemCode,
  field: string | null = null,
): { ok: false; problems: RequestProblem[] } {
  return { ok: false, problems: [{ field, code }] }
}
