import type { Db } from '../db/db.ts'
import { eachMinute } from '../http/each-minute.ts'
import { type Gazetteer, loadGazetteer } from '../places/gazetteer.ts'
import { trades } from './schema.ts'
import type { Trade } from './trades.ts'

/** What is looked up beside what is said of a consultation. */
export interface Lists {
  trades: Trade[]
  gazetteer: Gazetteer
}

/** Trades and official places, read once a minute by each process: they change a few times a year. */
export const currentLists = eachMinute(readLists).current

/** Trades and official places as the database has them now. */
export async function readLists(db: Db): Promise<Lists> {
  return {
    trades: await db.select().from(trades).orderBy(trades.position),
    gazetteer: await loadGazetteer(db),
  }
}
