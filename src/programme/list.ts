import { type SQL, sql } from 'drizzle-orm'
import type { Cursor } from '../consultations/filter.ts'
import type { Count } from '../consultations/shown.ts'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import type { ListedPurchase } from './listed.ts'
import { programmeConditions, type ResolvedProgramme, statusCondition } from './matching.ts'
import { readPurchases } from './purchases.ts'
import { plannedPurchases as lines } from './schema.ts'

const PAGE_SIZE = 25
/** Lines on a buyer's own page. */
const OF_BUYER = 10
/** Counts stop here: « plus de 200 ». */
const BOUND = 200

export interface ProgrammePage {
  items: (ListedPurchase & { rank: number })[]
  next: string | null
  previous: string | null
  total: Count
}

/**
 * One page of the programme, by expected quarter; what is over, latest first. The sure come before the deduced, and
 * those before what is not known, each read by itself: none of them walks over the others.
 */
export async function listProgramme(
  reader: Reader,
  asked: ResolvedProgramme,
  cursor: Cursor | null,
  today: string,
): Promise<ProgrammePage> {
  const conditions = programmeConditions(asked, today, 'page')
  const place = cursor ? readKey(cursor.key) : null
  const backwards = place !== null && cursor?.direction === 'before'
  const forward = isByDate(asked) !== backwards
  const sort = sql.raw(forward ? 'asc' : 'desc')
  const parts = [...conditions.parts.entries()]
  const found: ProgrammePage['items'] = []
  for (const [rank, part] of backwards ? parts.toReversed() : parts) {
    if (place && (backwards ? rank > place.rank : rank < place.rank)) continue
    const beyond =
      place && rank === place.rank
        ? sql` and (${lines.dueOn}, ${lines.id}) ${sql.raw(forward ? '>' : '<')} (${place.on}::date, ${place.id}::int)`
        : sql``
    const read = {
      where: sql`${part}${beyond}`,
      order: [sql`${lines.dueOn} ${sort}`, sql`${lines.id} ${sort}`],
      limit: PAGE_SIZE + 1 - found.length,
    }
    found.push(...(await readPurchases(reader, read, today)).map((line) => ({ ...line, rank })))
    if (found.length > PAGE_SIZE) break
  }
  const more = found.length > PAGE_SIZE
  const shown = found.slice(0, PAGE_SIZE)
  const items = backwards ? shown.toReversed() : shown
  const key = (item: ProgrammePage['items'][number] | undefined) =>
    item ? `${item.rank}_${item.dueOn}_${item.id}` : null
  return {
    items,
    next: backwards || more ? key(items.at(-1)) : null,
    previous: (backwards ? more : place !== null) ? key(items[0]) : null,
    total: await countLines(reader, conditions.where),
  }
}

/**
 * Every line that answers a filter, by expected quarter: for tables as the list shows them, for calendars those that are
 * still to come, dropped and published ones among them, so that a calendar that holds them follows.
 */
export async function purchasesMatching(
  reader: Reader,
  asked: ResolvedProgramme,
  today: string,
  reads: 'table' | 'calendar',
  limit: number,
): Promise<ListedPurchase[]> {
  const isCalendar = reads === 'calendar'
  const { where } = programmeConditions(asked, today, isCalendar ? 'feed' : 'page')
  const toCome =
    isCalendar && asked.filter.status === undefined ? sql` and ${lines.dueOn} >= ${today}` : sql``
  const order = [sql`${lines.dueOn}`, sql`${lines.id}`]
  return readPurchases(reader, { where: sql`${where}${toCome}`, order, limit }, today)
}

/** What a buyer still expects to buy, by quarter, on its own page. */
export async function plannedBy(
  reader: Reader,
  buyerId: number,
  today: string,
): Promise<ListedPurchase[]> {
  return readPurchases(
    reader,
    {
      where: sql`${lines.buyerId} = ${buyerId} and ${lines.status} = 'waiting'`,
      order: [sql`${lines.dueOn}`, sql`${lines.id}`],
      limit: OF_BUYER,
    },
    today,
  )
}

/** How many lines of a partner have passed their quarter without a consultation: up to two hundred. */
export async function latePurchases(
  reader: Reader,
  partnerId: number,
  today: string,
): Promise<number> {
  const [row] = await reader.execute<{ n: number }>(sql`
    select count(*)::int as n from (select 1 from ${lines}
      join ${buyers} on ${buyers.id} = ${lines.buyerId}
      where ${buyers.partnerId} = ${partnerId} and ${statusCondition('late', today)}
      limit ${BOUND}) as late`)
  return row?.n ?? 0
}

/** What is still to come is read by date; what is over, from its end. */
function isByDate({ filter: { status } }: ResolvedProgramme): boolean {
  return status === undefined || status === 'expected' || status === 'late'
}

function readKey(key: string): { rank: number; on: string; id: number } | null {
  const [, rank, on = '', id] = /^([012])_((?!0000)\d{4}-\d\d-\d\d)_(\d{1,9})$/.exec(key) ?? []
  const instant = Date.parse(on)
  const exists = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(on)
  return exists ? { rank: Number(rank), on, id: Number(id) } : null
}

/** In the order of the list, so that the database walks the lines that wait and not those of all years. */
async function countLines(reader: Reader, where: SQL): Promise<Count> {
  const [row] = await reader.execute<{ n: number }>(
    sql`select count(*)::int as n from (select 1 from ${lines} where ${where}
      order by ${lines.dueOn}, ${lines.id} limit ${BOUND + 1}) as found`,
  )
  const count = row?.n ?? 0
  return count > BOUND ? { count: BOUND, more: true } : { count, more: false }
}
