import { asc, desc, eq, isNull } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'
import { actions } from '../actions/schema.ts'
import { fileOf } from '../../documents/file-of.ts'
import { groups } from '../groups/schema.ts'
import { attendance, decisions, meetings } from './schema.ts'

/** What a meeting's page shows; null where there is none. Who may read the minutes and the link is the page's to ask. */
export async function readMeeting(reader: Reader, id: number) {
  const [found] = await reader
    .select({
      meeting: meetings,
      group: {
        id: groups.id,
        slug: groups.slug,
        title: groups.title,
        pilotId: groups.pilotId,
        coPilotId: groups.coPilotId,
      },
      document: documents,
    })
    .from(meetings)
    .leftJoin(groups, eq(groups.id, meetings.groupId))
    .leftJoin(documents, eq(documents.id, meetings.minutesDocumentId))
    .where(eq(meetings.id, id))
  if (!found) return null
  const { document, ...shown } = found
  return {
    ...shown,
    file: fileOf(document),
    attendance: await attendanceOf(reader, id),
    decisions: await decisionsOf(reader, id),
  }
}

export type MeetingRead = NonNullable<Awaited<ReturnType<typeof readMeeting>>>

/** Meetings of the steering committee, the last one first, each with its decisions. */
export async function committeeMeetings(reader: Reader) {
  const rows = await reader
    .select()
    .from(meetings)
    .where(isNull(meetings.groupId))
    .orderBy(desc(meetings.startsAt), desc(meetings.id))
    .limit(60)
  const taken = await decisionsWhere(reader)
    .where(isNull(meetings.groupId))
    .orderBy(asc(decisions.id))
  const byMeeting = Map.groupBy(taken, ({ meetingId }) => meetingId)
  return rows.map((meeting) => ({ meeting, decisions: byMeeting.get(meeting.id) ?? [] }))
}

async function attendanceOf(reader: Reader, meetingId: number) {
  return reader
    .select({
      partner: { id: partners.id, name: partners.shortName },
      expected: attendance.expected,
      presence: attendance.presence,
    })
    .from(attendance)
    .innerJoin(partners, eq(partners.id, attendance.partnerId))
    .where(eq(attendance.meetingId, meetingId))
    .orderBy(asc(partners.shortName))
}

async function decisionsOf(reader: Reader, meetingId: number) {
  return decisionsWhere(reader).where(eq(decisions.meetingId, meetingId)).orderBy(asc(decisions.id))
}

function decisionsWhere(reader: Reader) {
  return reader
    .select({
      id: decisions.id,
      meetingId: decisions.meetingId,
      what: decisions.what,
      dueOn: decisions.dueOn,
      partner: { id: partners.id, name: partners.shortName },
      action: { slug: actions.slug, title: actions.title },
    })
    .from(decisions)
    .innerJoin(meetings, eq(meetings.id, decisions.meetingId))
    .leftJoin(partners, eq(partners.id, decisions.partnerId))
    .leftJoin(actions, eq(actions.id, decisions.actionId))
}

export type DecisionRead = Awaited<ReturnType<typeof decisionsOf>>[number]
