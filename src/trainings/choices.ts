import { asc, eq, inArray, isNull, ne, or } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { actions } from '../pact/actions/schema.ts'
import { groups } from '../pact/groups/schema.ts'
import { axes } from '../pact/schema.ts'
import { partners } from '../partners/schema.ts'
import type { TrainingChoices } from './read-training.ts'

/** What a partner's training may be tied to (what it is tied to stays), and with whom it may be organised. */
export async function trainingChoices(
  reader: Reader,
  partnerId: number,
  tied: { groupId: number | null; actionId: number | null } = { groupId: null, actionId: null },
): Promise<TrainingChoices> {
  return {
    axes: await reader
      .select({ id: axes.id, title: axes.title })
      .from(axes)
      .orderBy(asc(axes.position)),
    groups: await reader
      .select({ id: groups.id, title: groups.title })
      .from(groups)
      .where(
        or(
          isNull(groups.closedOn),
          tied.groupId === null ? undefined : eq(groups.id, tied.groupId),
        ),
      )
      .orderBy(asc(groups.title)),
    actions: await reader
      .select({ id: actions.id, title: actions.title })
      .from(actions)
      .where(
        or(
          inArray(actions.status, ['to-launch', 'launched', 'partly-done']),
          tied.actionId === null ? undefined : eq(actions.id, tied.actionId),
        ),
      )
      .orderBy(asc(actions.title))
      .limit(300),
    partners: await reader
      .select({ id: partners.id, name: partners.name })
      .from(partners)
      .where(ne(partners.id, partnerId))
      .orderBy(asc(partners.name)),
  }
}
