import { and, eq, ne } from 'drizzle-orm'
import { contactsNudgeMail, instanceContactsMail } from '../../views/mail/contacts-nudge.ts'
import type { Db } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { partners } from '../partners/schema.ts'
import { nudgeAdministrators, nudgePartners } from './nudge.ts'
import { helpBodies } from './schema.ts'

/** The kind of job that asks partners whether their contacts still hold, once a day. */
export const CONTACTS_JOB = 'contacts'
const EVERY_SECONDS = 24 * 3_600

/**
 * Calls partners as the directory does, and asks them and the administrators to look at what nobody checked for a year;
 * without mail, their area alone tells them.
 */
export function contactsJob({ db, now, config }: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async () => {
    const today = now().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })
    await followDirectory(db)
    if (mailIsOn(config)) {
      const nudging = {
        config,
        now: now(),
        today,
        mailOf: contactsNudgeMail,
        instanceMailOf: instanceContactsMail,
      }
      await nudgePartners(db, nudging)
      await nudgeAdministrators(db, nudging)
    }
    return { againAfterSeconds: EVERY_SECONDS }
  }
}

/** The names of bodies that are partners, where the directory says another one by now. */
async function followDirectory(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    const renamed = await tx
      .update(helpBodies)
      .set({ name: partners.name })
      .from(partners)
      .where(and(eq(partners.id, helpBodies.partnerId), ne(partners.name, helpBodies.name)))
      .returning({ id: helpBodies.id })
    if (renamed.length > 0) await bumpVersions(tx, ['contacts'])
  })
}
