import { sql } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import type { Keeper } from '../http/keeper.ts'
import { BOUND, bounded } from './bounded.ts'
import type { Count } from './shown.ts'
import { stateCondition } from './matching.ts'
import { consultations } from './schema.ts'

/** What is open at this instant, whatever a page asks for. */
export interface OpenNow {
  consultations: Count
  /** Distinct buyers among those counted. */
  buyers: number
  /** The next deadline, until which all of this holds if nothing is written; null when nothing is open. */
  until: Date | null
}

const SCOPES = 'board,partners'
/** By keeper, because that is what a process has one of: on Workers each request has a database of its own. */
const known = new WeakMap<Keeper, { open: OpenNow; versions: string; at: number }>()

/** How many are open, counted once per data version and deadline by each process. */
export async function openNow({
  db,
  keep,
  versions,
  now,
}: Pick<Deps, 'db' | 'keep' | 'versions' | 'now'>): Promise<OpenNow> {
  const instant = now()
  const at = instant.getTime()
  // Read before the data: what is written meanwhile makes another version, and another count.
  const seen = versions.current(SCOPES)
  const held = known.get(keep)
  if (
    held &&
    held.versions === seen &&
    held.at <= at &&
    at < (held.open.until?.getTime() ?? at + 1)
  )
    return held.open
  const [row] = await db.execute<{
    consultations: number
    buyers: number
    until: string | null
  }>(sql`
    select count(*)::int as consultations, count(distinct buyer_id)::int as buyers, min(closes_at) as until from (
      select ${consultations.buyerId} as buyer_id, ${consultations.closesAt} as closes_at from ${consultations}
      where ${stateCondition('open', instant)} order by ${consultations.closesAt} limit ${BOUND + 1}) as open`)
  const open = {
    consultations: bounded(row?.consultations ?? 0),
    buyers: row?.buyers ?? 0,
    until: row?.until ? new Date(row.until) : null,
  }
  known.set(keep, { open, versions: seen, at })
  return open
}
