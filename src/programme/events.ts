import { desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { ListedPurchase } from './listed.ts'
import { programmeConditions, type ResolvedProgramme } from './matching.ts'
import type { PurchaseChange, PurchaseEvent } from './purchase.ts'
import { readPurchases } from './purchases.ts'
import { plannedPurchaseEvents as events, plannedPurchases as lines } from './schema.ts'

const FEED_DAYS = 30
const FEED_ENTRIES = 100
/** A buyer may publish a whole year's programme in one import. */
const MOST_ENTRIES = 1_000

/** Something that happened to a line, with the line as it stands now. */
export interface ProgrammeNews {
  id: number
  kind: PurchaseEvent
  at: Date
  changes: PurchaseChange[]
  reason: string
  purchase: ListedPurchase
}

/** What a line's page tells of its history, the newest first. */
export type HistoryLine = Omit<ProgrammeNews, 'purchase'>

/** What a feed carries: all of 30 days up to a thousand, or the latest hundred where that is more; the newest first. */
export async function programmeNews(
  reader: Reader,
  asked: ResolvedProgramme,
  now: Date,
  today: string,
): Promise<ProgrammeNews[]> {
  const { where } = programmeConditions(asked, today, 'feed')
  const since = new Date(now.getTime() - FEED_DAYS * 86_400_000).toISOString()
  const recent = await readEvents(reader, sql`${events.at} >= ${since} and ${where}`, MOST_ENTRIES)
  const rows =
    recent.length >= FEED_ENTRIES ? recent : await readEvents(reader, where, FEED_ENTRIES)
  const ids = [...new Set(rows.map(({ purchaseId }) => purchaseId))]
  const found =
    ids.length === 0
      ? []
      : await readPurchases(
          reader,
          { where: inArray(lines.id, ids), order: [], limit: ids.length },
          today,
        )
  const byId = new Map(found.map((purchase) => [purchase.id, purchase]))
  return rows.flatMap(({ purchaseId, ...event }) => {
    const purchase = byId.get(purchaseId)
    return purchase ? [{ ...event, purchase }] : []
  })
}

/** Everything that happened to one line, the newest first. */
export async function historyOf(reader: Reader, purchaseId: number): Promise<HistoryLine[]> {
  const rows = await readEvents(reader, sql`${lines.id} = ${purchaseId}`, MOST_ENTRIES)
  return rows.map(({ id, kind, at, changes, reason }) => ({ id, kind, at, changes, reason }))
}

async function readEvents(reader: Reader, where: SQL, limit: number) {
  return reader
    .select({
      id: events.id,
      purchaseId: events.purchaseId,
      kind: events.kind,
      at: events.at,
      changes: events.changes,
      reason: events.reason,
    })
    .from(events)
    .innerJoin(lines, eq(lines.id, events.purchaseId))
    .where(where)
    .orderBy(desc(events.at), desc(events.id))
    .limit(limit)
}
