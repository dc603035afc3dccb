import { DatabaseAway } from '../db/outage.ts'

/**
 * Does work for many, so many at a time and in the order in which they come: what is large is held in memory for a few
 * only. Whoever waits longer than so many milliseconds gets DatabaseAway, as where no connection is free.
 */
export function fewAtATime(
  many: number,
  longestMs: number,
): <T>(work: () => Promise<T>) => Promise<T> {
  let free = many
  const waiting = new Set<() => void>()
  const turn = () =>
    new Promise<void>((resolve, reject) => {
      const take = () => {
        waiting.delete(take)
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        waiting.delete(take)
        reject(new DatabaseAway('too much that is large was being made'))
      }, longestMs)
      waiting.add(take)
    })
  return async (work) => {
    if (free > 0) free -= 1
    else await turn()
    try {
      return await work()
    } finally {
      const [next] = waiting
      if (next) next()
      else free += 1
    }
  }
}
