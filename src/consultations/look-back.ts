import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import {
  ASKED_COLUMNS,
  byPublication,
  conditionsOf,
  isToCome,
  type ResolvedFilter,
} from './matching.ts'
import { consultations } from './schema.ts'

/** Beside which consultation something stands in a list: when it was published, and its number. */
export interface Position {
  at: Date
  id: number
}

interface Look {
  reads: 'page' | 'feed'
  /** Where it begins: after this one; null: at the newest. */
  from: Position | null
  /** `desc` towards the older. */
  direction: 'asc' | 'desc'
  /** How many are looked at, and how many that answer are enough. */
  among: number
  limit: number
}

/** What was found in the order of the look, and the last one looked at where there are others beyond it. */
interface Found {
  found: { id: number; rank: number }[]
  end: Position | null
}

/** Whether a filter is looked for a stretch at a time: it is of what is past, and asks of what may be unknown. */
export function looksBack(resolved: ResolvedFilter, now: Date): boolean {
  return !isToCome(resolved.filter) && conditionsOf(resolved, now, 'page').ranked
}

/**
 * Looks among what is past for what answers a filter of which something may be unknown, by publication: so many at
 * most of those that answer what is sure (`Conditions.plain`). What is past grows for ever, and criteria that are each
 * frequent and hardly ever met together would have all of it read.
 */
export async function lookBack(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  { reads, from, direction, among, limit }: Look,
): Promise<Found> {
  const { plain, further, lateral, rank } = conditionsOf(resolved, now, reads)
  const order = byPublication(resolved.filter, direction)
  const sort = sql.raw(direction)
  const begins = from ? sql` and ${beyond(from, direction)}` : sql``
  // Written down first: asked for a few of its rows alone, PostgreSQL would walk through all that is past to find them.
  const rows = await reader.execute<{ id: number; rank: number | null; at: string }>(sql`
    with looked_at as materialized (
      select ${ASKED_COLUMNS} from ${consultations} where ${plain}${begins} order by ${order} limit ${among + 1}
    ), found as (
      select ${consultations.id} as id, (${rank})::int as rank, ${consultations.publishedAt} as at
      from (select * from looked_at as consultations order by ${order} limit ${among}) as consultations${lateral}
      where ${further} order by ${order} limit ${limit}
    ), last as (
      select ${consultations.id} as id, null::int as rank, ${consultations.publishedAt} as at
      from looked_at as consultations where (select count(*) from looked_at) > ${among}
      order by ${order} limit 1 offset ${among - 1}
    )
    select * from (select * from found union all select * from last) as seen
    order by at ${sort}, id ${sort}`)
  const found = [...rows].flatMap(({ id, rank }) => (rank === null ? [] : [{ id, rank }]))
  const last = found.length < limit ? [...rows].find(({ rank }) => rank === null) : undefined
  return { found, end: last ? { at: new Date(last.at), id: last.id } : null }
}

/** What stands beyond a place in this direction. */
function beyond({ at, id }: Position, direction: 'asc' | 'desc'): SQL {
  return sql`(${consultations.publishedAt}, ${consultations.id}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${at.toISOString()}::timestamptz, ${id}::int)`
}

/** Looked at in one statement, so that none takes long. */
const AT_ONCE = 50_000

/** All that a filter finds by going on looking, the newest first, up to a limit. */
export async function lookThrough(
  reader: Reader,
  resolved: ResolvedFilter,
  now: Date,
  { reads, limit }: Pick<Look, 'reads' | 'limit'>,
): Promise<Found['found']> {
  const all: Found['found'] = []
  let from: Position | null = null
  do {
    const look: Look = { reads, from, direction: 'desc', among: AT_ONCE, limit: limit - all.length }
    const { found, end } = await lookBack(reader, resolved, now, look)
    all.push(...found)
    from = end
  } while (from)
  return all
}
