import journal from '../../migrations/meta/_journal.json' with { type: 'json' }
import { sql } from 'drizzle-orm'
import { dataVersions, type Versions } from '../db/versions.ts'
import type { Reader } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { type Lags, readLags } from './lags.ts'

/** The state of the database, and what it tells of where it stands and what is late. */
export type Health = { database: 'away' } | KnownHealth

interface KnownHealth {
  /** `behind`: migrations that this program needs are missing. */
  database: 'ready' | 'behind'
  migrations: MigrationState
  /** By scope. */
  versions: Record<string, number>
  lags: Lags
}

interface MigrationState {
  /** The last one that this program knows. */
  last: string
  pending: number
  /** Applied by a newer program: this one goes on until it is replaced. */
  unknown: number
}

/** A database that does not answer within this is away, for those who ask. */
const PATIENCE_MS = 2000
/** Asked a thousand times a second, the database is asked once. */
const FRESH_MS = 1000

/** By the data versions, of which a process has one: on Workers each request has its own, and asks for itself. */
const looks = new WeakMap<Versions, { at: number; ended: boolean; health: Promise<Health> }>()

type HealthDeps = Pick<Deps, 'db' | 'ahead' | 'versions' | 'now'>

/** How this process's database is: looked at once a second at most, and never twice at a time. Never throws. */
export async function healthOf(deps: HealthDeps): Promise<Health> {
  const held = looks.get(deps.versions)
  const at = performance.now()
  if (held && (!held.ended || at - held.at < FRESH_MS)) return withinPatience(held.health)
  const look = {
    at,
    ended: false,
    health: lookAt(deps).finally(() => {
      look.ended = true
    }),
  }
  looks.set(deps.versions, look)
  return withinPatience(look.health)
}

const AWAY = { database: 'away' } as const

async function withinPatience(health: Promise<Health>): Promise<Health> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve(AWAY), PATIENCE_MS)
  })
  try {
    return await Promise.race([health, late])
  } finally {
    clearTimeout(timer)
  }
}

async function lookAt(deps: HealthDeps): Promise<Health> {
  const reader = deps.ahead ?? deps.db
  try {
    const migrations = await migrationState(reader)
    if (migrations.pending > 0)
      return { database: 'behind', migrations, versions: {}, lags: { jobs: {}, mail: NO_LAG } }
    const rows = await reader
      .select({ scope: dataVersions.scope, version: dataVersions.version })
      .from(dataVersions)
    return {
      database: 'ready',
      migrations,
      versions: Object.fromEntries(rows.map(({ scope, version }) => [scope, version])),
      lags: await readLags(reader, deps.now()),
    }
  } catch {
    return AWAY
  }
}

const NO_LAG = { waiting: 0, seconds: 0 }

async function migrationState(reader: Reader): Promise<MigrationState> {
  const known = journal.entries.map(({ tag }) => tag)
  const [there] = await reader.execute(
    sql`select to_regclass('guichet_migrations') is not null as made`,
  )
  const rows = there?.['made'] ? await reader.execute(sql`select name from guichet_migrations`) : []
  const applied = new Set(rows.map((row) => String(row['name'])))
  return {
    last: known.at(-1) ?? '',
    pending: known.filter((name) => !applied.has(name)).length,
    unknown: [...applied].filter((name) => !known.includes(name)).length,
  }
}
