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
