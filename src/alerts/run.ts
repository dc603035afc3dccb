import { and, asc, eq, gt, inArray, isNotNull, lt, lte, sql } from 'drizzle-orm'
import { anyOf } from '../db/any-of.ts'
import type { Tx } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { type Message, queueMails } from '../mail/queue-mail.ts'
import { digestKey } from './block.ts'
import type { Finding, FollowDeps, Followed } from './followed.ts'
import type { Standing } from './horizon.ts'
import { listHeaders, type OwnAddresses, ownAddresses } from './own-addresses.ts'
import { nextDigest } from './rhythm.ts'
import { alertFilters, alertRuns, alertSubscriptions, type Rhythm } from './schema.ts'

/** How a finding is written, for any of those whom it is told. */
export type WriteDigest = (
  finding: Finding,
  rhythm: Rhythm,
) => (own: OwnAddresses) => { subject: string; text: string; html: string }

export type RunDeps = FollowDeps & Pick<Deps, 'log'>

/** Subscriptions that are told in one transaction. */
const TOLD_AT_ONCE = 200
/** Filters looked for at a time. */
const FILTERS_AT_ONCE = 500

type Run = typeof alertRuns.$inferSelect & { target: number }

/**
 * Tells those who follow a subject in one rhythm what is new, and answers how many messages were queued: at once up to
 * the number that is settled; each day or week all that can be seen when it is due, as soon as that is settled. Each
 * filter is asked once, however many follow it. Where a process dies, the next goes on with the same target at the
 * filter where it stopped: who has been told stands at the target, and is told nothing twice.
 */
export async function runAlerts(
  deps: RunDeps,
  followed: Followed,
  rhythm: Rhythm,
  standing: Standing,
  write: WriteDigest,
): Promise<number> {
  const run = await beginRun(deps, followed.name, rhythm, standing)
  if (!run) return 0
  let queued = 0
  for (let done = run.doneFilter; ;) {
    const filters = await filtersBehind(deps, run, done)
    for (const { id, query, after } of filters) {
      const finding = await followed.find(deps, query, { after, upTo: run.target })
      if (!finding) deps.log('alert.unknown-filter', { subject: followed.name, filter: id })
      else if (finding.news.length > 0) queued += await tell(deps, run, id, finding, write)
    }
    const last = filters.at(-1)
    if (!last) break
    done = last.id
    await deps.db.update(alertRuns).set({ doneFilter: done }).where(isRun(run))
  }
  await endRun(deps, run)
  return queued
}

/**
 * The run under way, or a new one where it is time and somebody may not have been told everything; null otherwise, and
 * while what it is to tell is not settled.
 */
async function beginRun(
  { db, now }: RunDeps,
  subject: string,
  rhythm: Rhythm,
  { settled, newest }: Standing,
): Promise<Run | null> {
  return db.transaction(async (tx) => {
    const row = and(eq(alertRuns.subject, subject), eq(alertRuns.rhythm, rhythm))
    const [known] = await tx.select().from(alertRuns).where(row).for('update')
    const nextAt = nextDigest(rhythm, now())
    if (!known) {
      await tx.insert(alertRuns).values({ subject, rhythm, position: settled, nextAt })
      return null
    }
    const isSettled = (number: number) => number <= settled || settled === newest
    if (known.target !== null)
      return isSettled(known.target) ? { ...known, target: known.target } : null
    if (known.nextAt !== null && known.nextAt > now()) {
      // Set by a clock that has gone back since.
      if (nextAt !== null && known.nextAt > nextAt)
        await tx.update(alertRuns).set({ nextAt }).where(row)
      return null
    }
    const target = rhythm === 'now' ? settled : newest
    const isBehind = known.position < target || (await hasBehind(tx, { ...known, target }))
    if (!isBehind) {
      if (nextAt !== null) await tx.update(alertRuns).set({ nextAt }).where(row)
      return null
    }
    const begun = { target, doneFilter: 0, nextAt }
    await tx.update(alertRuns).set(begun).where(row)
    return isSettled(target) ? { ...known, ...begun } : null
  })
}

/** Who follows in the rhythm of a run. */
function followers({ subject, rhythm }: Run) {
  return and(
    eq(alertFilters.subject, subject),
    eq(alertSubscriptions.rhythm, rhythm),
    eq(alertSubscriptions.state, 'active'),
  )
}

/** Somebody who changed their rhythm has been told less than the run of their new one. */
async function hasBehind(tx: Tx, run: Run): Promise<boolean> {
  const [behind] = await tx
    .select({ id: alertSubscriptions.id })
    .from(alertSubscriptions)
    .innerJoin(alertFilters, eq(alertFilters.id, alertSubscriptions.filterId))
    .where(and(followers(run), lt(alertSubscriptions.ownPosition, run.target)))
    .limit(1)
  return behind !== undefined
}

/** The next filters with followers who have not been told everything, and from which number on somebody has not. */
async function filtersBehind(
  { db }: RunDeps,
  run: Run,
  done: number,
): Promise<{ id: number; query: string; after: number }[]> {
  const after = sql<number>`min(coalesce(${alertSubscriptions.ownPosition}, ${run.position}))`
  return db
    .select({ id: alertFilters.id, query: alertFilters.query, after: after.mapWith(Number) })
    .from(alertFilters)
    .innerJoin(alertSubscriptions, eq(alertSubscriptions.filterId, alertFilters.id))
    .where(and(followers(run), gt(alertFilters.id, done)))
    .groupBy(alertFilters.id)
    .having(sql`${after} < ${run.target}`)
    .orderBy(asc(alertFilters.id))
    .limit(FILTERS_AT_ONCE)
}

/** Queues a message for each follower with what they have not been told, and says so of them in the same transaction. */
async function tell(
  deps: RunDeps,
  run: Run,
  filterId: number,
  finding: Finding,
  write: WriteDigest,
): Promise<number> {
  const { db, config, now } = deps
  const written = new Map<number, ReturnType<WriteDigest>>()
  let queued = 0
  for (;;) {
    const some = await db.transaction(async (tx) => {
      const some = await untold(tx, run, filterId)
      const messages = some.flatMap((subscription): Message[] => {
        const after = subscription.ownPosition ?? run.position
        const news = finding.news.filter(({ id }) => id > after)
        if (news.length === 0) return []
        // Most have been told as much as the others: the message is written once for them all.
        const digest = written.get(news.length) ?? write({ ...finding, news }, run.rhythm)
        written.set(news.length, digest)
        return [messageFor(deps, run, subscription, digest)]
      })
      queued += await queueMails(tx, messages, { config, now: now() })
      await tx
        .update(alertSubscriptions)
        .set({ ownPosition: run.target })
        .where(
          anyOf(
            alertSubscriptions.id,
            some.map(({ id }) => id),
          ),
        )
      return some
    })
    if (some.length < TOLD_AT_ONCE) return queued
  }
}

async function untold(tx: Tx, run: Run, filterId: number) {
  return tx
    .select()
    .from(alertSubscriptions)
    .where(
      and(
        eq(alertSubscriptions.filterId, filterId),
        eq(alertSubscriptions.rhythm, run.rhythm),
        eq(alertSubscriptions.state, 'active'),
        lt(sql`coalesce(${alertSubscriptions.ownPosition}, ${run.position})`, run.target),
      ),
    )
    .orderBy(asc(alertSubscriptions.id))
    .limit(TOLD_AT_ONCE)
    .for('update')
}

function messageFor(
  { config }: RunDeps,
  { target }: Run,
  { id, email, token }: typeof alertSubscriptions.$inferSelect,
  digest: ReturnType<WriteDigest>,
): Message {
  const own = ownAddresses(config, token)
  return {
    key: `${digestKey(id)}:${target}`,
    to: email,
    ...digest(own),
    headers: listHeaders(config, own),
  }
}

/** Everybody stands where the run ended: nobody needs a position of their own any more. */
async function endRun({ db }: RunDeps, run: Run): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(alertRuns)
      .set({ position: run.target, target: null, doneFilter: 0 })
      .where(isRun(run))
    const ofSubject = tx
      .select({ id: alertFilters.id })
      .from(alertFilters)
      .where(eq(alertFilters.subject, run.subject))
    await tx
      .update(alertSubscriptions)
      .set({ ownPosition: null })
      .where(
        and(
          isNotNull(alertSubscriptions.ownPosition),
          lte(alertSubscriptions.ownPosition, run.target),
          eq(alertSubscriptions.rhythm, run.rhythm),
          eq(alertSubscriptions.state, 'active'),
          inArray(alertSubscriptions.filterId, ofSubject),
        ),
      )
  })
}

function isRun({ subject, rhythm }: Run) {
  return and(eq(alertRuns.subject, subject), eq(alertRuns.rhythm, rhythm))
}
