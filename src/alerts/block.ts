import { and, eq, inArray, isNull } from 'drizzle-orm'
import { hashOfSecret } from '../auth/secret.ts'
import type { Reader, Tx } from '../db/db.ts'
import { outbox } from '../mail/schema.ts'
import { alertBlocks, alertSubscriptions } from './schema.ts'

/** Whether nothing is mailed to this address any more. */
export async function isBlocked(reader: Reader, email: string): Promise<boolean> {
  const found = await reader.$count(
    alertBlocks,
    eq(alertBlocks.addressHash, await hashOfSecret(email.toLowerCase())),
  )
  return found > 0
}

/**
 * An address's server has refused a message for good: nothing is mailed to it any more. What it follows waits until its
 * owner takes it up again; what it had not confirmed is erased.
 */
export async function suspendAddress(tx: Tx, email: string, now: Date): Promise<void> {
  const emailKey = email.toLowerCase()
  const unconfirmed = await tx
    .delete(alertSubscriptions)
    .where(and(eq(alertSubscriptions.emailKey, emailKey), eq(alertSubscriptions.state, 'pending')))
    .returning({ id: alertSubscriptions.id })
  const suspended = await tx
    .update(alertSubscriptions)
    .set({ state: 'suspended', suspendedAt: now })
    .where(and(eq(alertSubscriptions.emailKey, emailKey), eq(alertSubscriptions.state, 'active')))
    .returning({ id: alertSubscriptions.id, email: alertSubscriptions.email })
  if (unconfirmed.length + suspended.length === 0) return
  await block(tx, email, 'bounced', now)
  for (const { id, email: recipient } of suspended) await dropWaiting(tx, id, recipient, now)
}

/** Somebody has reported our messages as unwanted: their alerts are erased, and never written to again. */
export async function endForComplaint(tx: Tx, email: string, now: Date): Promise<void> {
  const ended = await tx
    .delete(alertSubscriptions)
    .where(eq(alertSubscriptions.emailKey, email.toLowerCase()))
    .returning({ id: alertSubscriptions.id, email: alertSubscriptions.email })
  await block(tx, email, 'complained', now)
  for (const { id, email: recipient } of ended) await dropWaiting(tx, id, recipient, now)
}

/** Its owner says that the address works again. A complaint stands. */
export async function unblock(tx: Tx, email: string): Promise<void> {
  await tx
    .delete(alertBlocks)
    .where(
      and(
        eq(alertBlocks.addressHash, await hashOfSecret(email.toLowerCase())),
        eq(alertBlocks.why, 'bounced'),
      ),
    )
}

/** Gives up the messages of a subscription that have not been sent. */
export async function dropWaiting(
  tx: Tx,
  subscriptionId: number,
  recipient: string,
  now: Date,
): Promise<void> {
  const waiting = await tx
    .select({ id: outbox.id, key: outbox.key })
    .from(outbox)
    .where(and(eq(outbox.recipient, recipient), isNull(outbox.sentAt), isNull(outbox.givenUpAt)))
  const own = waiting.filter(({ key }) => key.startsWith(`${digestKey(subscriptionId)}:`))
  if (own.length === 0) return
  await tx
    .update(outbox)
    .set({
      subject: null,
      text: null,
      html: null,
      headers: {},
      recipient: null,
      givenUpAt: now,
      lastFailure: 'unsubscribed',
    })
    .where(
      inArray(
        outbox.id,
        own.map(({ id }) => id),
      ),
    )
}

/** What the keys of a subscription's digests begin with. */
export function digestKey(subscriptionId: number): string {
  return `alerte:${subscriptionId}`
}

async function block(
  tx: Tx,
  email: string,
  why: 'bounced' | 'complained',
  now: Date,
): Promise<void> {
  const addressHash = await hashOfSecret(email.toLowerCase())
  await tx
    .insert(alertBlocks)
    .values({ addressHash, why, at: now })
    .onConflictDoUpdate({ target: alertBlocks.addressHash, set: { why, at: now } })
}
