import type { JobHandler } from '../jobs/tick.ts'
import { deliverJob } from './deliver-job.ts'
import { DELIVER_JOB, LOOK_JOB, PING_JOB, VERIFY_JOB } from './jobs.ts'
import { lookJob } from './look-job.ts'
import { pingJob } from './ping-job.ts'
import type { RenderTopic } from './topic-content.ts'
import { type HubDeps, verifyJob } from './verify-job.ts'

/** What does the jobs of the hub; `feeds` are the addresses of all feeds without a filter. */
export function hubJobs(
  deps: HubDeps,
  render: RenderTopic,
  feeds: string[],
): Record<string, JobHandler> {
  return {
    [VERIFY_JOB]: verifyJob(deps, render),
    [LOOK_JOB]: lookJob(deps, render, feeds),
    [DELIVER_JOB]: deliverJob(deps, render),
    [PING_JOB]: pingJob(deps),
  }
}
