import { and, eq, lte, notExists } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { CONFIRMED_WITHIN_DAYS } from './ask.ts'
import { alertBlocks, alertFilters, alertSubscriptions } from './schema.ts'

/** The kind of job that erases what alerts no longer need. */
export const FORGET_ALERTS_JOB = 'alerts-erasure'
const EVERY_SECONDS = 3_600
const DAY_MS = 86_400_000
/** Days that an address which refused us may take its alerts up again. */
export const SUSPENDED_DAYS = 30
/** Years that the hash of such an address, or of one that complained, is known. */
export const BLOCKED_YEARS = { bounced: 1, complained: 3 }

/**
 * Erases addresses that did not confirm within seven days and those suspended for thirty; the hashes of addresses that
 * refused us after a year, of those that complained after three; and what nobody follows any more.
 */
export function forgetAlertsJob({ db, now }: Pick<Deps, 'db' | 'now'>): JobHandler {
  return async () => {
    const before = (days: number) => new Date(now().getTime() - days * DAY_MS)
    const { state, askedAt, suspendedAt } = alertSubscriptions
    await db
      .delete(alertSubscriptions)
      .where(and(eq(state, 'pending'), lte(askedAt, before(CONFIRMED_WITHIN_DAYS))))
    await db
      .delete(alertSubscriptions)
      .where(and(eq(state, 'suspended'), lte(suspendedAt, before(SUSPENDED_DAYS))))
    const { why, at } = alertBlocks
    await db
      .delete(alertBlocks)
      .where(and(eq(why, 'bounced'), lte(at, before(365 * BLOCKED_YEARS.bounced))))
    await db
      .delete(alertBlocks)
      .where(and(eq(why, 'complained'), lte(at, before(365 * BLOCKED_YEARS.complained))))
    const followers = db
      .select({ id: alertSubscriptions.id })
      .from(alertSubscriptions)
      .where(eq(alertSubscriptions.filterId, alertFilters.id))
    await db.delete(alertFilters).where(notExists(followers))
    return { againAfterSeconds: EVERY_SECONDS }
  }
}
