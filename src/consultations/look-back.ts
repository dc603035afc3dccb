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
  const begins = from ? sql` and ${beyond(from, direction)}` : sql``
  const stretch = (columns: SQL) =>
    sql`select ${columns} from ${consultations} where ${plain}${begins} order by ${order}`
  const found = await reader.execute<{ id: number; rank: number }>(sql`
    select ${consultations.id} as id, (${rank})::int as rank
    from (${stretch(ASKED_COLUMNS)} limit ${among}) as consultations${lateral}
    where ${further} order by ${order} limit ${limit}`)
  if (found.length === limit) return { found: [...found], end: null }
  const [last, next] = await reader.execute<{ id: number; at: string }>(sql`
    ${stretch(sql`${consultations.id} as id, ${consultations.publishedAt} as at`)} limit 2 offset ${among - 1}`)
  return { found: [...found], end: last && next ? { at: new Date(last.at), id: last.id } : null }
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
