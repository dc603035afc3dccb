import { sql } from 'drizzle-orm'
import { bigint, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Scope } from '../http/route.ts'
import type { Db, Tx } from './db.ts'

/** One row per scope of what readers see; a kept rendering is good while its scopes' versions stand. */
export const dataVersions = pgTable('data_versions', {
  scope: text('scope').primaryKey(),
  version: bigint('version', { mode: 'number' }).notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
})

/**
 * Marks what readers see of these scopes as changed: the last statement of a transaction that changes it. Said again in
 * the same transaction it is nothing new.
 */
export async function bumpVersions(tx: Tx, scopes: Scope[]): Promise<void> {
  const told = bumped.get(tx) ?? new Set()
  bumped.set(tx, told)
  for (const scope of scopes.toSorted()) {
    if (told.has(scope)) continue
    told.add(scope)
    await tx
      .insert(dataVersions)
      .values({ scope, version: 1, changedAt: sql`now()` })
      .onConflictDoUpdate({
        target: dataVersions.scope,
        set: { version: sql`${dataVersions.version} + 1`, changedAt: sql`now()` },
      })
    await tx.execute(sql`select pg_notify('guichet_versions', ${scope})`)
  }
}

/** What open transactions have marked. One within another counts by itself: it may be undone alone. */
const bumped = new WeakMap<Tx, Set<Scope>>()

/** What a process knows of the data versions. */
export interface Versions {
  /** Version of these scopes together (names joined with commas), as a short text, as last read. */
  current(scopes: string): string
  /** Whether the database, when it was last asked, has not told them, or not within two seconds. */
  lost(): boolean
  /** Reads them again from the database. */
  refresh(): Promise<void>
}

const LATE_MS = 2_000

/** A process's copy of the data versions, empty until the first refresh. */
export function createVersions(db: Db): Versions {
  let known = new Map<string, number>()
  let isLost = false
  const read = async () => {
    const late = setTimeout(() => {
      isLost = true
    }, LATE_MS)
    try {
      const rows = await db
        .select({ scope: dataVersions.scope, version: dataVersions.version })
        .from(dataVersions)
      isLost = false
      return rows
    } catch (error) {
      isLost = true
      throw error
    } finally {
      clearTimeout(late)
    }
  }
  return {
    current: (scopes) =>
      scopes
        .split(',')
        .map((scope) => known.get(scope) ?? 0)
        .join('.'),
    lost: () => isLost,
    async refresh() {
      const rows = await read()
      known = new Map(rows.map((row) => [row.scope, row.version]))
    },
  }
}
