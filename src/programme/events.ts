import { desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Span } from '../consultations/notices.ts'
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
  const lately = sql`${where} and ${lines.movedAt} >= ${since}`
  const recent = (await newsOf(reader, lately, today, MOST_ENTRIES)).filter(
    ({ at }) => at.toISOString() >= since,
  )
  return recent.length >= FEED_ENTRIES ? recent : newsOf(reader, where, today, FEED_ENTRIES)
}

/** The news of these numbers, the newest first, `most` at most. */
export async function programmeNewsWithin(
  reader: Reader,
  asked: ResolvedProgramme,
  today: string,
  { after, upTo }: Span,
  most: number,
): Promise<ProgrammeNews[]> {
  const numbered = sql`${events.id} > ${after} and ${events.id} <= ${upTo}`
  const { where } = programmeConditions(asked, today, 'feed')
  const asks = sql`${events.purchaseId} in (select ${lines.id} from ${lines} where ${where})`
  const rows = await readEvents(reader, sql`${numbered} and ${asks}`, most)
  if (rows.length === 0) return []
  const ids = [...new Set(rows.map(({ purchaseId }) => purchaseId))]
  const order = { where: inArray(lines.id, ids), order: [], limit: ids.length }
  return withPurchases(rows, await readPurchases(reader, order, today))
}

/** The latest events of these lines: they are of the lines that moved last, one each at least. */
async function newsOf(
  reader: Reader,
  where: SQL,
  today: string,
  limit: number,
): Promise<ProgrammeNews[]> {
  const order = [desc(lines.movedAt), desc(lines.id)]
  const moved = await readPurchases(reader, { where, order, limit }, today)
  if (moved.length === 0) return []
  const ids = moved.map(({ id }) => id)
  return withPurchases(await readEvents(reader, inArray(events.purchaseId, ids), limit), moved)
}

function withPurchases(
  rows: Awaited<ReturnType<typeof readEvents>>,
  purchases: ListedPurchase[],
): ProgrammeNews[] {
  const byId = new Map(purchases.map((purchase) => [purchase.id, purchase]))
  return rows.flatMap(({ purchaseId, ...event }) => {
    const purchase = byId.get(purchaseId)
    return purchase ? [{ ...event, purchase }] : []
  })
}

/** Everything that happened to one line, the newest first. */
export async function historyOf(reader: Reader, purchaseId: number): Promise<HistoryLine[]> {
  const rows = await readEvents(reader, eq(events.purchaseId, purchaseId), MOST_ENTRIES)
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
    .where(where)
    .orderBy(desc(events.at), desc(events.id))
    .limit(limit)
}
