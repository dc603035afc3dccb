import type { Deps } from '../../deps.ts'
import type { JobHandler } from '../../jobs/tick.ts'
import { PUSH_JOB, TEND_JOB } from './jobs.ts'
import { readPush } from './read-push.ts'
import { tendSubscription } from './tend.ts'

/** What does the jobs of subscriptions; `signal` cuts requests to hubs short. */
export function webSubJobs(deps: Deps, signal?: AbortSignal): Record<string, JobHandler> {
  return { [TEND_JOB]: tendSubscription(deps, signal), [PUSH_JOB]: readPush(deps) }
}
