import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, changesBetween, keepVersion } from '../versions.ts'
import { lockGroup } from './lock-group.ts'
import { groups } from './schema.ts'
import { checkGroup, followedOfGroup, type GroupValues } from './values.ts'

/**
 * Changes what is typed of a group, for a reason, or closes it (`closedOn`). `version` is the one that was being edited:
 * where another hand came first, `stale`, and nothing is written.
 */
export async function editGroup(
  tx: Tx,
  author: Author,
  { id, version }: { id: number; version: number | null },
  values: GroupValues & { closedOn: string | null },
  reason: string,
): Promise<Written> {
  const row = await lockGroup(tx, id)
  if (!row) throw new Error(`no group ${id}`)
  if (version !== null && row.version !== version) return refused('stale')
  const problems = await checkGroup(tx, values)
  if (values.closedOn !== null && values.closedOn < values.startsOn)
    problems.push({ field: 'closedOn', code: 'dates-reversed' })
  const before = followedOfGroup(row)
  const after = followedOfGroup(values)
  const isChanged = Object.keys(changesBetween(before, after)).length > 0
  if (isChanged && reason.trim() === '') problems.push({ field: 'reason', code: 'reason-missing' })
  if (problems.length > 0) return { ok: false, problems }
  if (!isChanged) return { ok: true }
  await tx
    .update(groups)
    .set({ ...values, version: row.version + 1 })
    .where(eq(groups.id, id))
  const of = { kind: 'group' as const, subject: id, groupId: id, axisId: values.axisId }
  await keepVersion(tx, author, of, { before, after, reason })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}
