import {
  aliasedTable,
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { Span } from '../consultations/notices.ts'
import type { Reader } from '../db/db.ts'
import { publiclyLate } from '../pact/actions/list-actions.ts'
import { actions } from '../pact/actions/schema.ts'
import { commitmentAnswers, commitments } from '../pact/commitments/schema.ts'
import { groups } from '../pact/groups/schema.ts'
import { type Names, namesIn } from '../pact/history.ts'
import { decisions, meetings } from '../pact/meetings/schema.ts'
import { axes, type Changes, pactVersions, type VersionedKind } from '../pact/schema.ts'
import { partners } from '../partners/schema.ts'
import { sessions, trainings } from '../trainings/schema.ts'
import type { NewsFilter, NewsSubject } from './filter.ts'

/** A change that everyone may read, with what it is about as that stands now. */
export interface News {
  /** Never changes. */
  id: number
  at: Date
  kind: VersionedKind
  version: number
  changes: Changes
  reason: string
  /** In whose name; null: the pact's administration. */
  by: string | null
  axis: string | null
  action: { slug: string; title: string; pilot: string } | null
  group: { slug: string; title: string } | null
  meeting: typeof meetings.$inferSelect | null
  training: { slug: string; title: string; organiser: string } | null
  session: typeof sessions.$inferSelect | null
  answer: { commitment: string; year: number; signatory: string } | null
  /** The year that an analysis is of. */
  analysis: number | null
  /** Where it is a council that takes an action up, or does not. */
  council: string | null
  names: Names
}

/** As many as the board's feeds: all of thirty days, or the latest hundred where that is more. */
const DAYS = 30
const LATEST = 100
const MOST = 1_000

const DAY_MS = 86_400_000

/** Kinds of versions that each subject is told by; the pact itself, its axes, problems and papers are « everything ». */
const KINDS: Record<NewsSubject, VersionedKind[]> = {
  actions: ['action', 'evidence', 'council', 'milestone', 'measure'],
  groups: ['group', 'step', 'measure'],
  meetings: ['meeting', 'decision'],
  trainings: ['training', 'session'],
  commitments: ['answer', 'commitment'],
  analyses: ['analysis'],
}
const OTHER_KINDS: VersionedKind[] = ['pact', 'text', 'axis', 'problem', 'paper']
const EVERY_KIND = [...new Set([...Object.values(KINDS).flat(), ...OTHER_KINDS])]

/** What changed, the newest first: what everyone may read of what the filter asks for. */
export async function newsMatching(reader: Reader, filter: NewsFilter, now: Date): Promise<News[]> {
  const conditions = conditionsOf(filter, now)
  const latest = await newsWhere(reader, conditions, LATEST)
  const since = new Date(now.getTime() - DAY_MS * DAYS)
  const last = latest.at(-1)
  if (latest.length < LATEST || (last && last.version.at < since)) return told(reader, latest)
  return told(reader, await newsWhere(reader, [...conditions, gte(pactVersions.at, since)], MOST))
}

/** What everyone may read of these numbers of what the filter asks for, the newest first, `most` at most. */
export async function newsWithin(
  reader: Reader,
  filter: NewsFilter,
  now: Date,
  { after, upTo }: Span,
  most: number,
): Promise<News[]> {
  const numbered = [gt(pactVersions.id, after), lte(pactVersions.id, upTo)]
  const rows = await newsWhere(reader, [...conditionsOf(filter, now), ...numbered], most)
  return rows.length === 0 ? [] : told(reader, rows)
}

const pilots = aliasedTable(partners, 'pilots')
const organisers = aliasedTable(partners, 'organisers')

async function newsWhere(reader: Reader, conditions: (SQL | undefined)[], most: number) {
  return reader
    .select({
      version: pactVersions,
      by: partners.shortName,
      axis: axes.title,
      action: { slug: actions.slug, title: actions.title },
      pilot: pilots.shortName,
      group: { slug: groups.slug, title: groups.title },
      training: { slug: trainings.slug, title: trainings.title },
      organiser: organisers.shortName,
    })
    .from(pactVersions)
    .leftJoin(partners, eq(partners.id, pactVersions.partnerId))
    .leftJoin(axes, eq(axes.id, pactVersions.axisId))
    .leftJoin(actions, eq(actions.id, pactVersions.actionId))
    .leftJoin(pilots, eq(pilots.id, actions.pilotId))
    .leftJoin(groups, eq(groups.id, pactVersions.groupId))
    .leftJoin(trainings, eq(trainings.id, pactVersions.trainingId))
    .leftJoin(organisers, eq(organisers.id, trainings.organiserId))
    .where(and(eq(pactVersions.visibility, 'public'), ...conditions))
    .orderBy(desc(pactVersions.at), desc(pactVersions.id))
    .limit(most)
}

type Row = Awaited<ReturnType<typeof newsWhere>>[number]

function conditionsOf(filter: NewsFilter, now: Date): (SQL | undefined)[] {
  const { axis, group, pilot, status, late, action, subject } = filter
  const kinds = subject ? KINDS[subject] : EVERY_KIND
  return [
    inArray(pactVersions.kind, kinds),
    // That a decision became an action is told by the action.
    sql`not (${pactVersions.kind} = 'decision' and ${pactVersions.version} > 1)`,
    // The evidence of an answer is told with the answer.
    sql`not (${pactVersions.kind} = 'evidence' and ${pactVersions.actionId} is null)`,
    // A figure is measured of an action, or of a group.
    subject === 'actions' ? isNotNull(pactVersions.actionId) : undefined,
    subject === 'groups' ? isNull(pactVersions.actionId) : undefined,
    axis ? eq(pactVersions.axisId, axis.id) : undefined,
    action ? eq(pactVersions.actionId, action.id) : undefined,
    group ? eq(pactVersions.groupId, group.id) : undefined,
    status ? eq(actions.status, status) : undefined,
    late ? publiclyLate(now) : undefined,
    pilot
      ? or(
          eq(actions.pilotId, pilot.id),
          and(
            sql`${pactVersions.actionId} is null`,
            or(eq(groups.pilotId, pilot.id), eq(groups.coPilotId, pilot.id)),
          ),
          eq(trainings.organiserId, pilot.id),
          and(eq(pactVersions.kind, 'answer'), eq(pactVersions.partnerId, pilot.id)),
        )
      : undefined,
  ]
}

/** The versions with what they point at; several decisions of a meeting are one piece of news, the first one's. */
async function told(reader: Reader, rows: Row[]): Promise<News[]> {
  const changes = rows.map(({ version }) => version)
  const names = await namesIn(reader, changes)
  const of = (kind: VersionedKind) =>
    changes.filter((each) => each.kind === kind).map(({ subject }) => Number(subject))
  const decided = await byKey(of('decision'), async (ids) =>
    reader
      .select({ id: decisions.id, meetingId: decisions.meetingId })
      .from(decisions)
      .where(inArray(decisions.id, ids)),
  )
  const met = await byKey(
    [...of('meeting'), ...[...decided.values()].map((each) => each.meetingId)],
    async (ids) => reader.select().from(meetings).where(inArray(meetings.id, ids)),
  )
  const planned = await byKey(of('session'), async (ids) =>
    reader.select().from(sessions).where(inArray(sessions.id, ids)),
  )
  const answered = await byKey(of('answer'), async (ids) =>
    reader
      .select({
        id: commitmentAnswers.id,
        commitment: commitments.title,
        year: commitmentAnswers.year,
        signatory: partners.shortName,
      })
      .from(commitmentAnswers)
      .innerJoin(commitments, eq(commitments.id, commitmentAnswers.commitmentId))
      .innerJoin(partners, eq(partners.id, commitmentAnswers.partnerId))
      .where(inArray(commitmentAnswers.id, ids)),
  )
  const councilOf = (subject: string) => Number(subject.split(':')[1])
  const councils = await byKey(
    changes.filter((each) => each.kind === 'council').map(({ subject }) => councilOf(subject)),
    async (ids) =>
      reader
        .select({ id: partners.id, name: partners.shortName })
        .from(partners)
        .where(inArray(partners.id, ids)),
  )
  const firsts = await firstDecisions(
    reader,
    [...decided.values()].map((each) => each.meetingId),
  )
  return rows.flatMap((row) => {
    const { id, at, kind, version, changes: changed, reason } = row.version
    const key = Number(row.version.subject)
    if (kind === 'decision' && firsts.get(decided.get(key)?.meetingId ?? 0) !== key) return []
    const meetingId = kind === 'decision' ? decided.get(key)?.meetingId : key
    return [
      {
        id,
        at,
        kind,
        version,
        changes: changed,
        reason,
        by: row.by,
        axis: row.axis,
        action: row.action && row.pilot ? { ...row.action, pilot: row.pilot } : null,
        group: row.group,
        training:
          row.training && row.organiser ? { ...row.training, organiser: row.organiser } : null,
        meeting:
          kind === 'meeting' || kind === 'decision' ? (met.get(meetingId ?? 0) ?? null) : null,
        session: kind === 'session' ? (planned.get(key) ?? null) : null,
        answer: kind === 'answer' ? (answered.get(key) ?? null) : null,
        // `2025`, or `2025:3` where it is an erratum.
        analysis: kind === 'analysis' ? Number.parseInt(row.version.subject, 10) : null,
        council:
          kind === 'council' ? (councils.get(councilOf(row.version.subject))?.name ?? null) : null,
        names,
      },
    ]
  })
}

/** The first decision of each of these meetings. */
async function firstDecisions(reader: Reader, meetingIds: number[]): Promise<Map<number, number>> {
  if (meetingIds.length === 0) return new Map()
  const rows = await reader
    .selectDistinctOn([decisions.meetingId], { meetingId: decisions.meetingId, id: decisions.id })
    .from(decisions)
    .where(inArray(decisions.meetingId, meetingIds))
    .orderBy(asc(decisions.meetingId), asc(decisions.id))
  return new Map(rows.map(({ meetingId, id }) => [meetingId, id]))
}

/** The rows of these keys, by key; nothing is asked for none. */
async function byKey<T extends { id: number }>(
  ids: number[],
  rowsOf: (ids: number[]) => Promise<T[]>,
): Promise<Map<number, T>> {
  if (ids.length === 0) return new Map()
  return new Map((await rowsOf([...new Set(ids)])).map((row) => [row.id, row]))
}
