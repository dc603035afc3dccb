import { contactsNudgeMail } from '../../views/mail/contacts-nudge.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { nudgePartners } from './nudge.ts'

/** The kind of job that asks partners whether their contacts still hold, once a day. */
export const CONTACTS_JOB = 'contacts'
const EVERY_SECONDS = 24 * 3_600

/** Asks partners to look at what nobody checked for a year; without mail, their area alone tells them. */
export function contactsJob({ db, now, config }: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async () => {
    const today = now().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })
    if (mailIsOn(config))
      await nudgePartners(db, { config, now: now(), today, mailOf: contactsNudgeMail })
    return { againAfterSeconds: EVERY_SECONDS }
  }
}
