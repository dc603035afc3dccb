import { eq } from 'drizzle-orm'
import type { JobHandler, JobOutcome } from '../jobs/tick.ts'
import { retryDelay } from '../jobs/tick.ts'
import { callBack } from './call.ts'
import { hubSubscribers, hubTopics } from './schema.ts'
import { hexadecimal, type RenderTopic, type TopicContent, topicContent } from './topic-content.ts'
import type { HubDeps } from './verify-job.ts'

type Subscriber = typeof hubSubscribers.$inferSelect

/** What does not arrive for so long ends the subscription. */
const PATIENCE_MS = 3 * 86_400_000
/** Callbacks of one site that are sent to at the same time: a slow one leaves lanes to the others. */
const MOST_AT_ONCE = 4
const SOON = 2

/**
 * Sends a subscriber the feed as it stands (W3C WebSub 7), signed with the secret that it gave: once for each state that
 * it has not got, later each time where it does not take it, until three days have passed. Who answers that it is gone,
 * or whose lease has ended, is sent nothing more. Where a process dies, the same bytes may come twice.
 */
export function deliverJob(deps: HubDeps, render: RenderTopic): JobHandler {
  const underWay = new Map<string, number>()
  return async ({ key }) => {
    const [found] = await deps.db
      .select({ subscriber: hubSubscribers, path: hubTopics.path })
      .from(hubSubscribers)
      .innerJoin(hubTopics, eq(hubTopics.id, hubSubscribers.topicId))
      .where(eq(hubSubscribers.id, Number(key)))
    if (!found) return 'done'
    const { subscriber, path } = found
    if (subscriber.leaseEndsAt === null || subscriber.leaseEndsAt <= deps.now()) return 'done'
    const { host } = subscriber
    const count = underWay.get(host) ?? 0
    if (count >= MOST_AT_ONCE) return { againAfterSeconds: SOON }
    underWay.set(host, count + 1)
    try {
      const content = await topicContent(deps, render, path)
      if (!content || content.hash === subscriber.deliveredHash) return 'done'
      return await deliver(deps, subscriber, content)
    } finally {
      const left = (underWay.get(host) ?? 1) - 1
      if (left > 0) underWay.set(host, left)
      else underWay.delete(host)
    }
  }
}

async function deliver(
  deps: HubDeps,
  subscriber: Subscriber,
  content: TopicContent,
): Promise<JobOutcome> {
  const { db, now, log } = deps
  const row = eq(hubSubscribers.id, subscriber.id)
  const answer = await callBack(deps, subscriber.callback, {
    method: 'POST',
    headers: {
      'Content-Type': content.contentType,
      Link: content.links,
      ...(await signed(subscriber, content)),
    },
    body: content.bytes,
  })
  if (answer.ok && answer.status >= 200 && answer.status < 300) {
    await db
      .update(hubSubscribers)
      .set({ deliveredHash: content.hash, failingSince: null, failures: 0 })
      .where(row)
    return 'done'
  }
  const failingSince = subscriber.failingSince ?? now()
  const isOver = now().getTime() - failingSince.getTime() > PATIENCE_MS
  if (isOver || (answer.ok && answer.status === 410)) {
    await db.delete(hubSubscribers).where(row)
    log('hub.subscriber-dropped', { host: subscriber.host, failures: subscriber.failures })
    return 'done'
  }
  const failures = subscriber.failures + 1
  await db.update(hubSubscribers).set({ failingSince, failures }).where(row)
  const asked = answer.ok && answer.retryAfter ? answer.retryAfter.getTime() - now().getTime() : 0
  return { againAfterSeconds: Math.max(retryDelay(failures, Math.random()), asked / 1000) }
}

/** The signature that proves that a push is ours (W3C WebSub 7.1); nothing for who gave no secret. */
async function signed(
  { secret }: Subscriber,
  { bytes }: TopicContent,
): Promise<Record<string, string>> {
  if (secret === null) return {}
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  )
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes))
  return { 'X-Hub-Signature': `sha256=${hexadecimal(mac)}` }
}
