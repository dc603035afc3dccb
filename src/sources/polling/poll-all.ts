import { and, eq, lte, sql } from 'drizzle-orm'
import { sources } from '../../consultations/schema.ts'
import type { Deps } from '../../deps.ts'
import type { Keeper } from '../../http/keeper.ts'
import { jobs } from '../../jobs/schema.ts'
import { type JobHandler, tick, type TickOptions } from '../../jobs/tick.ts'
import { endTurn, keepTurn, takeTurn } from './hosts.ts'
import { createOutageWatch, type OutageWatch } from './outage.ts'
import { POLL_JOB } from './schedule.ts'
import { type PollOutcome, pollSource } from './poll.ts'
import { registrableHost } from '../fetch/registrable-host.ts'
import { webSubJobs } from '../websub/do-jobs.ts'

/** Sources looked at at the same time by one process. */
const LANES = 8
/** `poll --all` waits for the turn of every source, as long as hosts do not ask for more than this. */
const PATIENCE_SECONDS = 10

/** When to end: as jobs do; or first with `enough`, when no other look is begun and those under way go on. */
export interface PollingSignals extends Pick<TickOptions, 'stopping' | 'leaving'> {
  enough?: AbortSignal
}

/**
 * Looks once at every source whose time has come, or at all of them, some at a time, each by one process only and
 * one at a time on each host. Tells every outcome as it comes; `stopping` cuts the looks short. Demonstration sources
 * have no job: nobody stands behind their addresses.
 */
export async function pollSources(
  deps: Deps,
  which: 'due' | 'all',
  tell: (sourceId: number, outcome: PollOutcome) => void,
  { stopping, leaving, enough }: PollingSignals = {},
): Promise<void> {
  const looked = new Set<number>()
  const remember = (sourceId: number, outcome: PollOutcome) => {
    looked.add(sourceId)
    tell(sourceId, outcome)
  }
  if (which === 'all')
    await deps.db
      .update(jobs)
      .set({ runAt: sql`now()` })
      .where(eq(jobs.kind, POLL_JOB))
  for (;;) {
    const handlers = {
      [POLL_JOB]: pollJob(deps, remember, stopping),
      ...webSubJobs(deps, stopping),
    }
    await tick(deps, handlers, { lanes: LANES, stopping: enough ?? stopping, leaving })
    if (which === 'due' || stopping?.aborted || !(await isWaiting(deps, looked))) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Whether a source that has not been looked at yet only waits for its turn. */
async function isWaiting({ db }: Deps, looked: Set<number>): Promise<boolean> {
  const soon = sql`now() + make_interval(secs => ${PATIENCE_SECONDS})`
  const rows = await db
    .select({ key: jobs.key })
    .from(jobs)
    .where(and(eq(jobs.kind, POLL_JOB), lte(jobs.runAt, soon)))
  return rows.some(({ key }) => !looked.has(Number(key)))
}

/** Polls the source that a job names when it is its turn, and asks for the next look when its health says so. */
function pollJob(
  deps: Deps,
  tell: (sourceId: number, outcome: PollOutcome) => void,
  signal: AbortSignal | undefined,
): JobHandler {
  const watch = watchOf(deps.keep)
  return async ({ key }) => {
    const sourceId = Number(key)
    const [source] = await deps.db
      .select({ url: sources.url })
      .from(sources)
      .where(eq(sources.id, sourceId))
    if (!source) return 'done'
    const host = registrableHost(source.url)
    const wait = await takeTurn(deps.db, host)
    if (wait > 0) return { againAfterSeconds: wait }
    let blockSeconds = 0
    try {
      const outcome = await pollSource(deps, sourceId, {
        signal,
        betweenRequests: () => keepTurn(deps.db, host, signal),
        isOurOutage(code) {
          watch.note(host, code, deps.now())
          return watch.isOurs(deps.now())
        },
      })
      if (outcome.kind === 'failed') blockSeconds = outcome.hostBlockedSeconds
      else watch.note(host, null, deps.now())
      tell(sourceId, outcome)
      const seconds = (outcome.nextPollAt.getTime() - deps.now().getTime()) / 1000
      return { againAfterSeconds: Math.max(1, Math.round(seconds)) }
    } finally {
      await endTurn(deps.db, host, blockSeconds)
    }
  }
}

/** By keeper, because that is what a process has one of. */
const watches = new WeakMap<Keeper, OutageWatch>()

function watchOf(keep: Keeper): OutageWatch {
  const watch = watches.get(keep) ?? createOutageWatch()
  watches.set(keep, watch)
  return watch
}
