import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { groups } from '../groups/schema.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockMeeting, ofMeeting } from './lock-meeting.ts'
import { meetings } from './schema.ts'
import { checkMeeting, followedOfMeeting, type MeetingValues } from './values.ts'

/** Plans a meeting of a group, or of the steering committee (`groupId` null). Nobody is called yet. */
export async function planMeeting(
  tx: Tx,
  author: Author,
  groupId: number | null,
  values: MeetingValues,
): Promise<Written<{ id: number }>> {
  const problems = checkMeeting(values)
  if (problems.length > 0) return { ok: false, problems }
  const [group] =
    groupId === null ? [] : await tx.select().from(groups).where(eq(groups.id, groupId))
  const [added] = await tx
    .insert(meetings)
    .values({
      groupId,
      ...values,
      state: 'planned',
      minutes: '',
      minutesState: 'none',
      minutesVisibility: 'members',
    })
    .returning()
  if (!added) throw new Error('the meeting was not stored')
  const of = ofMeeting({ row: added, axisId: group?.axisId ?? null }, 'meeting', added.id)
  await keepVersion(tx, author, of, { before: null, after: followedOfMeeting(added) })
  await bumpVersions(tx, ['pact'])
  return { ok: true, id: added.id }
}

/** Changes a planned meeting; those who were called learn of it when they are called again. */
export async function changeMeeting(
  tx: Tx,
  author: Author,
  { id, version }: { id: number; version: number | null },
  values: MeetingValues,
): Promise<Written> {
  const meeting = await lockMeeting(tx, id)
  if (!meeting) throw new Error(`no meeting ${id}`)
  const { row } = meeting
  if (version !== null && row.version !== version) return refused('stale')
  if (row.state === 'cancelled') return refused('cancelled')
  const problems = checkMeeting(values)
  if (problems.length > 0) return { ok: false, problems }
  await tx
    .update(meetings)
    .set({ ...values, version: row.version + 1 })
    .where(eq(meetings.id, id))
  await keepVersion(tx, author, ofMeeting(meeting, 'meeting', id), {
    before: followedOfMeeting(row),
    after: followedOfMeeting({ ...row, ...values }),
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}
