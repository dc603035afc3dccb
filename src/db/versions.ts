import { and, eq, gt, lt, lte, sql } from 'drizzle-orm'
import { bigint, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { Scope } from '../http/route.ts'
import type { Db, Reader, Tx } from './db.ts'

/** One row per scope of what readers see; a kept rendering is good while its scopes' versions stand. */
export const dataVersions = pgTable('data_versions', {
  scope: text('scope').primaryKey(),
  version: bigint('version', { mode: 'number' }).notNull(),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
})

/** What a version of a scope changed, where its writer could tell: the lately made ones only. */
export const dataChanges = pgTable(
  'data_changes',
  {
    scope: text('scope').notNull(),
    version: bigint('version', { mode: 'number' }).notNull(),
    /** Keys of the records that were added or changed: consultations, for the board. */
    ids: bigint('ids', { mode: 'number' }).array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.version] })],
)

/** Versions whose changes are kept. */
const TOLD_VERSIONS = 1000
/** A change of so many records or more is not told one by one: it may be anything. */
const TOLD_IDS = 1000

/**
 * Marks what readers see of these scopes as changed: the last statement of a transaction that changes it. Said again in
 * the same transaction it is nothing new, but that more has changed. `ids` tell which of the first scope's records are
 * all that was added or changed; without them it may be anything.
 */
export async function bumpVersions(
  tx: Tx,
  scopes: [Scope, ...Scope[]],
  ids?: number[],
): Promise<void> {
  const [first] = scopes
  const told = bumped.get(tx) ?? new Map<Scope, number>()
  bumped.set(tx, told)
  for (const scope of scopes.toSorted()) {
    const before = told.get(scope)
    const version = before ?? (await nextVersion(tx, scope))
    told.set(scope, version)
    const known = scope === first && ids && ids.length < TOLD_IDS ? ids : null
    await tellChanges(tx, { scope, version, ids: known }, before === undefined)
  }
}

/** What open transactions have marked, as which version. One within another counts by itself: it may be undone alone. */
const bumped = new WeakMap<Tx, Map<Scope, number>>()

async function nextVersion(tx: Tx, scope: Scope): Promise<number> {
  const [row] = await tx
    .insert(dataVersions)
    .values({ scope, version: 1, changedAt: sql`now()` })
    .onConflictDoUpdate({
      target: dataVersions.scope,
      set: { version: sql`${dataVersions.version} + 1`, changedAt: sql`now()` },
    })
    .returning({ version: dataVersions.version })
  await tx.execute(sql`select pg_notify('guichet_versions', ${scope})`)
  if (!row) throw new Error(`The version of ${scope} was not written`)
  return row.version
}

/** Ids of null: nobody can tell. A version that nothing is told of has no row. */
async function tellChanges(
  tx: Tx,
  { scope, version, ids }: { scope: Scope; version: number; ids: number[] | null },
  isFirst: boolean,
): Promise<void> {
  const itself = and(eq(dataChanges.scope, scope), eq(dataChanges.version, version))
  if (!ids) {
    if (!isFirst) await tx.delete(dataChanges).where(itself)
  } else if (isFirst) {
    await tx.insert(dataChanges).values({ scope, version, ids })
    await tx
      .delete(dataChanges)
      .where(and(eq(dataChanges.scope, scope), lt(dataChanges.version, version - TOLD_VERSIONS)))
  } else {
    await tx
      .update(dataChanges)
      .set({ ids: sql`${dataChanges.ids} || ${sql.param(ids, dataChanges.ids)}` })
      .where(itself)
  }
}

/** The records of a scope that its versions after one, up to and with another, added or changed; null: nobody can tell. */
export async function changedBetween(
  reader: Reader,
  scope: Scope,
  after: number,
  upTo: number,
): Promise<number[] | null> {
  if (upTo <= after) return null
  const rows = await reader
    .select({ ids: dataChanges.ids })
    .from(dataChanges)
    .where(
      and(
        eq(dataChanges.scope, scope),
        gt(dataChanges.version, after),
        lte(dataChanges.version, upTo),
      ),
    )
  if (rows.length !== upTo - after) return null
  return [...new Set(rows.flatMap(({ ids }) => ids))]
}

/** What a process knows of the data versions. */
export interface Versions {
  /** Version of these scopes together (names joined with commas), as a short text, as last read. */
  current(scopes: string): string
  /**
   * When (milliseconds since 1970) this process last asked for what these scopes' versions were and was told these, which
   * others have changed since; -Infinity where that is long ago, where the process itself has changed something since, or
   * where it is not known.
   */
  lastTrueAt(scopes: string, versions: string): number
  /** Whether the database, when it was last asked, has not told them, or not within two seconds. */
  lost(): boolean
  /** Reads them again from the database, so that what this process has changed is seen at once. */
  refresh(): Promise<void>
  /** Reads them again, for what others have changed. */
  hear(): Promise<void>
}

const LATE_MS = 2_000
/** How long it is remembered when a version was last true. */
const REMEMBERED_MS = 10_000

/** A process's copy of the data versions, empty until the first refresh. */
export function createVersions(db: Db, now: () => Date): Versions {
  let known = new Map<string, number>()
  /** When they were asked for. */
  let knownAt = -Infinity
  /** Versions that others have taken the place of, and when they were last true. */
  let past: { scope: string; version: number; at: number }[] = []
  let isLost = false
  let asked = 0
  let answered = 0
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
  /** Answers what was known before; null where what was asked for later has been answered already. */
  const learn = async () => {
    asked += 1
    const turn = asked
    const askedAt = now().getTime()
    const rows = await read()
    if (turn < answered) return null
    answered = turn
    const before = { versions: known, at: knownAt }
    known = new Map(rows.map((row) => [row.scope, row.version]))
    knownAt = askedAt
    return before
  }
  const versionOf = (scope: string) => known.get(scope) ?? 0
  return {
    current: (scopes) => scopes.split(',').map(versionOf).join('.'),
    lastTrueAt(scopes, versions) {
      const was = versions.split('.').map(Number)
      const instants = scopes.split(',').map((scope, at) => {
        if (was[at] === versionOf(scope)) return Infinity
        return (
          past.find((each) => each.scope === scope && each.version === was[at])?.at ?? -Infinity
        )
      })
      return Math.min(...instants)
    },
    lost: () => isLost,
    async refresh() {
      await learn()
      past = []
    },
    async hear() {
      const before = await learn()
      if (!before) return
      past = past.filter(({ at }) => knownAt - at < REMEMBERED_MS)
      for (const scope of known.keys()) {
        const version = before.versions.get(scope) ?? 0
        if (version !== versionOf(scope)) past.push({ scope, version, at: before.at })
      }
    },
  }
}
