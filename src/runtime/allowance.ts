import type { Deps } from '../deps.ts'

/** What one invocation of a Worker may still ask of other servers. */
export interface Allowance {
  fetch: Deps['fetch']
  /** Aborted when what is left is kept for what is under way: nothing new may be begun. */
  low: AbortSignal
  /** Aborted when more was asked than there was: what is under way is cut short. */
  spent: AbortSignal
}

/** A request for each job that may be under way at the same time. */
const KEPT_BACK = 8

/** Counts requests, each hop of a redirect as one, as the platform does. Beyond `most` none is sent. */
export function createAllowance(fetch: Deps['fetch'], most: number): Allowance {
  const [low, spent] = [new AbortController(), new AbortController()]
  let sent = 0
  return {
    low: low.signal,
    spent: spent.signal,
    fetch(input, init) {
      if (sent >= most) {
        spent.abort()
        return Promise.reject(new DOMException('No request is left.', 'AbortError'))
      }
      sent += 1
      if (sent >= most - KEPT_BACK) low.abort()
      return fetch(input, init)
    },
  }
}
