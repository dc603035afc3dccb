import { and, eq, isNotNull } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { Deps } from '../../deps.ts'
import type { JobHandler, JobOutcome } from '../../jobs/tick.ts'
import { endTurn, takeTurn } from '../polling/hosts.ts'
import { registrableHost } from '../fetch/registrable-host.ts'
import { askHub, type HubAnswer } from './ask-hub.ts'
import { callbackAddress, isToldSecret } from './callback.ts'
import { failed, stepOf, type Subscription, WANTED_LEASE_SECONDS } from './lease.ts'
import { webSubSubscriptions } from './schema.ts'

/**
 * Looks after the subscription that a job names: asks its hub, renews it before the lease ends, ends it, and stops
 * relying on pushes that missed something. What a hub does is a state of the subscription; polling goes on as ever.
 */
export function tendSubscription(deps: Deps, signal?: AbortSignal): JobHandler {
  return async ({ key }) => {
    const subscription = await find(deps, Number(key))
    return subscription ? tend(deps, subscription, signal) : 'done'
  }
}

async function tend(
  deps: Deps,
  subscription: Subscription,
  signal: AbortSignal | undefined,
): Promise<JobOutcome> {
  const now = deps.now()
  const step = stepOf(subscription, now)
  switch (step.to) {
    case 'wait':
      return { againAfterSeconds: Math.max(1, (step.until.getTime() - now.getTime()) / 1000) }
    case 'forget':
      await deps.db.delete(webSubSubscriptions).where(eq(webSubSubscriptions.id, subscription.id))
      return 'done'
    case 'distrust':
      await deps.db.transaction((tx) => distrust(tx, subscription, now))
      return SOON
    case 'give-up-waiting':
      await noteFailure(deps, subscription, { code: 'unverified', retryAfter: null })
      return SOON
    case 'ask':
      return ask(deps, subscription, signal)
  }
}

const SOON: JobOutcome = { againAfterSeconds: 0 }

async function ask(
  deps: Deps,
  subscription: Subscription,
  signal: AbortSignal | undefined,
): Promise<JobOutcome> {
  const host = registrableHost(subscription.hub)
  const wait = await takeTurn(deps.db, host)
  if (wait > 0) return { againAfterSeconds: wait }
  try {
    // Before the request: some hubs verify before they answer it.
    await deps.db.update(webSubSubscriptions).set({ askedAt: deps.now() }).where(is(subscription))
    const answer = await askHub(deps, subscription.hub, formOf(deps, subscription), signal)
    if (!answer.ok) await noteFailure(deps, subscription, answer)
  } finally {
    await endTurn(deps.db, host, 0)
  }
  return SOON
}

function formOf(
  { config }: Deps,
  { intent, token, topic, hub, secret }: Subscription,
): Record<string, string> {
  const form = {
    'hub.callback': callbackAddress(config, token),
    'hub.mode': intent,
    'hub.topic': topic,
  }
  if (intent === 'unsubscribe') return form
  return {
    ...form,
    'hub.lease_seconds': String(WANTED_LEASE_SECONDS),
    ...(isToldSecret(hub, config) ? { 'hub.secret': secret } : {}),
  }
}

/** Nothing changes where the hub has verified all the same, or the feed has changed its mind. */
async function noteFailure(
  deps: Deps,
  asked: Subscription,
  { code, retryAfter }: Omit<Extract<HubAnswer, { ok: false }>, 'ok'>,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const [row] = await tx.select().from(webSubSubscriptions).where(is(asked)).for('update')
    if (!row || row.askedAt === null) return
    await tx
      .update(webSubSubscriptions)
      .set(
        code === 'cancelled'
          ? { askedAt: null }
          : failed(row, { code, retryAfter, random: Math.random() }, deps.now()),
      )
      .where(is(asked))
    await bumpVersions(tx, ['sources'])
  })
}

async function distrust(tx: Tx, { id, distrustedAt }: Subscription, now: Date): Promise<void> {
  await tx
    .update(webSubSubscriptions)
    .set({ distrustedAt: distrustedAt ?? now, trustedAt: null, missedAt: null })
    .where(and(eq(webSubSubscriptions.id, id), isNotNull(webSubSubscriptions.missedAt)))
  if (distrustedAt === null) await bumpVersions(tx, ['sources'])
}

async function find({ db }: Deps, id: number): Promise<Subscription | null> {
  const [row] = await db.select().from(webSubSubscriptions).where(eq(webSubSubscriptions.id, id))
  return row ?? null
}

/** False once the feed wants something else of the hub. */
function is({ id, intent }: Subscription) {
  return and(eq(webSubSubscriptions.id, id), eq(webSubSubscriptions.intent, intent))
}
