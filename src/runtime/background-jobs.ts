import type { Deps } from '../deps.ts'
import { forgetEndedWindows } from '../http/rate-limit.ts'
import { enqueue } from '../jobs/queue.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailJob, MAIL_JOB } from '../mail/send-job.ts'

const CLEANING_JOB = 'cleaning'
const CLEANING_SECONDS = 15 * 60

/** The kinds of jobs that this process does besides polling, by the kind's name. */
export function backgroundJobs(deps: Deps): Record<string, JobHandler> {
  return {
    [CLEANING_JOB]: async () => {
      await forgetEndedWindows(deps.db)
      return { againAfterSeconds: CLEANING_SECONDS }
    },
    ...(deps.mail ? { [MAIL_JOB]: mailJob(deps, deps.mail) } : {}),
  }
}

/** Asks for the cleaning, which then comes back by itself. */
export async function beginCleaning({ db }: Pick<Deps, 'db'>): Promise<void> {
  await db.transaction((tx) => enqueue(tx, { kind: CLEANING_JOB, key: 'all' }))
}
