/** Why something typed about the model is refused; the French sentence is in views/words/template-problems.ts. */
export type TemplateProblemCode =
  | 'missing'
  | 'too-long'
  | 'siret'
  | 'unknown-value'
  | 'date'
  | 'meeting'
  | 'in-force-before'
  | 'not-yet'
  | 'empty-glossary'
  | 'glossary-line'
  /** The text still says what the legal service is to check. */
  | 'to-check'

/** What is wrong with a field; `words` are those that are wrong in it. */
export interface TemplateProblem {
  field: string
  code: TemplateProblemCode
  words?: string
}
