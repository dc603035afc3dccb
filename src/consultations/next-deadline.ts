import { sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import type { Filter } from './filter.ts'
import { stateCondition } from './matching.ts'
import { openNow } from './open-now.ts'
import { consultations } from './schema.ts'

const DAY_MS = 86_400_000

/**
 * Until when a list answers this filter as it does now, were nothing written: the next deadline of all, or the next
 * consultation that begins to close within the days asked. Null when nothing is to close.
 */
export async function staysTrueUntil(
  deps: Pick<Deps, 'db' | 'keep' | 'versions' | 'now'>,
  { closingWithin }: Filter,
): Promise<Date | null> {
  const { until: closes } = await openNow(deps)
  if (closingWithin === undefined) return closes
  const days = closingWithin * DAY_MS
  const enters = await nextDeadline(deps.db, new Date(deps.now().getTime() + days))
  const turns = [closes?.getTime() ?? [], enters ? enters.getTime() - days : []].flat()
  return turns.length > 0 ? new Date(Math.min(...turns)) : null
}

/** The first deadline after this instant of a consultation that is under way. */
export async function nextDeadline(reader: Reader, after: Date): Promise<Date | null> {
  const [row] = await reader.execute<{ at: string | null }>(
    sql`select min(${consultations.closesAt}) as at from ${consultations}
      where ${stateCondition('open', after)}`,
  )
  return row?.at ? new Date(row.at) : null
}
