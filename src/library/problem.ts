import type { PactProblem, PactProblemCode } from '../pact/problem.ts'

/** Why something of the library is refused: in the pact's words, or in two of its own. */
export type LibraryProblemCode =
  | PactProblemCode
  /** A person's address or number, where a function is asked. */
  | 'personal'
  /** The one version that stands goes with its item alone. */
  | 'only-version'

export interface LibraryProblem extends Omit<PactProblem, 'code'> {
  code: LibraryProblemCode
}

export type LibraryWritten<T = object> =
  ({ ok: true } & T) | { ok: false; problems: LibraryProblem[] }
