import { createApp } from '../app.ts'
import { tick } from '../jobs/tick.ts'
import { pollSources } from '../sources/polling/poll-all.ts'
import { mergeRecords, readDocument } from '../sources/read-document.ts'
import { createAllowance } from './allowance.ts'
import { backgroundJobs, beginRecurring } from './background-jobs.ts'
import {
  answerRequest,
  type Invocation,
  openProgram,
  type SourceReading,
  type WorkerEnv,
} from './worker-program.ts'

/** Polling leaves four of an invocation's six connections to the sources. */
const POLLING_CONNECTIONS = 2
const JOBS_AT_A_TIME = 20
/** Less than the paid plan gives an invocation; SUBREQUESTS says another number. */
const SUBREQUESTS = 1000
/** Sources on one host are looked at one after the other: the next invocation takes what is left after so long. */
const ROUNDS_MS = 45_000
const BETWEEN_ROUNDS_MS = 1000

const reading: SourceReading = { read: readDocument, merge: mergeRecords }

/**
 * The desk's entry on Cloudflare Workers: the whole program, which the readers' Worker hands what it does not answer;
 * when the cron trigger fires, it does jobs and polls sources, within what an invocation may ask of other servers.
 * What is left is due still, and the next invocation begins with what has waited longest.
 */
export default {
  fetch: (request: Request, env: WorkerEnv, invocation: Invocation): Promise<Response> =>
    answerRequest(request, env, invocation, reading, (deps) => createApp(deps, { once: true })),

  async scheduled(_event: unknown, env: WorkerEnv, invocation: Invocation): Promise<void> {
    const { deps, close } = openProgram(env, invocation, POLLING_CONNECTIONS, reading)
    const most = Number(env['SUBREQUESTS'] ?? SUBREQUESTS) - POLLING_CONNECTIONS
    const { fetch, low, spent } = createAllowance(deps.fetch, most)
    const limited = { ...deps, fetch }
    const jobs = backgroundJobs(limited, spent)
    const ends = Date.now() + ROUNDS_MS
    try {
      await beginRecurring(deps)
      for (let looks = 1; looks > 0 && !low.aborted && Date.now() < ends;) {
        looks = 0
        await tick(limited, jobs, { limit: JOBS_AT_A_TIME, stopping: low })
        const count = () => void (looks += 1)
        const signals = { enough: low, stopping: spent }
        if (deps.config.poll) await pollSources(limited, 'due', count, signals)
        if (looks > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_ROUNDS_MS))
      }
    } finally {
      close()
    }
  },
}
