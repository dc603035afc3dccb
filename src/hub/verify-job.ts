import { and, eq } from 'drizzle-orm'
import { newSecret } from '../auth/secret.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../jobs/queue.ts'
import { type JobHandler, type JobOutcome, retryDelay } from '../jobs/tick.ts'
import { type CallDeps, callBack, withParameters } from './call.ts'
import { LOOK_JOB } from './jobs.ts'
import { hubSubscribers, hubTopics } from './schema.ts'
import { type RenderTopic, type TopicContent, topicContent, versionsNow } from './topic-content.ts'

export type HubDeps = CallDeps & Pick<Deps, 'db' | 'versions' | 'log'>

type Subscriber = typeof hubSubscribers.$inferSelect
type Topic = typeof hubTopics.$inferSelect

/** Times that a callback is asked which does not answer. */
const MOST_UNANSWERED = 4

/**
 * Asks a callback whether it wants what was asked in its name (W3C WebSub 5.3), and does it then; tells it where the
 * topic is no feed of ours (5.2). One that says no, or nothing for some minutes, keeps what it had.
 */
export function verifyJob(deps: HubDeps, render: RenderTopic): JobHandler {
  return async ({ key }) => {
    const found = await find(deps, Number(key))
    if (!found || found.subscriber.asked === null) return 'done'
    const { subscriber, topic } = found
    if (subscriber.asked === 'unsubscribe') return confirm(deps, subscriber, topic, null)
    const versions = await versionsNow(deps.db)
    const content = await topicContent(deps, render, topic.path)
    if (content) return confirm(deps, subscriber, topic, { content, versions })
    const reason = 'hub.topic is not the address of a feed as its rel="self" says it'
    await ask(deps, subscriber, topic, { mode: 'denied', reason })
    await forgetRequest(deps, subscriber)
    return 'done'
  }
}

async function confirm(
  deps: HubDeps,
  subscriber: Subscriber,
  topic: Topic,
  seen: { content: TopicContent; versions: string } | null,
): Promise<JobOutcome> {
  const challenge = newSecret()
  const lease = subscriber.askedLeaseSeconds ?? 0
  const answer = await ask(deps, subscriber, topic, {
    mode: subscriber.asked ?? '',
    challenge,
    ...(seen ? { lease_seconds: String(lease) } : {}),
  })
  const isYes = answer.ok && answer.status >= 200 && answer.status < 300
  if (isYes && answer.said === challenge) {
    await doAsked(deps, subscriber, topic, seen)
    return 'done'
  }
  const isNo = isYes || (answer.ok && answer.status >= 300 && answer.status < 500)
  if (isNo || subscriber.unanswered + 1 >= MOST_UNANSWERED) {
    await forgetRequest(deps, subscriber)
    return 'done'
  }
  await deps.db
    .update(hubSubscribers)
    .set({ unanswered: subscriber.unanswered + 1 })
    .where(asAsked(subscriber))
  return { againAfterSeconds: retryDelay(subscriber.unanswered + 1, Math.random()) }
}

function ask(
  deps: HubDeps,
  { callback }: Subscriber,
  { path }: Topic,
  parameters: Record<string, string>,
) {
  const topic = deps.config.baseUrl + path
  return callBack(deps, withParameters(callback, { topic, ...parameters }), { method: 'GET' })
}

async function doAsked(
  { db, now }: HubDeps,
  subscriber: Subscriber,
  topic: Topic,
  seen: { content: TopicContent; versions: string } | null,
): Promise<void> {
  const leaseEndsAt = new Date(now().getTime() + (subscriber.askedLeaseSeconds ?? 0) * 1000)
  await db.transaction(async (tx) => {
    if (!seen) {
      await tx.delete(hubSubscribers).where(asAsked(subscriber))
      return
    }
    await tx
      .update(hubSubscribers)
      .set({
        secret: subscriber.askedSecret,
        leaseEndsAt,
        failingSince: null,
        failures: 0,
        ...NOTHING_ASKED,
      })
      .where(asAsked(subscriber))
    // The first subscriber of a topic has what there is now: the next change is told.
    if (topic.hash === null)
      await tx
        .update(hubTopics)
        .set({ hash: seen.content.hash, versions: seen.versions })
        .where(eq(hubTopics.id, topic.id))
    await enqueue(tx, { kind: LOOK_JOB, key: 'all' })
  })
}

const NOTHING_ASKED = { asked: null, askedSecret: null, askedLeaseSeconds: null, unanswered: 0 }

/** Who has never confirmed anything is gone with it. */
async function forgetRequest({ db }: HubDeps, subscriber: Subscriber): Promise<void> {
  if (subscriber.leaseEndsAt === null) await db.delete(hubSubscribers).where(asAsked(subscriber))
  else await db.update(hubSubscribers).set(NOTHING_ASKED).where(asAsked(subscriber))
}

/** False once something else was asked. */
function asAsked({ id, asked, askedAt }: Subscriber) {
  return and(
    eq(hubSubscribers.id, id),
    eq(hubSubscribers.asked, asked ?? 'subscribe'),
    eq(hubSubscribers.askedAt, askedAt ?? new Date(0)),
  )
}

async function find({ db }: Pick<Deps, 'db'>, id: number) {
  const [row] = await db
    .select({ subscriber: hubSubscribers, topic: hubTopics })
    .from(hubSubscribers)
    .innerJoin(hubTopics, eq(hubTopics.id, hubSubscribers.topicId))
    .where(eq(hubSubscribers.id, id))
  return row ?? null
}
