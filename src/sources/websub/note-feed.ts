import { and, eq } from 'drizzle-orm'
import type { Config } from '../../config.ts'
import { newSecret } from '../../auth/secret.ts'
import type { sources } from '../../consultations/schema.ts'
import type { Reader, Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { FeedLinks } from '../feed/links.ts'
import { isReachable } from './callback.ts'
import { askToTend } from './jobs.ts'
import { GRACE_MS, isAlive, type Subscription } from './lease.ts'
import { webSubSubscriptions } from './schema.ts'

/** What a look at a source has read of a feed. */
export interface ReadFeed {
  /** Absent where the source is no feed. */
  links?: FeedLinks
  /** The document ended early: what it does not name may have stood further on. */
  partial: boolean
  /** Whether it told of something that was not known, or not so. */
  isNews: boolean
}

/**
 * Keeps the subscription of a source as its feed has it: asks the hubs that it names, ends what they no longer push, and
 * judges pushes by what a look has found without them. `lookedAt`: when the look before was that succeeded; null: this
 * is the first.
 */
export async function noteFeed(
  tx: Tx,
  config: Config,
  source: typeof sources.$inferSelect,
  { links, partial, isNews }: ReadFeed,
  lookedAt: Date | null,
  now: Date,
): Promise<void> {
  if (!links) return
  const wanted = !source.demonstration && isReachable(config)
  const hubs = wanted ? links.hubs : []
  const topic = links.self ?? source.url
  const current = await wantedSubscription(tx, source.id)
  const stays =
    current !== undefined && (partial || (current.topic === topic && hubs.includes(current.hub)))
  if (current && !stays) await end(tx, current, now)
  const [first] = hubs
  if (!stays && first !== undefined) await begin(tx, source.id, topic, hubs, first)
  if (current && stays && !partial && current.hubs.join() !== hubs.join())
    await tx.update(webSubSubscriptions).set({ hubs }).where(eq(webSubSubscriptions.id, current.id))
  if (current && stays && isNews) await judge(tx, current, lookedAt, now)
}

/** Whether looks at a source may be rarer, because what is new is pushed. */
export async function reliesOnPushes(
  reader: Reader,
  sourceId: number,
  now: Date,
): Promise<boolean> {
  const subscription = await wantedSubscription(reader, sourceId)
  if (!subscription || !isAlive(subscription, now)) return false
  return subscription.trustedAt !== null && subscription.missedAt === null
}

/** A push brought what no look had found: pushes are relied on from now on. */
export async function trust(tx: Tx, { id, trustedAt }: Subscription, now: Date): Promise<void> {
  await tx
    .update(webSubSubscriptions)
    .set({ trustedAt: trustedAt ?? now, distrustedAt: null, missedAt: null })
    .where(eq(webSubSubscriptions.id, id))
  if (trustedAt === null) await bumpVersions(tx, ['sources'])
}

async function wantedSubscription(
  reader: Reader,
  sourceId: number,
): Promise<Subscription | undefined> {
  const [row] = await reader
    .select()
    .from(webSubSubscriptions)
    .where(
      and(eq(webSubSubscriptions.sourceId, sourceId), eq(webSubSubscriptions.intent, 'subscribe')),
    )
  return row
}

async function begin(
  tx: Tx,
  sourceId: number,
  topic: string,
  hubs: string[],
  hub: string,
): Promise<void> {
  const [begun] = await tx
    .insert(webSubSubscriptions)
    .values({
      sourceId,
      token: newSecret(),
      secret: newSecret(),
      topic,
      hubs,
      hub,
      intent: 'subscribe',
    })
    .returning({ id: webSubSubscriptions.id })
  if (begun) await askToTend(tx, begun.id)
  await bumpVersions(tx, ['sources'])
}

/** The hub is told if it pushes; else it has nothing to verify any more. */
async function end(tx: Tx, subscription: Subscription, now: Date): Promise<void> {
  const row = eq(webSubSubscriptions.id, subscription.id)
  if (isAlive(subscription, now)) {
    await tx
      .update(webSubSubscriptions)
      .set({ intent: 'unsubscribe', askedAt: null, failures: 0, retryAt: null, missedAt: null })
      .where(row)
    await askToTend(tx, subscription.id)
  } else await tx.delete(webSubSubscriptions).where(row)
  await bumpVersions(tx, ['sources'])
}

/**
 * News that a look has found: right after a push they are its own, a look being what it asked for. Else a push should
 * have told of them, if it was alive ever since the look before: it may still do so in the next minutes.
 */
async function judge(
  tx: Tx,
  subscription: Subscription,
  lookedAt: Date | null,
  now: Date,
): Promise<void> {
  const { id, aliveSince, pushedAt, missedAt } = subscription
  if (!isAlive(subscription, now) || aliveSince === null || lookedAt === null) return
  if (pushedAt !== null && now.getTime() - pushedAt.getTime() <= GRACE_MS)
    return trust(tx, subscription, now)
  if (missedAt !== null || aliveSince >= lookedAt) return
  await tx.update(webSubSubscriptions).set({ missedAt: now }).where(eq(webSubSubscriptions.id, id))
  await askToTend(tx, id, GRACE_MS)
}
