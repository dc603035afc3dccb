/** Seconds that a subscription may last (W3C WebSub 5.1), and what it gets that asks for nothing. */
const SHORTEST_LEASE = 3_600
const LONGEST_LEASE = 30 * 86_400
const USUAL_LEASE = 10 * 86_400

/** Subscriptions of one site's callbacks, and of all. */
export const MOST_PER_HOST = 100
export const MOST_SUBSCRIBERS = 10_000

/** What a subscriber gets for the seconds that it asks for. */
export function leaseFor(asked: string | null): number {
  const seconds = /^\d{1,12}$/.test(asked ?? '') ? Number(asked) : USUAL_LEASE
  return Math.min(Math.max(seconds, SHORTEST_LEASE), LONGEST_LEASE)
}
