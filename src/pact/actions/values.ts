import { eq, inArray } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { groups } from '../groups/schema.ts'
import type { PactProblem } from '../problem.ts'
import { axes } from '../schema.ts'
import type { actions } from './schema.ts'

/** What is typed of an action; its status changes in a way of its own. */
export interface ActionValues {
  title: string
  description: string
  axisId: number
  groupId: number | null
  pilotId: number
  /** Organisations that help, the pilot apart. */
  partnerIds: number[]
  startsOn: string | null
  dueOn: string | null
  /** Euros, excluding VAT. */
  budget: number | null
  indicator: string
  indicatorUnit: string
  indicatorTarget: number | null
}

export type ActionRow = typeof actions.$inferSelect

/** The fields of an action that its versions follow. */
export function followedOfAction(
  row: Omit<ActionValues, 'partnerIds'> & Pick<ActionRow, 'status'>,
  partnerIds: number[],
) {
  const { title, description, axisId, groupId, pilotId, startsOn, dueOn } = row
  const { budget, indicator, indicatorUnit, indicatorTarget, status } = row
  return {
    title,
    description,
    axisId,
    groupId,
    pilotId,
    partnerIds: partnerIds.length === 0 ? null : partnerIds.toSorted((a, b) => a - b),
    startsOn,
    dueOn,
    budget,
    indicator,
    indicatorUnit,
    indicatorTarget,
    status,
  }
}

/** What is wrong with an action as typed: an end before its start, organisations and groups that there are not. */
export async function checkAction(reader: Reader, values: ActionValues): Promise<PactProblem[]> {
  const problems: PactProblem[] = []
  const { startsOn, dueOn, axisId, groupId, pilotId, partnerIds } = values
  if (startsOn !== null && dueOn !== null && dueOn < startsOn)
    problems.push({ field: 'dueOn', code: 'dates-reversed' })
  const [axis] = await reader.select({ id: axes.id }).from(axes).where(eq(axes.id, axisId))
  if (!axis) problems.push({ field: 'axis', code: 'unknown-axis' })
  if (groupId !== null) {
    const [group] = await reader
      .select({ id: groups.id })
      .from(groups)
      .where(eq(groups.id, groupId))
    if (!group) problems.push({ field: 'group', code: 'unknown-group' })
  }
  const known = await knownPartners(reader, [pilotId, ...partnerIds])
  if (!known.has(pilotId)) problems.push({ field: 'pilot', code: 'unknown-partner' })
  if (partnerIds.some((id) => !known.has(id)))
    problems.push({ field: 'partners', code: 'unknown-partner' })
  if (partnerIds.includes(pilotId)) problems.push({ field: 'partners', code: 'same-partner' })
  return problems
}

/** Those of these partners that exist. */
export async function knownPartners(reader: Reader, ids: number[]): Promise<Set<number>> {
  const rows = await reader
    .select({ id: partners.id })
    .from(partners)
    .where(inArray(partners.id, ids))
  return new Set(rows.map(({ id }) => id))
}
