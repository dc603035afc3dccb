import { asc, desc, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { InstantCursor } from '../http/instant-cursor.ts'

/** What stands beyond this place, and in which order, in a list by these columns. */
export function beyond(
  cursor: InstantCursor | null,
  { at, id, ascending }: { at: PgColumn; id: PgColumn; ascending: boolean },
) {
  const isUp = ascending !== (cursor?.direction === 'before')
  const order = isUp ? asc : desc
  const where =
    cursor === null
      ? undefined
      : sql`(${at}, ${id}) ${sql.raw(isUp ? '>' : '<')} (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::int)`
  return { where, orderBy: [order(at), order(id)] }
}
