import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { publishOwn } from '../evidence/add-evidence.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockMeeting, ofMeeting } from './lock-meeting.ts'
import { meetings } from './schema.ts'

export interface MinutesValues {
  minutes: string
  documentId: string | null
  visibility: 'public' | 'members'
}

/** Writes the minutes (« compte rendu ») as a draft, which members alone read. Validated ones are open no more. */
export async function writeMinutes(
  tx: Tx,
  author: Author,
  { id, version }: { id: number; version: number | null },
  { minutes, documentId, visibility }: MinutesValues,
): Promise<Written> {
  const meeting = await lockMeeting(tx, id)
  if (!meeting) throw new Error(`no meeting ${id}`)
  const { row } = meeting
  if (version !== null && row.version !== version) return refused('stale')
  if (row.state === 'cancelled') return refused('cancelled')
  if (row.startsAt > author.now) return refused('not-held')
  if (row.minutesState === 'validated') return refused('already-closed')
  if (minutes === '' && documentId === null && row.minutesDocumentId === null)
    return refused('missing', 'minutes')
  const after = {
    minutes,
    minutesDocumentId: documentId ?? row.minutesDocumentId,
    minutesVisibility: visibility,
    minutesState: 'draft' as const,
  }
  await tx
    .update(meetings)
    .set({ ...after, version: row.version + 1 })
    .where(eq(meetings.id, id))
  const of = { ...ofMeeting(meeting, 'meeting', id), visibility: 'members' as const }
  await keepVersion(tx, author, of, {
    before: {
      minutes: row.minutes,
      minutesDocumentId: row.minutesDocumentId,
      minutesVisibility: row.minutesVisibility,
      minutesState: row.minutesState,
    },
    after,
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

/** Validates the minutes today, or as of another day, as the next meeting does: from then on they are read by whom their visibility names. */
export async function validateMinutes(
  tx: Tx,
  author: Author,
  id: number,
  minutesValidatedOn = parisDay(author.now),
): Promise<Written> {
  const meeting = await lockMeeting(tx, id)
  if (!meeting) throw new Error(`no meeting ${id}`)
  const { row } = meeting
  if (row.minutesState === 'none') return refused('no-minutes')
  if (row.minutesState === 'validated') return refused('already-closed')
  await tx
    .update(meetings)
    .set({ minutesState: 'validated', minutesValidatedOn, version: row.version + 1 })
    .where(eq(meetings.id, id))
  if (row.minutesDocumentId !== null && row.minutesVisibility === 'public')
    await publishOwn(tx, author, row.minutesDocumentId)
  await keepVersion(tx, author, ofMeeting(meeting, 'meeting', id), {
    before: { minutesState: row.minutesState, minutesValidatedOn: null },
    after: { minutesState: 'validated', minutesValidatedOn },
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}
