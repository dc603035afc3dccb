import type { PactProblem } from './problem.ts'
import { readingFields } from '../forms/read-fields.ts'

/** A measured value as its form says it, with its day and its source; null where one is missing or cannot be read. */
export function readMeasure(form: URLSearchParams): {
  values: { measuredOn: string; value: number; note: string } | null
  problems: PactProblem[]
} {
  const fields = readingFields(form)
  const measuredOn = fields.requiredDay('measuredOn')
  const value = fields.number('value')
  const note = fields.line('note', true)
  if (value === null && fields.problems.every(({ field }) => field !== 'value'))
    fields.problems.push({ field: 'value', code: 'missing' })
  const { problems } = fields
  return {
    values: value === null || problems.length > 0 ? null : { measuredOn, value, note },
    problems,
  }
}
