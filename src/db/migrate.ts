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

/** Behind a statement that waits for its lock, every reader of the table waits too. */
const LONGEST_WAIT = '2s'
const PAUSE_MS = 1000
/** Five minutes in all: a backup may hold every table for some. */
const ATTEMPTS = 100

/**
 * Brings the database up to date, in the order of the files, and tells each one before it starts.
 *
 * Each file runs in a transaction that also writes down its name: what fails or is killed leaves nothing behind, and
 * the next run goes on from there. It waits for a lock for two seconds only, then gives all of its own back and tries
 * again for five minutes, so that a busy table never has its readers queue behind it. A file whose first line is
 * `-- no-transaction` (for `concurrently`) runs statement by statement; one that did not end is run again as a whole,
 * without the invalid indexes that it left. Statements may take as long as they need. Any number of processes may call
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
      await connection`set statement_timeout = 0`
      // What a killed process was at ends with it, and gives the lock to the next. Not every system can look.
      await connection`set client_connection_check_interval = '2s'`.catch(() => {})
      return await applyPending(connection, migrations, onProgress)
    } finally {
      await connection`reset client_connection_check_interval`
      await connection`reset statement_timeout`
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

async function apply(connection: ReservedSql, migration: Migration): Promise<void> {
  const run = migration.sql.startsWith('-- no-transaction') ? runAlone : runInTransaction
  try {
    await run(connection, migration)
  } catch (error) {
    throw new Error(`Migration ${migration.name} failed`, { cause: error })
  }
}

async function runInTransaction(connection: ReservedSql, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await connection`begin`
    try {
      await connection.unsafe(`set local lock_timeout = '${LONGEST_WAIT}'`)
      for (const statement of statementsOf(migration)) await connection.unsafe(statement)
      await writeDown(connection, migration)
      await connection`commit`
      return
    } catch (error) {
      await connection`rollback`
      const isBusy = error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE
      if (!isBusy || attempt === ATTEMPTS) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

/** PostgreSQL's code for a lock that was not given in time. */
const LOCK_NOT_AVAILABLE = '55P03'

/** What `concurrently` waits for keeps nobody else waiting: it has no limit. */
async function runAlone(connection: ReservedSql, migration: Migration): Promise<void> {
  const invalid = await connection<{ name: string; dropped: string }[]>`
    select relname as name, indexrelid::regclass::text as dropped
    from pg_index join pg_class on pg_class.oid = indexrelid
    where not indisvalid and relnamespace = current_schema()::regnamespace`
  for (const { name, dropped } of invalid)
    if (new RegExp(`\\b${name}\\b`).test(migration.sql))
      await connection.unsafe(`drop index concurrently ${dropped}`)
  for (const statement of statementsOf(migration)) await connection.unsafe(statement)
  await writeDown(connection, migration)
}

function statementsOf({ sql }: Migration): string[] {
  return sql.split('--> statement-breakpoint')
}

async function writeDown(connection: ReservedSql, { name }: Migration): Promise<void> {
  await connection`insert into guichet_migrations (name) values (${name})`
}
