import { eq } from 'drizzle-orm'
import { isSecret } from '../../auth/secret.ts'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { askToTend } from './jobs.ts'
import { failed, type Subscription, verified } from './lease.ts'
import { webSubSubscriptions } from './schema.ts'

/** What a hub asks of a callback, as written; undefined: not given. */
export interface Verification {
  mode: string | undefined
  topic: string | undefined
  challenge: string | undefined
  leaseSeconds: string | undefined
}

const LONGEST_CHALLENGE = 2_000
/** Who said no is asked again after a day. */
const REFUSAL_MS = 24 * 3_600_000

/**
 * The words to answer a hub that asks whether we want what it was asked (W3C WebSub 5.3) or tells that it will not do it
 * (5.2); null where we asked for nothing of the kind.
 */
export async function verifyIntent(
  tx: Tx,
  token: string,
  { mode, topic, challenge, leaseSeconds }: Verification,
  now: Date,
): Promise<string | null> {
  const subscription = await subscriptionOf(tx, token)
  if (!subscription || topic !== subscription.topic) return null
  if (mode === 'denied' && subscription.intent === 'subscribe') {
    await deny(tx, subscription, now)
    return ''
  }
  const isAnswerable = challenge !== undefined && challenge.length <= LONGEST_CHALLENGE
  if (mode !== subscription.intent || subscription.askedAt === null || !isAnswerable) return null
  const row = eq(webSubSubscriptions.id, subscription.id)
  if (mode === 'unsubscribe') await tx.delete(webSubSubscriptions).where(row)
  else {
    const alive = verified(subscription, leaseSeconds, now)
    await tx.update(webSubSubscriptions).set(alive).where(row)
    await askToTend(tx, subscription.id, alive.renewAt.getTime() - now.getTime())
  }
  await bumpVersions(tx, ['sources'])
  return challenge
}

/** The subscription that a hub calls under this word, held until the end of the transaction; null: there is none. */
export async function subscriptionOf(tx: Tx, token: string): Promise<Subscription | null> {
  if (!isSecret(token)) return null
  const [row] = await tx
    .select()
    .from(webSubSubscriptions)
    .where(eq(webSubSubscriptions.token, token))
    .for('update')
  return row ?? null
}

async function deny(tx: Tx, subscription: Subscription, now: Date): Promise<void> {
  const retryAfter = new Date(now.getTime() + REFUSAL_MS)
  await tx
    .update(webSubSubscriptions)
    .set({
      ...failed(subscription, { code: 'denied', retryAfter, random: 0 }, now),
      aliveSince: null,
      leaseEndsAt: null,
      renewAt: null,
      trustedAt: null,
      missedAt: null,
    })
    .where(eq(webSubSubscriptions.id, subscription.id))
  await askToTend(tx, subscription.id)
  await bumpVersions(tx, ['sources'])
}
