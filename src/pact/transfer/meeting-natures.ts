import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { documentPath } from '../../documents/queries.ts'
import { documents } from '../../documents/schema.ts'
import { partners } from '../../partners/schema.ts'
import { actions } from '../actions/schema.ts'
import { groups } from '../groups/schema.ts'
import { cancelMeeting } from '../meetings/call-meeting.ts'
import { recordDecision } from '../meetings/decide.ts'
import { type Presence, recordPresence } from '../meetings/hold-meeting.ts'
import { lockMeeting, ofMeeting } from '../meetings/lock-meeting.ts'
import { changeMeeting, planMeeting } from '../meetings/plan-meeting.ts'
import { attendance, decisions, meetings } from '../meetings/schema.ts'
import { followedOfMeeting, type MeetingRow, type MeetingValues } from '../meetings/values.ts'
import { validateMinutes, writeMinutes } from '../meetings/write-minutes.ts'
import { refused, type Written } from '../problem.ts'
import { pactVersions } from '../schema.ts'
import { type Author, changesBetween, keepVersion } from '../versions.ts'
import {
  actionKeyed,
  COMMITTEE,
  decisionKeyed,
  groupKeyed,
  keyOf,
  meetingKeyed,
  rankedKey,
} from './keyed.ts'
import { created, type Importing, met, type Nature } from './nature.ts'
import { type LineReading, MANY, wordFor } from './reading-line.ts'

/** Meetings of groups (of the steering committee where no group is named), with their attendance and minutes. */
export const meetingNature: Nature = {
  word: 'reunion',
  columns: [
    'external_id',
    'groupe',
    'debut',
    'fin',
    'lieu',
    'lien',
    'ordre_du_jour',
    'statut',
    'motif',
    'presents',
    'excuses',
    'absents',
    'compte_rendu',
    'compte_rendu_etat',
    'compte_rendu_pour',
    'compte_rendu_valide_le',
  ],
  async importLine(importing, line) {
    const { tx, author } = importing
    const read = await readMeeting(importing, line)
    if (read === null) return null
    const { externalId, groupId, values } = read
    const row = await meetingKeyed(tx, externalId)
    if (row && row.groupId !== groupId) return refused('unchangeable', 'group')
    const before = row && (await stateOf(tx, row))
    let id = row?.id
    if (id === undefined) {
      const planned = await planMeeting(tx, author, groupId, values)
      if (!planned.ok) return planned
      id = planned.id
      await tx.update(meetings).set({ externalId }).where(eq(meetings.id, id))
    } else if (row && isOtherwise(row, values)) {
      const changed = await changeMeeting(tx, author, { id, version: null }, values)
      if (!changed.ok) return changed
    }
    const lived = await liveMeeting(importing, id, row, read)
    if (!lived.ok) return lived
    const [after] = await tx.select().from(meetings).where(eq(meetings.id, id))
    if (!before || !after) return created
    return met(JSON.stringify(before) !== JSON.stringify(await stateOf(tx, after)))
  },
  async exportLines({ reader, baseUrl }) {
    const rows = await meetingRows(reader)
    const presences = Map.groupBy(
      await reader
        .select({ attendance, partner: partners.slug })
        .from(attendance)
        .innerJoin(partners, eq(partners.id, attendance.partnerId))
        .orderBy(asc(partners.slug)),
      (each) => each.attendance.meetingId,
    )
    const files = new Map((await reader.select().from(documents)).map((each) => [each.id, each]))
    const reasons = await reasonsOfCancelled(reader)
    return rows.map(({ meeting, group, key }) => {
      const file = files.get(meeting.minutesDocumentId ?? '')
      const who = (presence: Presence) =>
        (presences.get(meeting.id) ?? [])
          .filter((each) => each.attendance.presence === presence)
          .map((each) => each.partner)
          .join(MANY)
      const hasMinutes = meeting.minutesState !== 'none'
      return {
        external_id: key,
        groupe: group && keyOf(group),
        debut: meeting.startsWall,
        fin: meeting.endsWall,
        lieu: meeting.place,
        lien: meeting.link,
        ordre_du_jour: meeting.agenda,
        statut: wordFor(STATES, meeting.state),
        motif: meeting.state === 'cancelled' ? (reasons.get(String(meeting.id)) ?? null) : null,
        presents: who('present'),
        excuses: who('excused'),
        absents: who('absent'),
        compte_rendu: [meeting.minutes, file ? `${baseUrl}${documentPath(file)}` : '']
          .filter((part) => part !== '')
          .join('\n\n'),
        compte_rendu_etat: hasMinutes ? wordFor<string>(MINUTES, meeting.minutesState) : null,
        compte_rendu_pour: hasMinutes ? wordFor(READERS, meeting.minutesVisibility) : null,
        compte_rendu_valide_le: meeting.minutesValidatedOn,
      }
    })
  },
}

/** What meetings decided, and the action that it became. */
export const decisionNature: Nature = {
  word: 'decision',
  columns: ['external_id', 'reunion', 'texte', 'organisme', 'echeance', 'action'],
  async importLine({ tx, author, known }, line) {
    const externalId = line.line('external_id', 'required')
    const meeting = await meetingKeyed(tx, line.line('reunion', 'required'))
    if (meeting === null && line.problems.length === 0) line.tell('reunion', 'unknown-meeting')
    const action = await line.keyed('action', (key) => actionKeyed(tx, key), 'unknown-action')
    const values = {
      what: line.text('texte', 'required'),
      partnerId: line.named('organisme', known.partners, 'unknown-partner'),
      dueOn: line.day('echeance'),
    }
    if (meeting === null || line.problems.length > 0) return null
    const row = await decisionKeyed(tx, externalId)
    if (row && row.meetingId !== meeting.id) return refused('unchangeable', 'reunion')
    let id = row?.id
    if (id === undefined) {
      const added = await recordDecision(tx, author, meeting.id, values)
      if (!added.ok) return added
      id = added.id
      await tx.update(decisions).set({ externalId }).where(eq(decisions.id, id))
    }
    const after = { ...values, actionId: action?.id ?? row?.actionId ?? null }
    const isChanged = await rewriteDecision(tx, author, meeting.id, id, after)
    return row ? met(isChanged) : created
  },
  async exportLines({ reader }) {
    const meetingKeys = new Map(
      (await meetingRows(reader)).map(({ meeting, key }) => [meeting.id, key]),
    )
    const rows = await reader
      .select({
        decision: decisions,
        partner: partners.slug,
        action: { slug: actions.slug, externalId: actions.externalId },
      })
      .from(decisions)
      .leftJoin(partners, eq(partners.id, decisions.partnerId))
      .leftJoin(actions, eq(actions.id, decisions.actionId))
      .orderBy(asc(decisions.id))
    const siblings = Map.groupBy(
      rows.map(({ decision }) => decision),
      ({ meetingId }) => meetingId,
    )
    return rows.map(({ decision, partner, action }) => {
      const of = meetingKeys.get(decision.meetingId) ?? ''
      return {
        external_id: rankedKey(decision, of, siblings.get(decision.meetingId) ?? []),
        reunion: of,
        texte: decision.what,
        organisme: partner,
        echeance: decision.dueOn,
        action: action && keyOf(action),
      }
    })
  },
}

interface ReadMeeting {
  externalId: string
  groupId: number | null
  values: MeetingValues
  state: MeetingRow['state']
  reason: string
  presences: { partnerId: number; presence: Presence }[]
  minutes: {
    text: string
    state: 'draft' | 'validated'
    visibility: 'public' | 'members'
    validatedOn: string | null
  } | null
}

async function readMeeting(
  { tx, known }: Importing,
  line: LineReading,
): Promise<ReadMeeting | null> {
  const externalId = line.line('external_id', 'required')
  const group = await line.keyed('groupe', (key) => groupKeyed(tx, key), 'unknown-group')
  const starts = line.requiredMoment('debut')
  const ends = line.requiredMoment('fin')
  const presences = (['presents', 'excuses', 'absents'] as const).flatMap((column) =>
    line
      .manyNamed(column, known.partners, 'unknown-partner')
      .map((partnerId) => ({ partnerId, presence: PRESENCES[column] })),
  )
  const text = line.text('compte_rendu')
  const read = {
    externalId,
    groupId: group?.id ?? null,
    values: {
      startsAt: starts.at,
      endsAt: ends.at,
      startsWall: starts.wall,
      endsWall: ends.wall,
      place: line.line('lieu'),
      link: line.text('lien') || null,
      agenda: line.text('ordre_du_jour'),
    },
    state: line.choice('statut', STATES, 'unknown-meeting-state') ?? ('planned' as const),
    reason: line.text('motif'),
    presences,
    minutes:
      text === ''
        ? null
        : {
            text,
            state: line.choice('compte_rendu_etat', MINUTES) ?? ('draft' as const),
            visibility: line.choice('compte_rendu_pour', READERS) ?? ('members' as const),
            validatedOn: line.day('compte_rendu_valide_le'),
          },
  }
  return line.problems.length > 0 ? null : read
}

/** Brings a meeting to where the file says that it stands. */
async function liveMeeting(
  { tx, author, calling }: Importing,
  id: number,
  row: MeetingRow | null,
  { state, reason, presences, minutes }: ReadMeeting,
): Promise<Written> {
  const was = row?.state ?? 'planned'
  if (was !== state && (was === 'cancelled' || state === 'planned'))
    return refused('unchangeable', 'status')
  if (was !== state && state === 'cancelled') return cancelMeeting(tx, author, id, reason, calling)
  if (state === 'held' && (was !== 'held' || (await isOtherPresence(tx, id, presences)))) {
    const held = await recordPresence(tx, author, { id, version: null }, presences)
    if (!held.ok) return held
  }
  if (minutes === null) return { ok: true }
  const isSame = row !== null && isWritten(row, minutes)
  if (!isSame) {
    const { text, visibility } = minutes
    const values = { minutes: text, documentId: null, visibility }
    const written = await writeMinutes(tx, author, { id, version: null }, values)
    if (!written.ok) return written
  }
  if (minutes.state !== 'validated' || row?.minutesState === 'validated') return { ok: true }
  return validateMinutes(tx, author, id, minutes.validatedOn ?? undefined)
}

/** Whether these minutes are a meeting's already: the address of their file may follow them. */
function isWritten(row: MeetingRow, minutes: { text: string; visibility: string }): boolean {
  if (row.minutesState === 'none' || row.minutesVisibility !== minutes.visibility) return false
  return row.minutesDocumentId === null
    ? row.minutes === minutes.text
    : minutes.text.startsWith(row.minutes)
}

function isOtherwise(row: MeetingRow, values: MeetingValues): boolean {
  const changes = changesBetween(
    { ...followedOfMeeting(row), link: row.link },
    { ...followedOfMeeting({ ...row, ...values }), link: values.link },
  )
  return Object.keys(changes).length > 0
}

async function isOtherPresence(
  tx: Tx,
  meetingId: number,
  presences: ReadMeeting['presences'],
): Promise<boolean> {
  const rows = await tx.select().from(attendance).where(eq(attendance.meetingId, meetingId))
  return presences.some(
    ({ partnerId, presence }) =>
      rows.find((each) => each.partnerId === partnerId)?.presence !== presence,
  )
}

/** What an import may change of a meeting. */
async function stateOf(tx: Tx, row: MeetingRow) {
  const rows = await tx
    .select({ partnerId: attendance.partnerId, presence: attendance.presence })
    .from(attendance)
    .where(eq(attendance.meetingId, row.id))
    .orderBy(asc(attendance.partnerId))
  return { row, rows }
}

/** Changes a decision's words, organisation, day and action; false where nothing is new. */
async function rewriteDecision(
  tx: Tx,
  author: Author,
  meetingId: number,
  id: number,
  after: { what: string; partnerId: number | null; dueOn: string | null; actionId: number | null },
): Promise<boolean> {
  const meeting = await lockMeeting(tx, meetingId)
  const [row] = await tx.select().from(decisions).where(eq(decisions.id, id))
  if (!meeting || !row) throw new Error(`no decision ${id}`)
  const { what, partnerId, dueOn, actionId } = row
  const isKept = await keepVersion(tx, author, ofMeeting(meeting, 'decision', id), {
    before: { what, partnerId, dueOn, actionId },
    after,
    reason: 'Import',
  })
  if (!isKept) return false
  await tx
    .update(decisions)
    .set({ ...after, version: row.version + 1 })
    .where(eq(decisions.id, id))
  await bumpVersions(tx, ['pact'])
  return true
}

/** Every meeting with its group and its identifier. */
async function meetingRows(reader: Reader) {
  const rows = await reader
    .select({ meeting: meetings, group: { slug: groups.slug, externalId: groups.externalId } })
    .from(meetings)
    .leftJoin(groups, eq(groups.id, meetings.groupId))
    .orderBy(asc(meetings.id))
  const siblings = Map.groupBy(
    rows.map(({ meeting }) => meeting),
    ({ groupId }) => groupId,
  )
  return rows.map(({ meeting, group }) => ({
    meeting,
    group,
    key: rankedKey(
      meeting,
      group === null ? COMMITTEE : keyOf(group),
      siblings.get(meeting.groupId) ?? [],
    ),
  }))
}

/** Why meetings were cancelled, by the meeting's key. */
async function reasonsOfCancelled(reader: Reader): Promise<Map<string, string>> {
  const rows = await reader
    .select({ subject: pactVersions.subject, reason: pactVersions.reason })
    .from(pactVersions)
    .where(
      and(
        eq(pactVersions.kind, 'meeting'),
        sql`${pactVersions.changes} -> 'state' ->> 'to' = 'cancelled'`,
      ),
    )
    .orderBy(desc(pactVersions.id))
  return new Map(rows.map(({ subject, reason }) => [subject, reason]))
}

const STATES: Record<string, MeetingRow['state']> = {
  prévue: 'planned',
  tenue: 'held',
  annulée: 'cancelled',
}

const MINUTES: Record<string, 'draft' | 'validated'> = {
  brouillon: 'draft',
  validé: 'validated',
}

const READERS: Record<string, 'public' | 'members'> = { tous: 'public', membres: 'members' }

const PRESENCES = { presents: 'present', excuses: 'excused', absents: 'absent' } as const
