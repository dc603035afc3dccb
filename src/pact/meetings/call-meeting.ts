import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm'
import { actsAs } from '../../auth/members.ts'
import { agents, memberships } from '../../auth/schema.ts'
import type { Config } from '../../config.ts'
import type { Reader, Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { CalendarPart } from '../../mail/schema.ts'
import { queueMail } from '../../mail/queue-mail.ts'
import { partners } from '../../partners/schema.ts'
import { groupMembers } from '../groups/schema.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { lockMeeting, ofMeeting } from './lock-meeting.ts'
import { meetings } from './schema.ts'
import type { MeetingRow } from './values.ts'

/** What a calling says, in the words of views, with its entry for the calendar. */
export type CallingMail = (calling: {
  meeting: MeetingRow
  /** The group's title; null: the steering committee. */
  group: string | null
  /** Why it does not take place; null: it does. */
  cancelled: string | null
  guest: string
  organiser: { name: string; email: string }
  now: Date
  url: string
}) => { subject: string; text: string; calendar: CalendarPart }

export interface Calling {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'baseUrl'>
  mailOf: CallingMail
}

/**
 * Calls the members of a group, or those who edit the pact for each partner where the steering committee meets: an e-mail
 * with the meeting's calendar entry. Again after a change: the entry moves in their calendars. Answers how many
 * addresses were written to, none where mail is off.
 */
export async function callMeeting(
  tx: Tx,
  author: Author,
  id: number,
  calling: Calling,
): Promise<Written<{ recipients: number }>> {
  const meeting = await lockMeeting(tx, id)
  if (!meeting) throw new Error(`no meeting ${id}`)
  const { row } = meeting
  if (row.state === 'cancelled') return refused('cancelled')
  if (row.endsAt <= author.now) return refused('past')
  const sequence = row.calledAt === null ? 0 : row.sequence + 1
  const called = { ...row, calledAt: author.now, sequence }
  const recipients = await write(tx, author, { ...meeting, row: called }, null, calling)
  await tx.update(meetings).set({ calledAt: author.now, sequence }).where(eq(meetings.id, id))
  await keepVersion(tx, author, ofMeeting(meeting, 'meeting', id), {
    before: { calledAt: row.calledAt },
    after: { calledAt: author.now },
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true, recipients }
}

/** Cancels a meeting for a reason; those who were called are told, and their calendars too. */
export async function cancelMeeting(
  tx: Tx,
  author: Author,
  id: number,
  reason: string,
  calling: Calling,
): Promise<Written> {
  const meeting = await lockMeeting(tx, id)
  if (!meeting) throw new Error(`no meeting ${id}`)
  const { row } = meeting
  if (row.state === 'cancelled') return refused('cancelled')
  if (row.state === 'held') return refused('past')
  if (reason.trim() === '') return refused('reason-missing', 'reason')
  const sequence = row.sequence + 1
  const cancelled = { ...row, state: 'cancelled' as const, sequence }
  if (row.calledAt !== null)
    await write(tx, author, { ...meeting, row: cancelled }, reason, calling)
  await tx
    .update(meetings)
    .set({ state: 'cancelled', sequence, version: row.version + 1 })
    .where(eq(meetings.id, id))
  await keepVersion(tx, author, ofMeeting(meeting, 'meeting', id), {
    before: { state: row.state },
    after: { state: 'cancelled' },
    reason,
  })
  await bumpVersions(tx, ['pact'])
  return { ok: true }
}

async function write(
  tx: Tx,
  author: Author,
  { row, title }: { row: MeetingRow; title: string | null },
  cancelled: string | null,
  { config, mailOf }: Calling,
): Promise<number> {
  if (!config.mailFrom) return 0
  const organiser = { name: config.mailFrom.name || 'Guichet', email: config.mailFrom.address }
  const url = `${config.baseUrl}/pacte/reunions/${row.id}`
  let recipients = 0
  for (const guest of await guestsOf(tx, row.groupId)) {
    const mail = mailOf({
      meeting: row,
      group: title,
      cancelled,
      guest,
      organiser,
      now: author.now,
      url,
    })
    const key = `pact-meeting:${row.id}:${row.sequence}:${guest}`
    const queued = await queueMail(
      tx,
      { key, to: guest, ...mail, expiresAt: row.endsAt },
      { config, now: author.now },
    )
    if (queued.ok) recipients += 1
  }
  return recipients
}

/** Addresses of a group's members and their substitutes, or of those who edit the pact for any partner. */
async function guestsOf(reader: Reader, groupId: number | null): Promise<string[]> {
  if (groupId === null) {
    const rows = await reader
      .selectDistinct({ email: agents.email })
      .from(memberships)
      .innerJoin(agents, eq(agents.id, memberships.agentId))
      .innerJoin(partners, eq(partners.id, memberships.partnerId))
      .where(
        and(
          actsAs('pact-editor', 'partner-administrator'),
          or(
            isNotNull(partners.signatorySince),
            inArray(partners.kind, ['chamber', 'professional-body']),
          ),
        ),
      )
    return rows.map(({ email }) => email)
  }
  const rows = await reader
    .select({ email: groupMembers.email, substituteEmail: groupMembers.substituteEmail })
    .from(groupMembers)
    .where(and(eq(groupMembers.groupId, groupId), isNull(groupMembers.leftOn)))
  const addresses = rows.flatMap(({ email, substituteEmail }) => [email, substituteEmail])
  return [...new Set(addresses.filter((each) => each !== null))]
}
