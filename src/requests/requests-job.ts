import { requestMails } from '../../views/mail/requests.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { eraseOldRequests } from './erase.ts'
import { askQuietFirms, endQuietRequests } from './quiet.ts'
import { remindHandlers } from './remind.ts'

/** The kind of job that watches over what is due, and over what is kept. */
export const REQUESTS_JOB = 'requests'
const EVERY_SECONDS = 3_600

/** Reminds of requests that wait, ends those that nobody goes on with, and erases those that ended long ago. */
export function requestsJob({ db, now, config }: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async () => {
    const telling = { config, now: now(), mails: requestMails }
    if (mailIsOn(config)) {
      await remindHandlers(db, telling)
      await askQuietFirms(db, telling)
    }
    await endQuietRequests(db, telling)
    await eraseOldRequests(db, now())
    return { againAfterSeconds: EVERY_SECONDS }
  }
}
