import { pauseAfterFailure } from '../polling/schedule.ts'
import type { webSubSubscriptions } from './schema.ts'

export type Subscription = typeof webSubSubscriptions.$inferSelect

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** What hubs are asked for, and what stands where they do not say. */
export const WANTED_LEASE_SECONDS = 10 * 86_400
const SHORTEST_LEASE_SECONDS = 60
const LONGEST_LEASE_SECONDS = 30 * 86_400
/** Renewed in the last quarter of the lease. */
const RENEWED_AT = 0.75
/** A hub that has not verified a request after this long will not. */
const PATIENCE_MS = 10 * MINUTE_MS
/** How much later than a look a push may come that tells of the same. */
export const GRACE_MS = 10 * MINUTE_MS
/** An end that a hub does not want to hear of comes with the lease. */
const FAREWELLS = 4

/** What is to be done now about a subscription. */
export type Step =
  | { to: 'wait'; until: Date }
  | { to: 'ask' }
  /** The hub did not verify. */
  | { to: 'give-up-waiting' }
  /** A look found what no push told of. */
  | { to: 'distrust' }
  /** Nothing is left of it. */
  | { to: 'forget' }

/** The next step for a subscription: asked for, verified, renewed before its lease ends, or ended. */
export function stepOf(subscription: Subscription, now: Date): Step {
  const { intent, askedAt, missedAt, retryAt, renewAt, failures } = subscription
  const ending = intent === 'unsubscribe'
  if (ending && (!isAlive(subscription, now) || failures >= FAREWELLS)) return { to: 'forget' }
  if (missedAt !== null && after(missedAt, GRACE_MS) <= now) return { to: 'distrust' }
  const judged = missedAt === null ? [] : [after(missedAt, GRACE_MS)]
  const wait = (until: Date): Step => ({ to: 'wait', until: earliest([until, ...judged]) })
  if (askedAt !== null) {
    const patience = after(askedAt, PATIENCE_MS)
    return patience <= now ? { to: 'give-up-waiting' } : wait(patience)
  }
  if (retryAt !== null && retryAt > now) return wait(retryAt)
  const renewed = !ending && isAlive(subscription, now) && renewAt !== null && renewAt > now
  return renewed ? wait(renewAt) : { to: 'ask' }
}

/** Whether a hub has verified it, and its lease stands. */
export function isAlive({ leaseEndsAt }: Pick<Subscription, 'leaseEndsAt'>, now: Date): boolean {
  return leaseEndsAt !== null && leaseEndsAt > now
}

/** What a verified request makes of a subscription; `lease` in seconds as the hub wrote it. */
export function verified(subscription: Subscription, lease: string | undefined, now: Date) {
  const written = /^\d{1,9}$/.test(lease ?? '') ? Number(lease) : WANTED_LEASE_SECONDS
  const seconds = Math.min(Math.max(written, SHORTEST_LEASE_SECONDS), LONGEST_LEASE_SECONDS)
  return {
    aliveSince: isAlive(subscription, now) ? subscription.aliveSince : now,
    leaseEndsAt: after(now, seconds * 1000),
    renewAt: after(now, seconds * 1000 * RENEWED_AT),
    askedAt: null,
    failures: 0,
    errorCode: null,
    retryAt: null,
  }
}

/**
 * What a request that came to nothing makes of a subscription: the feed's next hub is asked at once, and once all have
 * been, the first again later, later each time, up to a day. It never gives up.
 */
export function failed(
  { intent, hub, hubs, failures }: Subscription,
  why: { code: string; retryAfter: Date | null; random: number },
  now: Date,
) {
  const others = intent === 'subscribe' ? hubs : [hub]
  const next = others[(others.indexOf(hub) + 1) % others.length] ?? hub
  const count = failures + 1
  const again = count % others.length === 0
  const rounds = Math.floor(count / others.length) - 1
  const pause = pauseAfterFailure(rounds, { gone: false, random: why.random })
  const asked = Math.min(why.retryAfter ? why.retryAfter.getTime() - now.getTime() : 0, DAY_MS)
  return {
    askedAt: null,
    hub: next,
    failures: count,
    errorCode: why.code,
    retryAt: again ? after(now, Math.max(pause, asked)) : null,
  }
}

function after(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds)
}

function earliest(instants: Date[]): Date {
  return new Date(Math.min(...instants.map((each) => each.getTime())))
}
