import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../db/any-of.ts'
import type { Reader } from '../db/db.ts'
import type { NoticeGroup } from './filter.ts'
import { conditionsOf, type ResolvedFilter } from './matching.ts'
import { consultations, notices } from './schema.ts'
import type { NoticeKind } from './shown.ts'

const FEED_DAYS = 30
const FEED_ENTRIES = 100
/** Entries of a feed at most: no reader takes a month of a whole country. */
export const MOST_FEED_ENTRIES = 2_000

/** An entry of a feed before it is told: a notice, or a consultation itself. */
export interface FeedRow {
  id: number
  consultationId: number
  /** When the entry last changed. */
  updated: Date
  /** When the consultation ceases to be open, which its entry then tells. */
  closesAt: Date
  /** Where it stands among the others. */
  feedAt: Date
}

/** What a feed carried at a time since when nothing has ended by itself, and which consultations have changed since. */
export interface CarriedBefore {
  rows: readonly FeedRow[]
  changed: ReadonlySet<number>
}

/**
 * The notices that a feed carries: all of 30 days, or the latest hundred where that is more; newest first, and of very
 * many the newest only.
 */
export function noticesMatching(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  only: 'awards' | 'all' = 'all',
  before: CarriedBefore | null = null,
): Promise<FeedRow[]> {
  const kinds = kindsOf(resolved, only)
  const read = (window: SQL, limit: number) =>
    readNotices(reader, resolved, now, sql`${kinds} and ${window}`, limit)
  return carried(read, notices.feedAt, now, before)
}

type ReadRows = (window: SQL, limit: number) => Promise<FeedRow[]>

async function carried(
  read: ReadRows,
  feedAt: AnyColumn,
  now: Date,
  before: CarriedBefore | null,
): Promise<FeedRow[]> {
  const lately = sql`${feedAt} >= ${feedBegins(now)}`
  const goingOn = before && (await goneOn(before, read, lately, now))
  if (goingOn && goingOn.length >= FEED_ENTRIES) return goingOn
  const recent = await read(lately, MOST_FEED_ENTRIES)
  return recent.length >= FEED_ENTRIES ? recent : read(sql`true`, FEED_ENTRIES)
}

/** Only what has changed is read again; null: there may have been more than the feed carried. */
async function goneOn(
  { rows, changed }: CarriedBefore,
  read: ReadRows,
  lately: SQL,
  now: Date,
): Promise<FeedRow[] | null> {
  if (rows.length >= MOST_FEED_ENTRIES || changed.size === 0) return null
  const among = anyOf(consultations.id, [...changed])
  const again = await read(sql`${lately} and ${among}`, MOST_FEED_ENTRIES)
  const begins = new Date(feedBegins(now))
  const others = rows.filter((row) => !changed.has(row.consultationId) && row.feedAt >= begins)
  return [...others, ...again]
    .toSorted((one, other) => other.feedAt.getTime() - one.feedAt.getTime() || other.id - one.id)
    .slice(0, MOST_FEED_ENTRIES)
}

/**
 * The consultations that a feed of `?vue=consultations` carries: all that changed in 30 days, or the latest hundred
 * where that is more; the latest changed first, and of very many those only.
 */
export function changedConsultations(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  before: CarriedBefore | null = null,
): Promise<FeedRow[]> {
  const { where, lateral } = conditionsOf(resolved, now, 'feed')
  const read = async (window: SQL, limit: number) =>
    feedRows(
      await reader.execute<RawFeedRow>(sql`
      select ${consultations.id} as id, ${consultations.id} as consultation_id,
        ${consultations.lastChangeAt} as updated, ${consultations.closesAt} as closes_at,
        ${consultations.lastChangeAt} as feed_at
      from ${consultations}${lateral} where ${where} and ${window}
      order by ${consultations.lastChangeAt} desc, ${consultations.id} desc limit ${limit}`),
    )
  return carried(read, consultations.lastChangeAt, now, before)
}

/** The notices in a window that answer a filter as feeds read it, newest first. */
export async function readNotices(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  window: SQL,
  limit: number,
): Promise<FeedRow[]> {
  const { where, lateral } = conditionsOf(resolved, now, 'feed')
  return feedRows(
    await reader.execute<RawFeedRow>(sql`
    select ${notices.id}::int as id, ${consultations.id} as consultation_id,
      greatest(${notices.publishedAt}, ${notices.recordedAt}) as updated, ${consultations.closesAt} as closes_at,
      ${notices.feedAt} as feed_at
    from ${notices} join ${consultations} on ${consultations.id} = ${notices.consultationId}${lateral}
    where ${window} and ${where}
    order by ${notices.feedAt} desc, ${notices.id} desc limit ${limit}`),
  )
}

type RawFeedRow = {
  id: number
  consultation_id: number
  updated: string
  closes_at: string
  feed_at: string
}

function feedRows(rows: Iterable<RawFeedRow>): FeedRow[] {
  return [...rows].map((row) => ({
    id: row.id,
    consultationId: row.consultation_id,
    updated: new Date(row.updated),
    closesAt: new Date(row.closes_at),
    feedAt: new Date(row.feed_at),
  }))
}

/** Thirty days ago, in ISO 8601. */
export function feedBegins(now: Date): string {
  return new Date(now.getTime() - FEED_DAYS * 86_400_000).toISOString()
}

/** Kinds of notices by the word that asks for them. A cancellation corrects what was published and is a result too. */
const GROUPS: Record<NoticeGroup, NoticeKind[]> = {
  new: ['planned', 'tender'],
  corrections: ['correction', 'extension', 'cancellation'],
  results: ['award', 'unsuccessful', 'cancellation'],
}

/** Which notices a feed is of: old awards only where results are asked for. */
export function kindsOf({ filter }: ResolvedFilter, only: 'awards' | 'all'): SQL {
  if (only === 'awards') return sql`${notices.kind} = 'award'`
  if (filter.notices === 'results') return sql`${notices.kind} in ${GROUPS.results}`
  return filter.notices
    ? sql`${notices.inDefaultFeed} and ${notices.kind} in ${GROUPS[filter.notices]}`
    : sql`${notices.inDefaultFeed}`
}
