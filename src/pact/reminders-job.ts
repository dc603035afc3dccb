import { reminderMail } from '../../views/mail/pact-reminder.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { remindPilots } from './actions/remind-pilot.ts'
import { eraseOldReports } from './erase-reports.ts'

/** The kind of job that reminds pilots, every hour. */
export const REMINDERS_JOB = 'pact-reminders'
const EVERY_SECONDS = 3_600

/** Reminds pilots of what is due, and forgets who told of errors long ago. */
export function remindersJob({ db, now, config }: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async () => {
    await remindPilots(db, now(), { config, mailOf: reminderMail })
    await eraseOldReports(db, now())
    return { againAfterSeconds: EVERY_SECONDS }
  }
}
