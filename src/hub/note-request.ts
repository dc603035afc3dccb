import { and, eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { enqueue } from '../jobs/queue.ts'
import { registrableHost } from '../sources/fetch/registrable-host.ts'
import { VERIFY_JOB } from './jobs.ts'
import { MOST_PER_HOST, MOST_SUBSCRIBERS } from './limits.ts'
import type { HubRequest } from './read-request.ts'
import { hubSubscribers, hubTopics } from './schema.ts'

/** `full`: there are too many subscriptions, of this site or of all; `unknown`: there is none to end. */
export type Noting = 'noted' | 'full' | 'unknown'

/** Notes what was asked; a job has the callback confirm it. A subscription that stands goes on until then. */
export async function noteRequest(tx: Tx, request: HubRequest, now: Date): Promise<Noting> {
  const { mode, path, callback, leaseSeconds, secret } = request
  const [topic] = await tx
    .insert(hubTopics)
    .values({ path })
    .onConflictDoUpdate({ target: hubTopics.path, set: { path } })
    .returning({ id: hubTopics.id })
  if (!topic) throw new Error('a topic was not added')
  const own = and(eq(hubSubscribers.topicId, topic.id), eq(hubSubscribers.callback, callback))
  const isKnown = (await tx.$count(hubSubscribers, own)) > 0
  if (!isKnown && mode === 'unsubscribe') return 'unknown'
  const host = registrableHost(callback)
  if (!isKnown && (await isFull(tx, host))) return 'full'
  const asked = {
    asked: mode,
    askedSecret: secret,
    askedLeaseSeconds: leaseSeconds,
    askedAt: now,
    unanswered: 0,
  }
  const [subscriber] = await tx
    .insert(hubSubscribers)
    .values({ topicId: topic.id, callback, host, ...asked })
    .onConflictDoUpdate({
      target: [hubSubscribers.topicId, hubSubscribers.callback],
      set: asked,
    })
    .returning({ id: hubSubscribers.id })
  if (subscriber) await enqueue(tx, { kind: VERIFY_JOB, key: String(subscriber.id) })
  return 'noted'
}

async function isFull(tx: Tx, host: string): Promise<boolean> {
  const ofHost = await tx.$count(hubSubscribers, eq(hubSubscribers.host, host))
  return ofHost >= MOST_PER_HOST || (await tx.$count(hubSubscribers)) >= MOST_SUBSCRIBERS
}
