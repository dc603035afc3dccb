/** The lists of a file of contacts. */
export type ListName = 'organismes' | 'interlocuteurs' | 'aides' | 'regles' | 'pratiques'

/** Why something said of contacts is refused; the French sentences are in views/words/contact-problems.ts. */
export const CONTACT_PROBLEM_CODES = [
  'unreadable',
  'empty-file',
  'unknown-key',
  'missing',
  'not-text',
  'too-long',
  'one-line',
  'slug',
  'choice',
  'number',
  'range',
  'date',
  'dates-reversed',
  'future',
  'url',
  'email',
  'phone',
  'place',
  'trade',
  'unknown-body',
  'unknown-partner',
  'repeated',
  'in-use',
  'stale',
] as const

export type ContactProblemCode = (typeof CONTACT_PROBLEM_CODES)[number]

export interface ContactProblem {
  /** Null: the file itself, or a form. */
  list: ListName | null
  /** Rank in the list, from 1. */
  row: number
  /** Key of the file, which is the form's field; null: the whole row. */
  field: string | null
  code: ContactProblemCode
  value: string
}

/** What became of a write: done, or refused with every reason at once and nothing written. */
export type Outcome<T = object> = ({ ok: true } & T) | { ok: false; problems: ContactProblem[] }

/** A refusal of a form for one reason. */
export function refused(
  code: ContactProblemCode,
  field: string | null = null,
  value = '',
): { ok: false; problems: ContactProblem[] } {
  return { ok: false, problems: [{ list: null, row: 1, field, code, value }] }
}
