import { sql } from 'drizzle-orm'
import type { Db, Reader, Tx } from './db.ts'

const AT_ONE_INSTANT = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const

/** Databases that more than one connection is open to. */
const shared = new WeakSet<object>()

/** Says that what is asked of this database may be asked on two connections at a time. */
export function haveSeveralConnections(db: Db): void {
  shared.add(db)
}

/**
 * What several readings find in the database at one instant (PostgreSQL 15, 9.28.5: snapshot synchronization), in their
 * order; the longest should come first. On a server two connections take them in turns, each without helpers of its own,
 * which would only get in each other's way; within a transaction, and on the embedded database, they go one after the
 * other.
 */
export async function readSideBySide<Found>(
  reader: Reader,
  readings: ((tx: Tx) => Promise<Found>)[],
): Promise<Found[]> {
  const found: Found[] = []
  const waiting = readings.entries()
  const readAll = async (tx: Tx) => {
    for (const [index, read] of waiting) found[index] = await read(tx)
  }
  await reader.transaction(async (tx) => {
    if (!shared.has(reader)) return readAll(tx)
    const [row] = await tx.execute<{ name: string }>(sql`select pg_export_snapshot() as name`)
    const beside = reader.transaction(async (second) => {
      await second.execute(sql.raw(`set transaction snapshot '${row?.name}'`))
      await second.execute(WITHOUT_HELPERS)
      return readAll(second)
    }, AT_ONE_INSTANT)
    // The snapshot is there for as long as the transaction that gave it.
    const ended = await Promise.allSettled([
      tx.execute(WITHOUT_HELPERS).then(() => readAll(tx)),
      beside,
    ])
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  }, AT_ONE_INSTANT)
  return found
}

const WITHOUT_HELPERS = sql`set local max_parallel_workers_per_gather to 0`
