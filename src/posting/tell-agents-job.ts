import { complementsMail } from '../../views/mail/complements.ts'
import { overriddenDateMail } from '../../views/mail/overridden-date.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { askForComplements, tellOverriddenDates } from './tell-agents.ts'

/** The kind of job that writes to agents about their consultations, every quarter of an hour. */
export const TELL_AGENTS_JOB = 'tell-agents'
const EVERY_SECONDS = 15 * 60

/** Asks agents for what sources do not say, and tells them of official dates; nothing where mail is off. */
export function tellAgentsJob({
  db,
  now,
  config,
}: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async () => {
    if (mailIsOn(config)) {
      const mails = { complements: complementsMail, overridden: overriddenDateMail }
      const telling = { now: now(), config, mails }
      await db.transaction((tx) => tellOverriddenDates(tx, telling))
      await db.transaction((tx) => askForComplements(tx, telling))
    }
    return { againAfterSeconds: EVERY_SECONDS }
  }
}
