import { and, eq, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import { type PollOutcome, pollSource } from './poll.ts'
import { sourceHealth } from './schema.ts'

/** Sources looked at at the same time by one process. */
const WIDTH = 8
/** A process that dies during a look leaves the source to others after this long. */
const LEASE = sql`interval '2 minutes'`

/**
 * Looks once at every source whose time has come, or at all of them, some at a time and each by one process only.
 * Tells every outcome as it comes.
 */
export async function pollSources(
  deps: Deps,
  which: 'due' | 'all',
  tell: (sourceId: number, outcome: PollOutcome) => void,
): Promise<void> {
  const due = await deps.db
    .select({ id: sourceHealth.sourceId })
    .from(sourceHealth)
    .where(which === 'due' ? lte(sourceHealth.nextPollAt, deps.now()) : undefined)
    .orderBy(sourceHealth.nextPollAt)
  const waiting = due.map((row) => row.id)
  await Promise.all(
    Array.from({ length: WIDTH }, async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        if (!(await takeLease(deps, id))) continue
        tell(id, await pollSource(deps, id))
      }
    }),
  )
}

/** Leases count on the database's clock, which all processes share. */
async function takeLease(deps: Deps, sourceId: number): Promise<boolean> {
  const taken = await deps.db
    .update(sourceHealth)
    .set({ leasedUntil: sql`now() + ${LEASE}` })
    .where(
      and(
        eq(sourceHealth.sourceId, sourceId),
        or(isNull(sourceHealth.leasedUntil), lt(sourceHealth.leasedUntil, sql`now()`)),
      ),
    )
    .returning({ id: sourceHealth.sourceId })
  return taken.length > 0
}
