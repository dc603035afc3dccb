import type { FieldProblemCode } from '../forms/read-fields.ts'

/** Why something of the pact is refused. The French sentence for each code is in views/words/pact-problems.ts. */
export type PactProblemCode =
  | FieldProblemCode
  | 'dates-reversed'
  | 'future'
  | 'past'
  | 'same-partner'
  | 'not-shared'
  | 'unknown-axis'
  | 'unknown-group'
  | 'unknown-partner'
  | 'unknown-status'
  | 'unknown-column'
  | 'unknown-nature'
  | 'unknown-action'
  | 'unknown-meeting'
  | 'unknown-meeting-state'
  | 'unknown-training'
  | 'unchangeable'
  | 'unreadable'
  | 'empty-file'
  | 'nowhere'
  | 'not-yours'
  | 'not-a-signatory'
  | 'not-a-council'
  | 'already-sits'
  | 'rhythm-half'
  | 'evidence-missing'
  | 'councils-without-evidence'
  | 'reason-missing'
  | 'same-status'
  | 'still-needed'
  | 'already-done'
  | 'deliverable-missing'
  | 'earlier-step-open'
  | 'already-closed'
  | 'indicator-missing'
  | 'cancelled'
  | 'not-held'
  | 'no-minutes'
  | 'no-draft'
  | 'already-action'
  | 'no-due-date'
  | 'told-today'
  | 'repeated-id'
  | 'stale'

export interface PactProblem {
  /** Field of the form, column of the file; null: the whole. */
  field: string | null
  code: PactProblemCode
  /** What it is about: what was typed, or names. */
  value?: string
}

/** What became of a write: done, or refused with every reason at once and nothing written. */
export type Written<T = object> = ({ ok: true } & T) | { ok: false; problems: PactProblem[] }

/** A refusal for one reason. */
export function refused(
  code: PactProblemCode,
  field: string | null = null,
  value?: string,
): { ok: false; problems: PactProblem[] } {
  return { ok: false, problems: [{ field, code, ...(value === undefined ? {} : { value }) }] }
}
