import type { Db } from '../db/db.ts'
import { loadGazetteer } from '../places/gazetteer.ts'
import type { Lists } from './columns.ts'
import { trades } from './schema.ts'

const FRESH_MS = 60_000
const known = new WeakMap<Db, { lists: Promise<Lists>; at: number }>()

/** Trades and official places, read once a minute by each process: they change a few times a year. */
export async function currentLists(db: Db, now: Date): Promise<Lists> {
  const held = known.get(db)
  const age = held ? now.getTime() - held.at : Number.POSITIVE_INFINITY
  if (held && age >= 0 && age < FRESH_MS) return held.lists
  const lists = readLists(db)
  known.set(db, { lists, at: now.getTime() })
  lists.catch(() => known.delete(db))
  return lists
}

/** Trades and official places as the database has them now. */
export async function readLists(db: Db): Promise<Lists> {
  return {
    trades: await db.select().from(trades).orderBy(trades.position),
    gazetteer: await loadGazetteer(db),
  }
}
