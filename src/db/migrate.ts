import type { ReservedSql, Sql } from 'postgres'

/** One file of `migrations/`. */
export interface Migration {
  /** The file's name without `.sql`. */
  name: string
  sql: string
}

/** `unknown`: migrations that the database has and this program does not know, so a newer program has been here. */
export type MigrationOutcome = { ok: true; applied: string[] } | { ok: false; unknown: string[] }

/** The advisory lock that all runners agree on: « guic » in bytes. */
const LOCK = 0x67756963

/**
 * Brings the database up to date, in the order of the files, and tells each one before it starts.
 *
 * Each file runs in a transaction that also writes down its name: what fails or is killed leaves nothing behind, and
 * the next run goes on from there. A file whose first line is `-- no-transaction` (for `concurrently`) runs statement
 * by statement and may be run again after a failure: it must be written for that. Any number of processes may call
 * this at once, on a direct connection: a pooler that shares sessions would share the lock. A database that a newer
 * program has changed is left alone. Throws where a statement fails.
 */
export async function migrate(
  sql: Sql,
  migrations: Migration[],
  onProgress: (name: string) => void = () => {},
): Promise<MigrationOutcome> {
  // The driver never answers a reservation that must first connect (with fetch_types off): connect now.
  await sql`select 1`
  const connection = await sql.reserve()
  try {
    await takeLock(connection)
    try {
      return await applyPending(connection, migrations, onProgress)
    } finally {
      await connection`select pg_advisory_unlock(${LOCK})`
    }
  } finally {
    connection.release()
  }
}

/** How a database stands to this program's migrations; changes nothing. */
export async function readMigrationState(
  sql: Sql | ReservedSql,
  migrations: Migration[],
): Promise<{ pending: string[]; unknown: string[] }> {
  const [table] = await sql`select to_regclass('guichet_migrations') as name`
  const rows = table?.name ? await sql<{ name: string }[]>`select name from guichet_migrations` : []
  const applied = new Set(rows.map((row) => row.name))
  const known = new Set(migrations.map((migration) => migration.name))
  return {
    pending: migrations.map(({ name }) => name).filter((name) => !applied.has(name)),
    unknown: [...applied].filter((name) => !known.has(name)).toSorted(),
  }
}

/**
 * The lock belongs to the session and is asked for again and again rather than waited for: a waiting statement would
 * hold a snapshot, which `create index concurrently` in the other runner waits for in its turn.
 */
async function takeLock(connection: ReservedSql): Promise<void> {
  for (;;) {
    const [row] = await connection`select pg_try_advisory_lock(${LOCK}) as taken`
    if (row?.taken) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function applyPending(
  connection: ReservedSql,
  migrations: Migration[],
  onProgress: (name: string) => void,
): Promise<MigrationOutcome> {
  const { pending, unknown } = await readMigrationState(connection, migrations)
  if (unknown.length > 0) return { ok: false, unknown }
  await connection`
    create table if not exists guichet_migrations (
      name text primary key,
      applied_at timestamptz not null default now()
    )`
  const due = migrations.filter(({ name }) => pending.includes(name))
  for (const migration of due) {
    onProgress(migration.name)
    await apply(connection, migration)
  }
  return { ok: true, applied: pending }
}

async function apply(connection: ReservedSql, { name, sql }: Migration): Promise<void> {
  const statements = sql.split('--> statement-breakpoint')
  const inTransaction = !sql.startsWith('-- no-transaction')
  if (inTransaction) await connection`begin`
  try {
    for (const statement of statements) await connection.unsafe(statement)
    await connection`insert into guichet_migrations (name) values (${name})`
    if (inTransaction) await connection`commit`
  } catch (error) {
    if (inTransaction) await connection`rollback`
    throw new Error(`Migration ${name} failed`, { cause: error })
  }
}
