import { inArray, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../db/any-of.ts'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import type { Lists } from './lists.ts'
import { type FeedRow, feedBegins, kindsOf, readNotices } from './feed-rows.ts'
import type { Change, FeedConsultation, FeedNotice, NoticeKind } from './shown.ts'
import {
  type ConsultationRow,
  LISTED_COLUMNS,
  lotsByConsultation,
  pathOf,
  placeOf,
  type RawRow,
  rowsFound,
  rowsOf,
  rowsOfAll,
  stateOf,
} from './listing.ts'
import { daysGiven } from './days.ts'
import { deadlineOfLots } from './lot-deadlines.ts'
import { looksBack, lookThrough } from './look-back.ts'
import { conditionsOf, type ResolvedFilter } from './matching.ts'
import { consultations, notices, sourceRecords, sources } from './schema.ts'

/** Numbers of news: those after one, up to and with another. */
export interface Span {
  after: number
  upTo: number
}

/** The notices of the last 30 days with these numbers that a feed would carry, newest first, `most` at most. */
export async function noticesWithin(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  lists: Lists,
  { after, upTo }: Span,
  most: number,
): Promise<FeedNotice[]> {
  const window = sql`${kindsOf(resolved, 'all')} and ${notices.feedAt} >= ${feedBegins(now)}
    and ${notices.id} > ${after} and ${notices.id} <= ${upTo}`
  const rows = await readNotices(reader, resolved, now, { window, limit: most })
  return toldNotices(reader, rows, resolved, now, lists)
}

/** All that is told of these notices, in their order. */
export async function toldNotices(
  reader: Reader,
  rows: Pick<FeedRow, 'id'>[],
  resolved: ResolvedFilter,
  now: Date,
  lists: Lists,
): Promise<FeedNotice[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const told = rowsOf<Told>(
    await reader.execute<RawRow & Told>(sql`
    select ${LISTED_COLUMNS}, ${notices.id}::int as notice_id, ${notices.kind} as kind,
      ${notices.publishedAt} as said_at, ${notices.recordedAt} as recorded_at,
      ${notices.changes} as changes, ${notices.reason} as reason,
      exists (select 1 from notices later where later.consultation_id = ${consultations.id}
        and later.id > ${notices.id} and later.changes @> '[{"field":"deadline"}]') as superseded
    from ${notices} join ${consultations} on ${consultations.id} = ${notices.consultationId}
    left join ${buyers} on ${buyers.id} = ${consultations.buyerId}
    where ${anyOf(notices.id, ids)}`),
  )
  const found = await feedConsultations(reader, told, resolved, now, lists)
  const byId = new Map(told.map((row) => [row.notice_id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    const consultation = row && found.get(row.id)
    return consultation
      ? [
          {
            id,
            kind: row.kind,
            publishedAt: new Date(row.said_at),
            recordedAt: new Date(row.recorded_at),
            changes: row.changes,
            reason: row.reason,
            superseded: row.superseded,
            consultation,
          },
        ]
      : []
  })
}

/** The consultations that answer a filter as the board does, for tables; newest first. */
export async function consultationsMatching(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  lists: Lists,
  limit: number,
): Promise<FeedConsultation[]> {
  const rows = await readConsultations(reader, resolved, now, {
    reads: 'page',
    window: sql``,
    limit,
  })
  return inOrder(rows, await feedConsultations(reader, rows, resolved, now, lists))
}

/**
 * The consultations whose dates a calendar carries: those whose deadline is to come, cancelled ones among them, so
 * that a calendar that holds their dates cancels them; or those of the state asked.
 */
export async function datedConsultations(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  lists: Lists,
  limit: number,
): Promise<FeedConsultation[]> {
  const toCome = sql` and ${consultations.closesAt} > ${now.toISOString()}`
  const rows = await readConsultations(reader, resolved, now, {
    reads: 'feed',
    window: resolved.filter.state === undefined ? toCome : sql``,
    limit,
  })
  return inOrder(rows, await feedConsultations(reader, rows, resolved, now, lists))
}

/** All that feeds tell of these consultations, in their order. */
export async function toldConsultations(
  reader: Reader,
  given: Pick<FeedRow, 'id'>[],
  resolved: ResolvedFilter,
  now: Date,
  lists: Lists,
): Promise<FeedConsultation[]> {
  const ids = given.map(({ id }) => id)
  const rows = await rowsOfAll(reader, ids)
  const found = await feedConsultations(reader, rows, resolved, now, lists)
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** Whether any of these consultations answers a filter as feeds read it, whatever was said of it and when. */
export async function anyMatching(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  ids: number[],
): Promise<boolean> {
  const { where, lateral } = conditionsOf(resolved, now, 'feed')
  const rows = await reader.execute(sql`
    select 1 from ${consultations}${lateral}
    where ${anyOf(consultations.id, ids)} and ${where} limit 1`)
  return rows.length > 0
}

interface Reading {
  reads: 'page' | 'feed'
  /** Further conditions, beginning with « and ». */
  window: SQL
  limit: number
}

/** Newest first. */
async function readConsultations(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  { reads, window, limit }: Reading,
): Promise<ConsultationRow[]> {
  if (looksBack(resolved, now))
    return rowsFound(reader, await lookThrough(reader, resolved, now, { reads, limit }))
  const { where, lateral, rank } = conditionsOf(resolved, now, reads)
  return rowsOf(
    await reader.execute<RawRow>(sql`
    select ${LISTED_COLUMNS}, ${rank} as rank from ${consultations}${lateral}
    left join ${buyers} on ${buyers.id} = ${consultations.buyerId}
    where ${where}${window} order by ${consultations.publishedAt} desc, ${consultations.id} desc
    limit ${limit}`),
  )
}

function inOrder(
  rows: ConsultationRow[],
  found: Map<number, FeedConsultation>,
): FeedConsultation[] {
  return rows.flatMap((row) => found.get(row.id) ?? [])
}

type Told = {
  notice_id: number
  kind: NoticeKind
  said_at: string
  recorded_at: string
  changes: Change[]
  reason: string | null
  superseded: boolean
}

/** These rows with all that feeds tell of them, by consultation. */
export async function feedConsultations(
  reader: Reader,
  rows: ConsultationRow[],
  resolved: ResolvedFilter | null,
  now: Date,
  { trades, gazetteer }: Lists,
): Promise<Map<number, FeedConsultation>> {
  const ids = [...new Set(rows.map((row) => row.id))]
  const lotsOf = await lotsByConsultation(reader, ids)
  const sourceOf = await latestSources(reader, ids)
  const trade = resolved?.trade?.slug
  const found = new Map<number, FeedConsultation>()
  for (const row of rows) {
    if (found.has(row.id)) continue
    const { facts } = row
    const lotRows = lotsOf.get(row.id) ?? []
    const matching = lotRows.filter((lot) => trade !== undefined && lot.trades.includes(trade))
    const matchingLots = matching.flatMap((lot) => lot.number ?? [])
    const given = facts.buyers?.find((each) => each.coordinator) ?? facts.buyers?.[0]
    const slugs = new Set(lotRows.flatMap((lot) => lot.trades))
    found.set(row.id, {
      id: row.id,
      reference: row.reference,
      path: pathOf(row),
      ocid: row.ocid,
      title: row.title,
      state: stateOf(row, now),
      facts,
      lots: facts.lots ?? [],
      matchingLots,
      placeLabel: placeOf(facts, matching[0], lotRows, gazetteer)?.label ?? null,
      buyerName: row.buyer_name ?? given?.name ?? null,
      buyerSiret: row.buyer_siret ?? given?.siret ?? null,
      tradeLabels: trades.filter((each) => slugs.has(each.slug)).map((each) => each.label),
      deadline: deadlineOfLots(facts, matchingLots, null),
      deadlineStage: facts.deadlineStage ?? 'tender',
      daysGiven: daysGiven(row.published_at, facts.deadline),
      publishedAt: row.published_at,
      source: sourceOf.get(row.id) ?? null,
      sequence: row.deadline_moves,
      deadlineMoved: row.deadline_moves > 0,
      updatedAt: row.last_change_at,
      demonstration: row.demonstration,
    })
  }
  return found
}

/** For each consultation, the source that spoke last of it. */
async function latestSources(
  reader: Reader,
  ids: number[],
): Promise<Map<number, NonNullable<FeedConsultation['source']>>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .select({
      consultationId: sourceRecords.consultationId,
      name: sources.name,
      changedAt: sourceRecords.changedAt,
      url: sql<string | null>`${sourceRecords.facts}->'noticeUrl'->>'value'`,
    })
    .from(sourceRecords)
    .innerJoin(sources, sql`${sources.id} = ${sourceRecords.sourceId}`)
    .where(inArray(sourceRecords.consultationId, ids))
    .orderBy(sourceRecords.changedAt)
  return new Map(
    rows.map((row) => [
      row.consultationId,
      { name: row.name, url: row.url, readAt: row.changedAt },
    ]),
  )
}
