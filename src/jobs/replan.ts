import { gt, sql } from 'drizzle-orm'
import type { Db, Reader } from '../db/db.ts'
import { jobs } from './schema.ts'

/**
 * Plans anew, as if it had been written now, what stands as written later than now: on a clock of the database that has
 * gone back since. It would be forgotten for as long as that was ahead, and a dead process's lease be held for as long.
 */
export async function replanJobs(db: Reader): Promise<void> {
  const ahead = sql`(${jobs.writtenAt} - now())`
  await db
    .update(jobs)
    .set({
      runAt: sql`${jobs.runAt} - ${ahead}`,
      leasedUntil: sql`${jobs.leasedUntil} - ${ahead}`,
      writtenAt: sql`now()`,
    })
    // Statements begin one after the other, and may end in another order.
    .where(gt(jobs.writtenAt, sql`now() + interval '1 minute'`))
}

/** Replans, each time that it is called, while the database's clock says less than it has said before. */
export function createReplanning(db: Db): () => Promise<void> {
  let latest = 0
  return async () => {
    const [row] = await db.execute(sql`select extract(epoch from now())::float8 as seconds`)
    const seconds = Number(row?.['seconds'])
    if (seconds < latest) await replanJobs(db)
    latest = Math.max(latest, seconds)
  }
}
