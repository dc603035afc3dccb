import type { Db } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { loadGazetteer } from '../places/gazetteer.ts'
import type { Keeper } from '../http/keeper.ts'
import type { Lists } from './columns.ts'
import { trades } from './schema.ts'

const FRESH_MS = 60_000
/** By keeper, because that is what a process has one of: on Workers each request has a database of its own. */
const known = new WeakMap<Keeper, { lists: Lists; at: number }>()

/** Trades and official places, read once a minute by each process: they change a few times a year. */
export async function currentLists({
  db,
  keep,
  now,
}: Pick<Deps, 'db' | 'keep' | 'now'>): Promise<Lists> {
  const at = now().getTime()
  const held = known.get(keep)
  if (held && Math.abs(at - held.at) < FRESH_MS) return held.lists
  const lists = await readLists(db)
  known.set(keep, { lists, at })
  return lists
}

/** Trades and official places as the database has them now. */
export async function readLists(db: Db): Promise<Lists> {
  return {
    trades: await db.select().from(trades).orderBy(trades.position),
    gazetteer: await loadGazetteer(db),
  }
}
