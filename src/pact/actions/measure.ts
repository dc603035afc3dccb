import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockAction, ofAction, touchAction } from './lock-action.ts'
import { measures } from './schema.ts'

/** Adds a measured value of an action's indicator, with the day and where it comes from. */
export async function measureAction(
  tx: Tx,
  author: Author,
  actionId: number,
  values: { measuredOn: string; value: number; note: string },
): Promise<Written<{ id: number }>> {
  const locked = await lockAction(tx, actionId)
  if (!locked) throw new Error(`no action ${actionId}`)
  if (locked.row.indicator === '') return refused('indicator-missing', 'value')
  if (values.measuredOn > parisDay(author.now)) return refused('future', 'measuredOn')
  const [added] = await tx
    .insert(measures)
    .values({ actionId, ...values })
    .returning({ id: measures.id })
  if (!added) throw new Error('the measure was not stored')
  await keepVersion(tx, author, ofAction(locked.row, 'measure', added.id), {
    before: null,
    after: values,
  })
  await touchAction(tx, actionId, author.now)
  await bumpVersions(tx, ['pact'])
  return { ok: true, id: added.id }
}
