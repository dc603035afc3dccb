import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { knownPartners } from '../actions/values.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockMeeting, ofMeeting } from './lock-meeting.ts'
import { attendance, meetings } from './schema.ts'

export type Presence = 'present' | 'excused' | 'absent'

/** Records which organisations were there; the meeting has been held then. Not before it began. */
export async function recordPresence(
  tx: Tx,
  author: Author,
  { id, version }: { id: number; version: number | null },
  presences: { partnerId: number; presence: Presence }[],
): Promise<Written> {
  const meeting = await lockMeeting(tx, id)
  if (!meeting) throw new Error(`no meeting ${id}`)
  const { row } = meeting
  if (version !== null && row.version !== version) return refused('stale')
  if (row.state === 'cancelled') return refused('cancelled')
  if (row.startsAt > author.now) return refused('not-held')
  const known = await knownPartners(tx, [0, ...presences.map(({ partnerId }) => partnerId)])
  if (presences.some(({ partnerId }) => !known.has(partnerId)))
    return refused('unknown-partner', 'presence')
  const before = await presenceOf(tx, id)
  for (const { partnerId, presence } of presences)
    await tx
      .insert(attendance)
      .values({ meetingId: id, partnerId, presence })
      .onConflictDoUpdate({
        target: [attendance.meetingId, attendance.partnerId],
        set: { presence },
      })
  await tx
    .update(meetings)
    .set({ state: 'held', version: row.version + 1 })
    .where(eq(meetings.id, id))
  await keepVersion(tx, author, ofMeeting(meeting, 'meeting', id), {
    before: { state: row.state, presence: before },
    after: { state: 'held', presence: await presenceOf(tx, id) },
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/** Says beforehand whether an organisation will come. */
export async function announcePresence(
  tx: Tx,
  author: Author,
  { meetingId, partnerId }: { meetingId: number; partnerId: number },
  expected: boolean,
): Promise<Written> {
  const meeting = await lockMeeting(tx, meetingId)
  if (!meeting) throw new Error(`no meeting ${meetingId}`)
  if (meeting.row.state === 'cancelled') return refused('cancelled')
  if (meeting.row.startsAt <= author.now) return refused('past')
  await tx
    .insert(attendance)
    .values({ meetingId, partnerId, expected })
    .onConflictDoUpdate({
      target: [attendance.meetingId, attendance.partnerId],
      set: { expected },
    })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

async function presenceOf(tx: Tx, meetingId: number): Promise<Record<string, Presence> | null> {
  const rows = await tx
    .select({ partnerId: attendance.partnerId, presence: attendance.presence })
    .from(attendance)
    .where(eq(attendance.meetingId, meetingId))
    .orderBy(attendance.partnerId)
  const told = rows.flatMap(({ partnerId, presence }) =>
    presence === null ? [] : [[String(partnerId), presence] as const],
  )
  return told.length === 0 ? null : Object.fromEntries(told)
}
