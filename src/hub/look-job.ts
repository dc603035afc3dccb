import {
  and,
  asc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  notExists,
  or,
  sql,
} from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { enqueueAll } from '../jobs/queue.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { DELIVER_JOB, PING_JOB } from './jobs.ts'
import { hubSubscribers, hubTopics } from './schema.ts'
import { type RenderTopic, topicContent, versionsNow } from './topic-content.ts'
import type { HubDeps } from './verify-job.ts'

/** News go out within seconds. */
const EVERY_SECONDS = 3
/** Topics looked at before the versions are read again. */
const AT_ONCE = 200

/**
 * Looks at the topics again that somebody subscribes to, whenever what they are made of has changed, and has those
 * delivered whose bytes are others; a topic whose feed says the same as before costs a rendering, which readers get too.
 * Where another hub is named, the feeds without a filter are looked at, and it is told of them. Ends where there is
 * nothing to look at: the next subscription begins it again.
 */
export function lookJob(deps: HubDeps, render: RenderTopic, feeds: string[]): JobHandler {
  return async () => {
    const { db, config } = deps
    if (config.hub === null) return 'done'
    if (!config.hub.own) await addTopics(deps, feeds)
    await forgetEnded(deps)
    const versions = await versionsNow(db)
    const topics = await db
      .select()
      .from(hubTopics)
      .where(
        and(
          or(isNull(hubTopics.versions), sql`${hubTopics.versions} <> ${versions}`),
          config.hub.own ? exists(living(deps)) : inArray(hubTopics.path, feeds),
        ),
      )
      .orderBy(asc(hubTopics.id))
      .limit(AT_ONCE)
    for (const topic of topics) {
      const content = await topicContent(deps, render, topic.path)
      await db.transaction(async (tx) => {
        await tx
          .update(hubTopics)
          .set({ versions, ...(content ? { hash: content.hash } : {}) })
          .where(eq(hubTopics.id, topic.id))
        const isNews = content !== null && topic.hash !== null && topic.hash !== content.hash
        if (isNews) await tell(tx, topic.id, deps)
      })
    }
    if (topics.length === AT_ONCE) return { againAfterSeconds: 0 }
    const isEmpty = config.hub.own && (await db.$count(hubTopics)) === 0
    return isEmpty ? 'done' : { againAfterSeconds: EVERY_SECONDS }
  }
}

/** Subscribers of a topic whose lease stands. */
function living({ db, now }: HubDeps) {
  return db
    .select({ id: hubSubscribers.id })
    .from(hubSubscribers)
    .where(and(eq(hubSubscribers.topicId, hubTopics.id), gt(hubSubscribers.leaseEndsAt, now())))
}

async function tell(tx: Tx, topicId: number, { config, now }: HubDeps): Promise<void> {
  if (!config.hub?.own) {
    await enqueueAll(tx, [{ kind: PING_JOB, key: String(topicId) }])
    return
  }
  const subscribers = await tx
    .select({ id: hubSubscribers.id })
    .from(hubSubscribers)
    .where(
      and(
        eq(hubSubscribers.topicId, topicId),
        gt(hubSubscribers.leaseEndsAt, now()),
        // The job of one that does not answer waits already, and will send it the feed as it stands then.
        isNull(hubSubscribers.failingSince),
      ),
    )
  for (let done = 0; done < subscribers.length; done += AT_ONCE)
    await enqueueAll(
      tx,
      subscribers
        .slice(done, done + AT_ONCE)
        .map(({ id }) => ({ kind: DELIVER_JOB, key: String(id) })),
    )
}

/** Leases that ended, and topics that nobody subscribes to. */
async function forgetEnded({ db, now, config }: HubDeps): Promise<void> {
  await db
    .delete(hubSubscribers)
    .where(
      and(
        isNotNull(hubSubscribers.leaseEndsAt),
        lte(hubSubscribers.leaseEndsAt, now()),
        isNull(hubSubscribers.asked),
      ),
    )
  if (!config.hub?.own) return
  const anybody = db
    .select({ id: hubSubscribers.id })
    .from(hubSubscribers)
    .where(eq(hubSubscribers.topicId, hubTopics.id))
  await db.delete(hubTopics).where(notExists(anybody))
}

async function addTopics({ db }: HubDeps, feeds: string[]): Promise<void> {
  const known = await db.$count(hubTopics, inArray(hubTopics.path, feeds))
  if (known < feeds.length)
    await db
      .insert(hubTopics)
      .values(feeds.map((path) => ({ path })))
      .onConflictDoNothing()
}
