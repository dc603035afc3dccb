import { rencontreMails } from '../../views/mail/rencontres.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { interestedAfter, tellInterested } from './interest.ts'
import { lockRencontre } from './lock.ts'
import type { Telling } from './tell.ts'

/** The kind of job that tells who asked for it that a meeting is announced; its key is the meeting's number. */
export const ANNOUNCE_JOB = 'rencontre-announce'
const BATCH = 200

/** Tells everyone on the list, some at a time; done again after a kill, nobody is told twice. */
export function announceJob({ db, now, config }: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async ({ key }) => {
    const settings = await readSettings(db)
    if (!settings || !mailIsOn(config)) return 'done'
    const { tagAuthority } = settings
    for (let after = 0; ;) {
      const next = await db.transaction(async (tx) => {
        const rencontre = await lockRencontre(tx, Number(key))
        if (rencontre?.state !== 'published' || rencontre.startsAt <= now()) return null
        const people = await interestedAfter(tx, rencontre, after, BATCH)
        const telling: Telling = { config, now: now(), tagAuthority, mails: rencontreMails }
        for (const person of people) await tellInterested(tx, rencontre, person, telling)
        return people.length < BATCH ? null : (people.at(-1)?.id ?? null)
      })
      if (next === null) return 'done'
      after = next
    }
  }
}
