import { createApp } from '../app.ts'
import { tick } from '../jobs/tick.ts'
import { pollSources } from '../sources/poll-all.ts'
import { mergeRecords, readDocument } from '../sources/read-document.ts'
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

const reading: SourceReading = { read: readDocument, merge: mergeRecords }

/**
 * The desk's entry on Cloudflare Workers: the whole program, which the readers' Worker hands what it does not answer;
 * when the cron trigger fires, it does jobs and polls sources.
 */
export default {
  fetch: (request: Request, env: WorkerEnv, invocation: Invocation): Promise<Response> =>
    answerRequest(request, env, invocation, reading, createApp),

  async scheduled(_event: unknown, env: WorkerEnv, invocation: Invocation): Promise<void> {
    const { deps, close } = openProgram(env, invocation, POLLING_CONNECTIONS, reading)
    try {
      await beginRecurring(deps)
      await tick(deps, backgroundJobs(deps), { limit: JOBS_AT_A_TIME })
      if (deps.config.poll) await pollSources(deps, 'due', () => {})
    } finally {
      close()
    }
  },
}
