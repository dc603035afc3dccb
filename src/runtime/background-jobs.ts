import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailJob, MAIL_JOB } from '../mail/send-job.ts'

/** The kinds of jobs that this process does besides polling, by the kind's name. */
export function backgroundJobs(deps: Deps): Record<string, JobHandler> {
  return deps.mail ? { [MAIL_JOB]: mailJob(deps, deps.mail) } : {}
}
