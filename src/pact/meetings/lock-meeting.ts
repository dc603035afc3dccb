import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { groups } from '../groups/schema.ts'
import type { VersionedKind } from '../schema.ts'
import type { VersionOf } from '../versions.ts'
import { meetings } from './schema.ts'
import type { MeetingRow } from './values.ts'

/** A meeting as it stands, held until the transaction ends; `axisId` is its group's. */
export async function lockMeeting(
  tx: Tx,
  id: number,
): Promise<{ row: MeetingRow; axisId: number | null; title: string | null } | null> {
  const [row] = await tx.select().from(meetings).where(eq(meetings.id, id)).for('update')
  if (!row) return null
  const [group] =
    row.groupId === null
      ? []
      : await tx
          .select({ axisId: groups.axisId, title: groups.title })
          .from(groups)
          .where(eq(groups.id, row.groupId))
  return { row, axisId: group?.axisId ?? null, title: group?.title ?? null }
}

/** What a version of something of this meeting is of. */
export function ofMeeting(
  { row, axisId }: { row: Pick<MeetingRow, 'groupId'>; axisId: number | null },
  kind: VersionedKind,
  subject: string | number,
): VersionOf {
  return { kind, subject, groupId: row.groupId, axisId }
}
