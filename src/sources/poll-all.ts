import { eq, sql } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import { jobs } from '../jobs/schema.ts'
import { type JobHandler, tick } from '../jobs/tick.ts'
import { POLL_JOB } from './poll-job.ts'
import { type PollOutcome, pollSource } from './poll.ts'

/** Sources looked at at the same time by one process. */
const LANES = 8

/**
 * Looks once at every source whose time has come, or at all of them, some at a time and each by one process only.
 * Tells every outcome as it comes; `signal` cuts the looks short. Demonstration sources have no job: nobody stands behind their addresses.
 */
export async function pollSources(
  deps: Deps,
  which: 'due' | 'all',
  tell: (sourceId: number, outcome: PollOutcome) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (which === 'all')
    await deps.db
      .update(jobs)
      .set({ runAt: sql`now()` })
      .where(eq(jobs.kind, POLL_JOB))
  await tick(deps, { [POLL_JOB]: pollJob(deps, tell, signal) }, { lanes: LANES })
}

/** Polls the source that a job names and asks for the next look when its health says so. */
function pollJob(
  deps: Deps,
  tell: (sourceId: number, outcome: PollOutcome) => void,
  signal: AbortSignal | undefined,
): JobHandler {
  return async ({ key }) => {
    const sourceId = Number(key)
    const outcome = await pollSource(deps, sourceId, signal)
    tell(sourceId, outcome)
    const seconds = (outcome.nextPollAt.getTime() - deps.now().getTime()) / 1000
    return { againAfterSeconds: Math.max(1, Math.round(seconds)) }
  }
}
