import { and, eq } from 'drizzle-orm'
import { isSecret } from '../auth/secret.ts'
import type { Reader, Tx } from '../db/db.ts'
import { dropWaiting, unblock } from './block.ts'
import {
  alertFilters,
  alertHorizons,
  alertRuns,
  alertSubscriptions,
  type Rhythm,
} from './schema.ts'

export type OwnSubscription = typeof alertSubscriptions.$inferSelect & {
  subject: string
  query: string
}

/** The subscription that this token leads to; null where there is none, or none any more. */
export async function subscriptionBy(
  reader: Reader,
  token: string,
): Promise<OwnSubscription | null> {
  if (!isSecret(token)) return null
  const [row] = await reader
    .select({
      subscription: alertSubscriptions,
      subject: alertFilters.subject,
      query: alertFilters.query,
    })
    .from(alertSubscriptions)
    .innerJoin(alertFilters, eq(alertFilters.id, alertSubscriptions.filterId))
    .where(eq(alertSubscriptions.token, token))
  return row ? { ...row.subscription, subject: row.subject, query: row.query } : null
}

/**
 * Begins what was asked for, or takes up again what was suspended: with the news from now on. False where the token
 * leads nowhere; what is under way stays as it is.
 */
export async function beginAlert(tx: Tx, token: string, now: Date): Promise<boolean> {
  const own = await locked(tx, token)
  if (!own) return false
  if (own.state === 'active') return true
  const ownPosition = await settledOf(tx, own.subject)
  await tx
    .update(alertSubscriptions)
    .set({ state: 'active', begunAt: now, suspendedAt: null, ownPosition })
    .where(eq(alertSubscriptions.id, own.id))
  if (own.state === 'suspended') await unblock(tx, own.email)
  return true
}

/** Another rhythm, from what has been told on: nothing is missed between the two, nothing told twice. */
export async function changeRhythm(tx: Tx, token: string, rhythm: Rhythm): Promise<boolean> {
  const own = await locked(tx, token)
  if (!own) return false
  if (own.rhythm === rhythm) return true
  await tx
    .update(alertSubscriptions)
    .set({ rhythm, ownPosition: own.ownPosition ?? (await positionOf(tx, own)) })
    .where(eq(alertSubscriptions.id, own.id))
  return true
}

/** Erases a subscription, and what still waits to be sent for it. One that is gone is no problem. */
export async function stopAlert(tx: Tx, token: string, now: Date): Promise<void> {
  const own = await locked(tx, token)
  if (!own) return
  await tx.delete(alertSubscriptions).where(eq(alertSubscriptions.id, own.id))
  await dropWaiting(tx, own.id, own.email, now)
}

async function locked(tx: Tx, token: string): Promise<OwnSubscription | null> {
  if (!isSecret(token)) return null
  await tx
    .select({ id: alertSubscriptions.id })
    .from(alertSubscriptions)
    .where(eq(alertSubscriptions.token, token))
    .for('update')
  return subscriptionBy(tx, token)
}

/** Null before the first run: it begins with what comes after it. */
async function settledOf(tx: Tx, subject: string): Promise<number | null> {
  const [row] = await tx
    .select({ settled: alertHorizons.settled })
    .from(alertHorizons)
    .where(eq(alertHorizons.subject, subject))
  return row?.settled ?? null
}

async function positionOf(
  tx: Tx,
  { subject, rhythm }: Pick<OwnSubscription, 'subject' | 'rhythm'>,
): Promise<number | null> {
  const [row] = await tx
    .select({ position: alertRuns.position })
    .from(alertRuns)
    .where(and(eq(alertRuns.subject, subject), eq(alertRuns.rhythm, rhythm)))
  return row?.position ?? null
}
