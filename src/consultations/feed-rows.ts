import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../db/any-of.ts'
import type { Reader } from '../db/db.ts'
import { BOUND } from './bounded.ts'
import type { NoticeGroup } from './filter.ts'
import { ASKED_COLUMNS, conditionsOf, type ResolvedFilter } from './matching.ts'
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
  const read: ReadRows = (window, limit, look) =>
    readNotices(reader, resolved, now, { window: sql`${kinds} and ${window}`, limit, look })
  return carried(read, notices.feedAt, now, before)
}

/** Reads up to a limit what answers in a window; `look`: among so many of its newest only. */
type ReadRows = (window: SQL, limit: number, look?: number) => Promise<FeedRow[]>

async function carried(
  read: ReadRows,
  feedAt: AnyColumn,
  now: Date,
  before: CarriedBefore | null,
): Promise<FeedRow[]> {
  const begins = feedBegins(now)
  const goingOn = before && (await goneOn(before, read, feedAt, begins))
  if (goingOn) return goingOn
  const recent = await read(sql`${feedAt} >= ${begins}`, MOST_FEED_ENTRIES)
  // Criteria may hardly ever meet: all there ever was would be read for a hundred of them.
  return recent.length >= FEED_ENTRIES ? recent : read(sql`true`, FEED_ENTRIES, BOUND)
}

/** Only what has changed is read again; null: there may be more than that. */
async function goneOn(
  { rows, changed }: CarriedBefore,
  read: ReadRows,
  feedAt: AnyColumn,
  begins: string,
): Promise<FeedRow[] | null> {
  if (rows.length >= MOST_FEED_ENTRIES || changed.size === 0) return null
  // Fewer than a feed carries at least were all that there was; of others only what is newer than the last is known.
  const oldest = rows.length < FEED_ENTRIES ? null : rows.at(-1)?.feedAt.toISOString()
  const window = oldest ? sql`${feedAt} >= ${oldest < begins ? oldest : begins}` : sql`true`
  const among = anyOf(consultations.id, [...changed])
  const again = await read(sql`${window} and ${among}`, MOST_FEED_ENTRIES)
  const all = [...rows.filter((row) => !changed.has(row.consultationId)), ...again].toSorted(
    (one, other) => other.feedAt.getTime() - one.feedAt.getTime() || other.id - one.id,
  )
  const recent = all.filter((row) => row.feedAt.toISOString() >= begins)
  if (recent.length >= FEED_ENTRIES) return recent.slice(0, MOST_FEED_ENTRIES)
  return all.length >= FEED_ENTRIES || oldest === null ? all.slice(0, FEED_ENTRIES) : null
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
  const read: ReadRows = (window, limit, look) =>
    readRows(
      reader,
      resolved,
      now,
      { window, limit, look },
      {
        from: sql`${consultations}`,
        id: sql`${consultations.id}`,
        updated: sql`${consultations.lastChangeAt}`,
        feedAt: sql`${consultations.lastChangeAt}`,
      },
    )
  return carried(read, consultations.lastChangeAt, now, before)
}

/** The notices in a window that answer a filter as feeds read it, newest first. */
export function readNotices(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  asked: Reading,
): Promise<FeedRow[]> {
  return readRows(reader, resolved, now, asked, {
    from: sql`${notices} join ${consultations} on ${consultations.id} = ${notices.consultationId}`,
    id: sql`${notices.id}`,
    updated: sql`greatest(${notices.publishedAt}, ${notices.recordedAt})`,
    feedAt: sql`${notices.feedAt}`,
  })
}

interface Reading {
  window: SQL
  limit: number
  /** Among so many of the newest that answer what is sure; absent: among all. */
  look?: number
}

/** What entries are of, and where they stand. */
interface Entries {
  from: SQL
  id: SQL
  updated: SQL
  feedAt: SQL
}

async function readRows(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  { window, limit, look }: Reading,
  { from, id, updated, feedAt }: Entries,
): Promise<FeedRow[]> {
  const { plain, further, lateral, ranked } = conditionsOf(resolved, now, 'feed')
  const amongNewest = look !== undefined && ranked
  const newest = sql`order by ${feedAt} desc, ${id} desc limit ${look}`
  return feedRows(
    await reader.execute<RawFeedRow>(sql`
    with entries as ${amongNewest ? sql`materialized` : sql`not materialized`} (
      select ${ASKED_COLUMNS}, ${id} as entry_id, ${updated} as updated, ${feedAt} as feed_at
      from ${from} where ${window} and ${plain} ${amongNewest ? newest : sql``}
    )
    select entry_id::int as id, ${consultations.id} as consultation_id, updated,
      ${consultations.closesAt} as closes_at, feed_at
    from entries as consultations${lateral}
    where ${further} order by feed_at desc, entry_id desc limit ${limit}`),
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
