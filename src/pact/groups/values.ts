import { and, eq } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners, type PartnerKind } from '../../partners/schema.ts'
import type { PactProblem } from '../problem.ts'
import { axes, problems as sharedProblems } from '../schema.ts'
import type { groups, RhythmPeriod } from './schema.ts'

/** What is typed of a working group, its mission letter included. */
export interface GroupValues {
  title: string
  purpose: string
  axisId: number
  problemId: number | null
  pilotId: number
  coPilotId: number | null
  problemStatement: string
  problemFigure: string
  aim: string
  perimeter: string
  deliverables: string
  internalConstraints: string
  legalConstraints: string
  indicator: string
  indicatorUnit: string
  indicatorStart: number | null
  indicatorTarget: number | null
  rhythmMeetings: number | null
  rhythmPeriod: RhythmPeriod | null
  startsOn: string
  endsOn: string | null
}

export type GroupRow = typeof groups.$inferSelect

/** The fields of a group that its versions follow. */
export function followedOfGroup(row: GroupValues & Pick<GroupRow, 'closedOn'>) {
  return {
    title: row.title,
    purpose: row.purpose,
    axisId: row.axisId,
    problemId: row.problemId,
    pilotId: row.pilotId,
    coPilotId: row.coPilotId,
    problemStatement: row.problemStatement,
    problemFigure: row.problemFigure,
    aim: row.aim,
    perimeter: row.perimeter,
    deliverables: row.deliverables,
    internalConstraints: row.internalConstraints,
    legalConstraints: row.legalConstraints,
    indicator: row.indicator,
    indicatorUnit: row.indicatorUnit,
    indicatorStart: row.indicatorStart,
    indicatorTarget: row.indicatorTarget,
    rhythmMeetings: row.rhythmMeetings,
    rhythmPeriod: row.rhythmPeriod,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    closedOn: row.closedOn,
  }
}

const PROFESSIONALS: readonly PartnerKind[] = ['chamber', 'professional-body']

/**
 * What is wrong with a group as typed. It is carried by two (« portage partagé »): a council, and a chamber or
 * professional body; a group without a co-pilot yet is told so on its page, not refused.
 */
export async function checkGroup(reader: Reader, values: GroupValues): Promise<PactProblem[]> {
  const problems: PactProblem[] = []
  const { startsOn, endsOn, axisId, problemId, pilotId, coPilotId } = values
  if (endsOn !== null && endsOn < startsOn)
    problems.push({ field: 'endsOn', code: 'dates-reversed' })
  if ((values.rhythmMeetings === null) !== (values.rhythmPeriod === null))
    problems.push({ field: 'rhythmMeetings', code: 'rhythm-half' })
  const [axis] = await reader.select({ id: axes.id }).from(axes).where(eq(axes.id, axisId))
  if (!axis) problems.push({ field: 'axis', code: 'unknown-axis' })
  if (problemId !== null) {
    const [found] = await reader
      .select({ id: sharedProblems.id })
      .from(sharedProblems)
      .where(and(eq(sharedProblems.id, problemId), eq(sharedProblems.axisId, axisId)))
    if (!found) problems.push({ field: 'problem', code: 'choice' })
  }
  const pilot = await kindOf(reader, pilotId)
  if (pilot === null) problems.push({ field: 'pilot', code: 'unknown-partner' })
  if (coPilotId === null) return problems
  const coPilot = await kindOf(reader, coPilotId)
  if (coPilot === null) problems.push({ field: 'coPilot', code: 'unknown-partner' })
  else if (coPilotId === pilotId) problems.push({ field: 'coPilot', code: 'same-partner' })
  else if (pilot && PROFESSIONALS.includes(pilot) === PROFESSIONALS.includes(coPilot))
    problems.push({ field: 'coPilot', code: 'not-shared' })
  return problems
}

async function kindOf(reader: Reader, id: number): Promise<PartnerKind | null> {
  const [partner] = await reader
    .select({ kind: partners.kind })
    .from(partners)
    .where(eq(partners.id, id))
  return partner?.kind ?? null
}
