import { and, lt, ne, or } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { parisDay } from '../rules/calendar.ts'
import { plannedPurchases } from './schema.ts'
import { forgetOldUploads } from './uploads.ts'

/** The kind of job that forgets what the programme need not keep. */
export const PROGRAMME_JOB = 'programme'
const EVERY_SECONDS = 6 * 3_600
/** Years after that of a line at whose end its contact is forgotten. */
export const CONTACT_YEARS = 2

/** Forgets contacts two years after the year of their line, and files that were looked at and not imported after a day. */
export function programmeJob({ db, now, log }: Pick<Deps, 'db' | 'now' | 'log'>): JobHandler {
  return async () => {
    await forgetOldUploads(db, now())
    const forgotten = await forgetContacts(db, now())
    if (forgotten > 0) log('programme.contacts-forgotten', { lines: forgotten })
    return { againAfterSeconds: EVERY_SECONDS }
  }
}

/** How many lines named a contact that is now forgotten. */
export async function forgetContacts(db: Db, now: Date): Promise<number> {
  const year = Number(parisDay(now).slice(0, 4)) - CONTACT_YEARS
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(plannedPurchases)
      .set({ contactName: '', contactPhone: '', contactEmail: '' })
      .where(
        and(
          lt(plannedPurchases.dueOn, `${year}-01-01`),
          or(
            ne(plannedPurchases.contactName, ''),
            ne(plannedPurchases.contactPhone, ''),
            ne(plannedPurchases.contactEmail, ''),
          ),
        ),
      )
      .returning({ id: plannedPurchases.id })
    if (rows.length > 0) await bumpVersions(tx, ['programme'])
    return rows.length
  })
}
