import { and, isNotNull, lt } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { errorReports, pactUses } from './schema.ts'

/** Days that the address of somebody who wrote is known. */
export const KEPT_DAYS = 365

/** Forgets the addresses of people who wrote more than a year ago; what they said stays. */
export async function eraseOldReports(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  await db
    .update(errorReports)
    .set({ email: null })
    .where(and(isNotNull(errorReports.email), lt(errorReports.receivedAt, before)))
  await db
    .update(pactUses)
    .set({ email: null })
    .where(and(isNotNull(pactUses.email), lt(pactUses.receivedAt, before)))
}
