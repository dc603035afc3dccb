import { digestMail } from '../../views/mail/alert-digest.tsx'
import { ALERT_WORDS } from '../../views/mail/alert-words.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { followedThings } from './followed.ts'
import { standingOf } from './horizon.ts'
import { RHYTHMS } from './rhythm.ts'
import { type RunDeps, runAlerts, type WriteDigest } from './run.ts'

/** The kind of job that tells what is new to those who follow it by mail. */
export const DIGESTS_JOB = 'alerts'
const EVERY_SECONDS = 15

/** Tells each subject in each rhythm, as its time comes; nothing where mail is off. */
export function digestsJob(deps: RunDeps): JobHandler {
  const things = followedThings(ALERT_WORDS)
  return async () => {
    if (mailIsOn(deps.config))
      for (const followed of things) {
        const standing = await standingOf(deps.db, followed)
        for (const rhythm of RHYTHMS)
          await runAlerts(deps, followed, rhythm, standing, writeFor(deps))
      }
    return { againAfterSeconds: EVERY_SECONDS }
  }
}

function writeFor({ config }: Pick<RunDeps, 'config'>): WriteDigest {
  return ({ question, news, more }, rhythm) =>
    digestMail({
      question: question.words,
      page: config.baseUrl + question.page,
      rhythm,
      news,
      more,
    })
}
