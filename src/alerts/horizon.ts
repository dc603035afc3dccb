import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import type { Followed } from './followed.ts'
import { alertHorizons } from './schema.ts'

/** Where the numbers of a subject stand. */
export interface Horizon {
  /** No news with a number up to this one is still to come. */
  settled: number
  /** The highest number that was seen and is not settled, and the first transaction that had not begun then. */
  seen: number
  seenBefore: bigint
}

/** What is seen now: the highest number, the oldest transaction that is open, and the next one to begin. */
export interface Sight {
  newest: number
  oldestOpen: bigint
  next: bigint
}

/** How far the news of a subject have come. */
export interface Standing {
  /** They are complete up to this number. */
  settled: number
  /** The highest number that can be seen; those between may be joined by others. */
  newest: number
}

/**
 * How far the news of a subject have come. Two transactions may be given the numbers 7 and 8, and the one with 8 be
 * committed first: 8 is seen then, and settled once all transactions that were open at that time have ended. Nobody is
 * made to wait for that.
 */
export async function standingOf(
  db: Db,
  { name, numbers }: Pick<Followed, 'name' | 'numbers'>,
): Promise<Standing> {
  const sight = await seeNow(db, numbers)
  return db.transaction(async (tx) => {
    const subject = eq(alertHorizons.subject, name)
    const [known] = await tx.select().from(alertHorizons).where(subject).for('update')
    const horizon = known ? horizonAfter(known, sight) : firstHorizon(sight)
    if (!known || known.seen !== horizon.seen || known.settled !== horizon.settled)
      await tx
        .insert(alertHorizons)
        .values({ subject: name, ...horizon })
        .onConflictDoUpdate({ target: alertHorizons.subject, set: { ...horizon } })
    return { settled: horizon.settled, newest: sight.newest }
  })
}

/** Nobody follows anything yet: all that there is counts as told. */
export function firstHorizon({ newest, next }: Sight): Horizon {
  return { settled: newest, seen: newest, seenBefore: next }
}

/** What a horizon has become. One from before a restored backup knows transactions that have not begun: it begins anew. */
export function horizonAfter(horizon: Horizon, { newest, oldestOpen, next }: Sight): Horizon {
  if (oldestOpen === next) return { settled: newest, seen: newest, seenBefore: next }
  if (horizon.seenBefore > next) return { ...horizon, seen: newest, seenBefore: next }
  if (horizon.seenBefore > oldestOpen) return horizon
  return { settled: horizon.seen, seen: newest, seenBefore: next }
}

async function seeNow(db: Db, numbers: Followed['numbers']): Promise<Sight> {
  // One statement sees one state of the database: its rows and its transactions.
  const [row] = await db.execute<{ newest: string; oldest: string; next: string }>(sql`
    select (select coalesce(max(${numbers}), 0) from ${numbers.table})::text as newest,
      pg_snapshot_xmin(now_seen)::text as oldest, pg_snapshot_xmax(now_seen)::text as next
    from pg_current_snapshot() as now_seen`)
  if (!row) throw new Error('a database without a snapshot')
  return {
    newest: Number(row.newest),
    oldestOpen: BigInt(row.oldest),
    next: BigInt(row.next),
  }
}
