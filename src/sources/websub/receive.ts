import { count, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import type { Deps } from '../../deps.ts'
import { boundedBytes } from '../../http/bounded-bytes.ts'
import { enqueue } from '../../jobs/queue.ts'
import { DOCUMENT_LIMIT } from '../fetch/body.ts'
import { POLL_JOB } from '../polling/schedule.ts'
import { sourceHealth } from '../schema.ts'
import { isToldSecret } from './callback.ts'
import { PUSH_JOB } from './jobs.ts'
import { isAlive, type Subscription } from './lease.ts'
import { webSubPushes, webSubSubscriptions } from './schema.ts'
import { isSignedBy, readSignature } from './signature.ts'
import { subscriptionOf } from './verify.ts'

/** What a hub pushed. */
export interface Pushed {
  contentType: string | undefined
  signature: string | undefined
  body: ReadableStream<Uint8Array> | null
}

/**
 * `taken`: it will be read, or the source be looked at; `ignored`: it is counted and nothing else; `unknown`: we did
 * not ask for it, or not any more; `too-large`: it is over the limit of documents.
 */
export type Reception = 'taken' | 'ignored' | 'unknown' | 'too-large'

/** Pushes of one subscription that wait to be read; for more, the source is looked at instead. */
const WAITING_LIMIT = 5
/** A source is not looked at more often because of pushes. */
const LOOK_SPACING_SECONDS = 60

/**
 * Takes in what a hub pushed (W3C WebSub 7): kept until a job reads it where it bears the signature of the secret that
 * only the hub knows. A hub that could not be told one has the source looked at.
 */
export async function receivePush(
  deps: Deps,
  token: string,
  { contentType, signature: header, body }: Pushed,
): Promise<Reception> {
  const { db, config } = deps
  const found = await db.transaction((tx) => subscriptionOf(tx, token))
  if (!found || found.intent !== 'subscribe') return 'unknown'
  if (!isAlive(found, deps.now())) return ignore(deps, found)
  if (!isToldSecret(found.hub, config)) return settle(deps, token, null)

  const signature = readSignature(header)
  if (signature === null) return ignore(deps, found)
  const document = await boundedBytes(body, DOCUMENT_LIMIT)
  if (document === null) return 'too-large'
  if (!(await isSignedBy(found.secret, signature, document))) return ignore(deps, found)
  return settle(deps, token, { body: document, contentType: contentType ?? null })
}

async function ignore({ db }: Deps, { id }: Subscription): Promise<Reception> {
  await db
    .update(webSubSubscriptions)
    .set({ ignored: sql`${webSubSubscriptions.ignored} + 1` })
    .where(eq(webSubSubscriptions.id, id))
  return 'ignored'
}

/** Notes that a push came and what follows, in one transaction: nothing is lost once the hub has its answer. */
async function settle(
  { db, now }: Deps,
  token: string,
  document: { body: Uint8Array; contentType: string | null } | null,
): Promise<Reception> {
  const at = now()
  return db.transaction(async (tx) => {
    const subscription = await subscriptionOf(tx, token)
    if (!subscription) return 'unknown'
    const { id, sourceId } = subscription
    await tx
      .update(webSubSubscriptions)
      .set({ pushedAt: at, missedAt: null })
      .where(eq(webSubSubscriptions.id, id))
    if (document === null || (await waitingPushes(tx, id)) >= WAITING_LIMIT) {
      await askForLook(tx, sourceId, at)
      return 'taken'
    }
    const [push] = await tx
      .insert(webSubPushes)
      .values({ subscriptionId: id, receivedAt: at, ...document })
      .returning({ id: webSubPushes.id })
    if (push) await enqueue(tx, { kind: PUSH_JOB, key: String(push.id) })
    return 'taken'
  })
}

async function waitingPushes(tx: Tx, subscriptionId: number): Promise<number> {
  const [row] = await tx
    .select({ waiting: count() })
    .from(webSubPushes)
    .where(eq(webSubPushes.subscriptionId, subscriptionId))
  return row?.waiting ?? 0
}

/** Has a source looked at soon. One that fails is left the time that it was given. */
export async function askForLook(tx: Tx, sourceId: number, now: Date): Promise<void> {
  const [health] = await tx
    .select({ triedAt: sourceHealth.triedAt, errorCode: sourceHealth.errorCode })
    .from(sourceHealth)
    .where(eq(sourceHealth.sourceId, sourceId))
  if (!health || health.errorCode !== null) return
  const since = health.triedAt ? (now.getTime() - health.triedAt.getTime()) / 1000 : Infinity
  const afterSeconds = Math.max(0, LOOK_SPACING_SECONDS - Math.max(0, since))
  await enqueue(tx, { kind: POLL_JOB, key: String(sourceId), afterSeconds })
}
