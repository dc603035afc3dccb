/** Why something of a year's analysis is refused. The French sentence for each is in views/words/analysis-problems.ts. */
export type YearRefusalCode =
  | 'missing'
  | 'stale'
  | 'not-next'
  | 'not-now'
  | 'freeze-too-early'
  | 'checks-open'
  | 'checks-closed'
  | 'comments-open'
  | 'comments-closed'
  | 'comments-unanswered'
  | 'findings-missing'
  | 'recommendations-missing'
  | 'signatures-missing'
  | 'reason-missing'
  | 'day-past'
  | 'day-too-early'
  | 'nothing-changed'
  | 'already-confirmed'
  | 'already-signed'
  | 'already-answered'
  | 'not-a-signatory'
  | 'no-such-line'
  | 'no-such-supplier'
  | 'unknown-action'
  | 'unknown-indicator'
  | 'year-not-begun'
  | 'year-known'

export interface YearRefusal {
  code: YearRefusalCode
  /** Field of the form; null: the whole. */
  field: string | null
  /** The day until which, or from which. */
  day?: string
  /** Organisations that are waited for. */
  names?: string[]
  count?: number
}

/** What became of a write: done, or refused with every reason at once and nothing written. */
export type YearWritten<T = object> = ({ ok: true } & T) | { ok: false; problems: YearRefusal[] }

/** A refusal for one reason. */
export function refused(
  code: YearRefusalCode,
  field: string | null = null,
  more: Pick<YearRefusal, 'day' | 'names' | 'count'> = {},
): { ok: false; problems: YearRefusal[] } {
  return { ok: false, problems: [{ code, field, ...more }] }
}
