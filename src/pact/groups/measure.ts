import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { measures } from '../actions/schema.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockGroup } from './lock-group.ts'

/** Adds a measured value of a group's indicator, with the day and where it comes from (`note`). */
export async function measureGroup(
  tx: Tx,
  author: Author,
  groupId: number,
  values: { measuredOn: string; value: number; note: string },
): Promise<Written<{ id: number }>> {
  const group = await lockGroup(tx, groupId)
  if (!group) throw new Error(`no group ${groupId}`)
  if (group.indicator === '') return refused('indicator-missing', 'value')
  if (values.measuredOn > parisDay(author.now)) return refused('future', 'measuredOn')
  const [added] = await tx
    .insert(measures)
    .values({ groupId, ...values })
    .returning({ id: measures.id })
  if (!added) throw new Error('the measure was not stored')
  const of = { kind: 'measure' as const, subject: added.id, groupId, axisId: group.axisId }
  await keepVersion(tx, author, of, { before: null, after: values })
  await bumpVersions(tx, ['pact'])
  return { ok: true, id: added.id }
}
