import type { Db } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import type { Keeper } from './keeper.ts'

const FRESH_MS = 60_000

/** What may be a minute old: `current` reads it once a minute at most in each process, `last` has what was read last. */
export function eachMinute<T>(read: (db: Db) => Promise<T>) {
  // By keeper, because that is what a process has one of: on Workers each request has a database of its own.
  const known = new WeakMap<Keeper, { value: T; at: number }>()
  return {
    async current({ db, keep, now }: Pick<Deps, 'db' | 'keep' | 'now'>): Promise<T> {
      const at = now().getTime()
      const held = known.get(keep)
      if (held && Math.abs(at - held.at) < FRESH_MS) return held.value
      const value = await read(db)
      known.set(keep, { value, at })
      return value
    },
    last: (keep: Keeper): T | undefined => known.get(keep)?.value,
  }
}
