import { and, asc, desc, eq, gte, lt, ne, type SQL } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { parisDay } from '../../rules/calendar.ts'
import { actions, milestones } from './schema.ts'

export interface DatedMilestone {
  title: string
  dueOn: string
  reachedOn: string | null
  action: { slug: string; title: string }
}

/**
 * The milestones nearest to today of actions that were not given up, of one group's or of all, the earliest first: so many
 * before, so many from today on.
 */
export async function milestonesAround(
  reader: Reader,
  now: Date,
  each: { before: number; ahead: number; groupId?: number },
): Promise<DatedMilestone[]> {
  const today = parisDay(now)
  const ofGroup = each.groupId === undefined ? undefined : eq(actions.groupId, each.groupId)
  const find = (condition: SQL, order: SQL[], most: number) =>
    reader
      .select({
        title: milestones.title,
        dueOn: milestones.dueOn,
        reachedOn: milestones.reachedOn,
        action: { slug: actions.slug, title: actions.title },
      })
      .from(milestones)
      .innerJoin(actions, eq(actions.id, milestones.actionId))
      .where(and(condition, ofGroup, ne(actions.status, 'abandoned')))
      .orderBy(...order)
      .limit(most)
  const before = await find(
    lt(milestones.dueOn, today),
    [desc(milestones.dueOn), desc(milestones.id)],
    each.before,
  )
  const ahead = await find(
    gte(milestones.dueOn, today),
    [asc(milestones.dueOn), asc(milestones.id)],
    each.ahead,
  )
  return [...before.toReversed(), ...ahead]
}
