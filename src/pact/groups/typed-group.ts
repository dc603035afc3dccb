import type { PactProblem } from '../problem.ts'
import { readingFields } from '../../forms/read-fields.ts'
import type { GroupRow, GroupValues } from './values.ts'

/** A group as its form holds it, with the version that it was made from. */
export function groupForm(group: GroupRow): URLSearchParams {
  const text = (value: number | null) => (value === null ? '' : String(value).replace('.', ','))
  return new URLSearchParams({
    version: String(group.version),
    title: group.title,
    purpose: group.purpose,
    axis: String(group.axisId),
    problem: text(group.problemId),
    pilot: String(group.pilotId),
    coPilot: text(group.coPilotId),
    startsOn: group.startsOn,
    endsOn: group.endsOn ?? '',
    rhythmMeetings: text(group.rhythmMeetings),
    rhythmPeriod: group.rhythmPeriod ?? '',
    problemStatement: group.problemStatement,
    problemFigure: group.problemFigure,
    aim: group.aim,
    perimeter: group.perimeter,
    deliverables: group.deliverables,
    internalConstraints: group.internalConstraints,
    legalConstraints: group.legalConstraints,
    indicator: group.indicator,
    indicatorUnit: group.indicatorUnit,
    indicatorStart: text(group.indicatorStart),
    indicatorTarget: text(group.indicatorTarget),
    closedOn: group.closedOn ?? '',
  })
}

/** What a group's form says, and what of it cannot be read. */
export function readGroupForm(form: URLSearchParams): {
  values: GroupValues & { closedOn: string | null }
  reason: string
  problems: PactProblem[]
} {
  const fields = readingFields(form)
  const values = {
    title: fields.line('title', true),
    purpose: fields.text('purpose', true),
    axisId: fields.requiredKey('axis'),
    problemId: fields.key('problem'),
    pilotId: fields.requiredKey('pilot'),
    coPilotId: fields.key('coPilot'),
    startsOn: fields.requiredDay('startsOn'),
    endsOn: fields.day('endsOn'),
    rhythmMeetings: fields.count('rhythmMeetings'),
    rhythmPeriod: fields.choice('rhythmPeriod', ['week', 'month', 'quarter', 'year']),
    problemStatement: fields.text('problemStatement'),
    problemFigure: fields.line('problemFigure'),
    aim: fields.text('aim'),
    perimeter: fields.text('perimeter'),
    deliverables: fields.text('deliverables'),
    internalConstraints: fields.text('internalConstraints'),
    legalConstraints: fields.text('legalConstraints'),
    indicator: fields.line('indicator'),
    indicatorUnit: fields.line('indicatorUnit'),
    indicatorStart: fields.number('indicatorStart'),
    indicatorTarget: fields.number('indicatorTarget'),
    closedOn: fields.day('closedOn'),
  }
  return { values, reason: fields.text('reason'), problems: fields.problems }
}
