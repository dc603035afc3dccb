import type { PactProblem } from '../problem.ts'
import { readingFields } from '../../forms/read-fields.ts'
import type { ActionRead } from './read-action.ts'
import type { ActionValues } from './values.ts'

/** An action as its form holds it, with the version that it was made from. */
export function actionForm({ action, partners }: Pick<ActionRead, 'action' | 'partners'>) {
  const form = new URLSearchParams({
    version: String(action.version),
    title: action.title,
    description: action.description,
    axis: String(action.axisId),
    group: action.groupId === null ? '' : String(action.groupId),
    pilot: String(action.pilotId),
    startsOn: action.startsOn ?? '',
    dueOn: action.dueOn ?? '',
    budget: numberText(action.budget),
    indicator: action.indicator,
    indicatorUnit: action.indicatorUnit,
    indicatorTarget: numberText(action.indicatorTarget),
  })
  for (const { id } of partners) form.append('partners', String(id))
  return form
}

/** What an action's form says, and what of it cannot be read. */
export function readActionForm(form: URLSearchParams): {
  values: ActionValues
  reason: string
  problems: PactProblem[]
} {
  const fields = readingFields(form)
  const values = {
    title: fields.line('title', true),
    description: fields.text('description'),
    axisId: fields.requiredKey('axis'),
    groupId: fields.key('group'),
    pilotId: fields.requiredKey('pilot'),
    partnerIds: fields.keys('partners'),
    startsOn: fields.day('startsOn'),
    dueOn: fields.day('dueOn'),
    budget: fields.number('budget'),
    indicator: fields.line('indicator'),
    indicatorUnit: fields.line('indicatorUnit'),
    indicatorTarget: fields.number('indicatorTarget'),
  }
  if (values.budget !== null && values.budget < 0)
    fields.problems.push({ field: 'budget', code: 'number' })
  return { values, reason: fields.text('reason'), problems: fields.problems }
}

function numberText(value: number | null): string {
  return value === null ? '' : String(value).replace('.', ',')
}
