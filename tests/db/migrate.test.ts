import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate, readMigrationState, type Migration } from '../../src/db/migrate.ts'
import { readMigrationFiles } from '../../src/db/migration-files.ts'
import { openPostgres, type OpenDatabase } from '../../src/db/postgres.ts'
import { engines, openTestDatabase, openTestPostgres } from '../support/databases.ts'

const known = readMigrationFiles()

const first: Migration = {
  name: '9001_first',
  sql: 'create table runs (n int);\n--> statement-breakpoint\ninsert into runs values (1);',
}
const second: Migration = { name: '9002_second', sql: 'insert into runs values (2);' }
const broken: Migration = {
  name: '9002_second',
  sql: 'insert into runs values (2);\n--> statement-breakpoint\nselect 1/0;',
}

describe.each(engines)('migrations, on %s', (engine) => {
  let database: OpenDatabase
  beforeEach(async () => {
    database = await openTestDatabase(engine)
  })
  afterEach(() => database.close())

  const runs = async () => (await database.sql`select n from runs order by n`).map((row) => row.n)

  it('run once, in order, and say which ones before each', async () => {
    const told: string[] = []
    const files = [...known, first, second]
    const outcome = await migrate(database.sql, files, (name) => told.push(name))
    expect(outcome).toEqual({ ok: true, applied: ['9001_first', '9002_second'] })
    expect(told).toEqual(['9001_first', '9002_second'])
    expect(await migrate(database.sql, files)).toEqual({ ok: true, applied: [] })
    expect(await runs()).toEqual([1, 2])
  })

  it('leave nothing of a file that fails, and go on from there next time', async () => {
    await expect(migrate(database.sql, [...known, first, broken])).rejects.toThrow(
      'Migration 9002_second failed',
    )
    expect(await runs()).toEqual([1])
    const outcome = await migrate(database.sql, [...known, first, second])
    expect(outcome).toEqual({ ok: true, applied: ['9002_second'] })
    expect(await runs()).toEqual([1, 2])
  })

  it('refuse a database that a newer program has changed', async () => {
    await migrate(database.sql, [...known, first, second])
    const older = [...known, { name: '9003_other', sql: 'create table other ();' }]
    const unknown = ['9001_first', '9002_second']
    expect(await readMigrationState(database.sql, older)).toEqual({
      pending: ['9003_other'],
      unknown,
    })
    expect(await migrate(database.sql, older)).toEqual({ ok: false, unknown })
    expect(await database.sql`select to_regclass('other') as name`).toEqual([{ name: null }])
  })

  it('can be told to run outside a transaction', async () => {
    const index: Migration = {
      name: '9002_index',
      sql: '-- no-transaction\ncreate index concurrently if not exists runs_n on runs (n);',
    }
    const outcome = await migrate(database.sql, [...known, first, index])
    expect(outcome).toEqual({ ok: true, applied: ['9001_first', '9002_index'] })
    expect(await database.sql`select to_regclass('runs_n')::text as name`).toEqual([
      { name: 'runs_n' },
    ])
  })

  it('make a French search that forgives accents and word forms', async () => {
    const [row] = await database.sql`
      select to_tsvector('guichet_fr', 'Réfection des Écoles de Bram')
        @@ to_tsquery('guichet_fr', 'refections & ecole') as found`
    expect(row?.found).toBe(true)
    const [again] = known
    for (const statement of again?.sql.split('--> statement-breakpoint') ?? [])
      await database.sql.unsafe(statement)
  })
})

describe('migrations of a PostgreSQL database that is at work', () => {
  let database: OpenDatabase & { url: string }
  let other: OpenDatabase
  beforeEach(async () => {
    database = await openTestPostgres()
    other = openPostgres(database.url)
    await migrate(database.sql, [...known, first])
    // A reservation that must first connect is never answered.
    await other.sql`select 1`
  })
  afterEach(async () => {
    await other.close()
    await database.close()
  })

  /** Answers once the migration waits for somebody else; its process on the server. */
  async function waiting(): Promise<number> {
    for (;;) {
      const [row] = await other.sql`
        select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query ~* 'alter table|create index'`
      if (row) return Number(row.pid)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('never keep readers waiting behind one that waits for a lock, and go on when it is given', async () => {
    const column: Migration = { name: '9002_column', sql: 'alter table runs add column m int;' }
    const holder = await other.sql.reserve()
    await holder`begin`
    await holder`select from runs`
    const migrated = migrate(database.sql, [...known, first, column])
    await waiting()
    // Answers although the holder never lets go before.
    expect(await other.sql`select n from runs`).toEqual([{ n: 1 }])
    await holder`commit`
    holder.release()
    expect(await migrated).toEqual({ ok: true, applied: ['9002_column'] })
    expect(await database.sql`show lock_timeout`).toEqual([{ lock_timeout: '0' }])
  })

  it('may take longer than the program gives a page', async () => {
    const hurried = openPostgres(database.url, { max: 1, statementTimeout: 100 })
    const slow: Migration = { name: '9002_slow', sql: 'select pg_sleep(0.3);' }
    expect(await migrate(hurried.sql, [...known, first, slow])).toEqual({
      ok: true,
      applied: ['9002_slow'],
    })
    expect(await hurried.sql`show statement_timeout`).toEqual([{ statement_timeout: '100ms' }])
    await hurried.close()
  })

  it('that make an index beside readers and writers go on after having been stopped in the middle', async () => {
    const index: Migration = {
      name: '9002_index',
      sql: `-- no-transaction
create index concurrently if not exists runs_other on runs (n);
--> statement-breakpoint
create index concurrently if not exists runs_n on runs (n);`,
    }
    const valid = () => other.sql`
      select relname as name, indisvalid as valid from pg_index join pg_class on oid = indexrelid
      where relname like 'runs_%' order by 1`
    const holder = await other.sql.reserve()
    await holder`begin`
    await holder`insert into runs values (5)`
    const stopped = expect(migrate(database.sql, [...known, first, index])).rejects.toThrow(
      'Migration 9002_index failed',
    )
    const pid = await waiting()
    await other.sql`insert into runs values (6)`
    await other.sql`select pg_cancel_backend(${pid})`
    await stopped
    expect(await valid()).toEqual([{ name: 'runs_other', valid: false }])
    await holder`commit`
    holder.release()
    expect(await migrate(database.sql, [...known, first, index])).toEqual({
      ok: true,
      applied: ['9002_index'],
    })
    expect(await valid()).toEqual([
      { name: 'runs_n', valid: true },
      { name: 'runs_other', valid: true },
    ])
  })
})

describe('two processes that migrate one PostgreSQL database', () => {
  it('take turns, also outside a transaction', async () => {
    const database = await openTestPostgres()
    const other = openPostgres(database.url)
    const files: Migration[] = [
      ...known,
      first,
      { name: '9002_slow', sql: 'select pg_sleep(0.2); insert into runs values (2);' },
      {
        name: '9003_index',
        sql: '-- no-transaction\ncreate index concurrently runs_n on runs (n);',
      },
    ]
    const outcomes = await Promise.all([migrate(database.sql, files), migrate(other.sql, files)])
    const applied = outcomes.flatMap((outcome) => (outcome.ok ? outcome.applied : []))
    expect(applied).toEqual(['9001_first', '9002_slow', '9003_index'])
    expect(await database.sql`select n from runs order by n`).toEqual([{ n: 1 }, { n: 2 }])
    await other.close()
    await database.close()
  })
})
