import { lte, sql } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { clientAddress } from './client-address.ts'
import type { GuichetContext } from './route.ts'
import { rateLimits } from './schema.ts'

/** How often something may be done in a window of so many seconds. An office of thirty has one address. */
export const RATE_LIMITS = {
  /** Asking for a sign-in, or using a link. */
  'sign-in': { most: 30, seconds: 15 * 60 },
  /** Links mailed to one address, whoever asks for them. */
  'sign-in-mail': { most: 5, seconds: 15 * 60 },
  /** Sending a form. */
  write: { most: 300, seconds: 15 * 60 },
  /** Registering for something without an account, or withdrawing. */
  registration: { most: 60, seconds: 15 * 60 },
  /** Asking a correspondent for something without an account, or writing to them, files included. */
  request: { most: 30, seconds: 15 * 60 },
  /** Messages that ask an address to confirm an alert, whoever asks for them. */
  'alert-mail': { most: 5, seconds: 24 * 3600 },
  /** Asking our hub to begin or end something. */
  hub: { most: 120, seconds: 15 * 60 },
  /** Files made out of many rows. A harvester looks at every one of the open data, and then takes it. */
  export: { most: 300, seconds: 15 * 60 },
  /** Calls of the API, for each token. */
  api: { most: 1_200, seconds: 15 * 60 },
} as const satisfies Record<string, { most: number; seconds: number }>

export type LimitedPurpose = keyof typeof RATE_LIMITS

/** Once more was too often. */
export interface Overrun {
  /** Whole seconds until the window ends: at least one. */
  retryAfterSeconds: number
}

/**
 * Counts this request towards a limit, and tells when it was one too many; null where it may go on. Counted by `key`
 * (an agent, a token) or else by the client's address, in fixed windows that begin with the first request, in the
 * database: all processes count together. Only a hash of who it is stands there, until the window has ended.
 */
export async function limited(
  c: GuichetContext,
  purpose: LimitedPurpose,
  key: string = clientAddress(c) ?? 'unknown',
): Promise<Overrun | null> {
  return countTowards(c.var.deps.db, purpose, key)
}

/** The same outside a request. Takes the database, not a transaction: what is rolled back counts too. */
export async function countTowards(
  db: Db,
  purpose: LimitedPurpose,
  key: string,
): Promise<Overrun | null> {
  const { most, seconds } = RATE_LIMITS[purpose]
  // One that ends far ahead was begun on a clock that has gone back since.
  const hasEnded = sql`${rateLimits.endsAt} not between now() and now() + make_interval(secs => ${2 * seconds})`
  const windowEnd = sql`now() + make_interval(secs => ${seconds})`
  const [row] = await db
    .insert(rateLimits)
    .values({ key: await hashOf(`${purpose} ${key}`), count: 1, endsAt: windowEnd })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${hasEnded} then 1 else least(${rateLimits.count}, ${most}) + 1 end`,
        endsAt: sql`case when ${hasEnded} then ${windowEnd} else ${rateLimits.endsAt} end`,
      },
    })
    .returning({
      count: rateLimits.count,
      left: sql<number>`ceil(extract(epoch from ${rateLimits.endsAt} - now()))::int`,
    })
  if (!row || row.count <= most) return null
  return { retryAfterSeconds: Math.max(1, row.left) }
}

/** Removes what was counted in windows that have ended. */
export async function forgetEndedWindows(db: Db): Promise<void> {
  await db.delete(rateLimits).where(lte(rateLimits.endsAt, sql`now()`))
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
