import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, inject } from 'vitest'
import type { Db } from '../../src/db/db.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { openPostgres, type OpenDatabase } from '../../src/db/postgres.ts'
import type { TemplateState } from './global-setup.ts'
import { whileSuite } from './while-suite.ts'

export type Engine = 'PostgreSQL' | 'the embedded database'

export const engines: Engine[] = ['PostgreSQL', 'the embedded database']

/**
 * For a long suite about something else than its queries, which shorter ones put to both: the embedded database with
 * DEEP=1 only.
 */
export const enginesOfLongSuites: Engine[] = process.env['DEEP'] ? engines : ['PostgreSQL']

/**
 * A suite that runs once on a PostgreSQL server and once on the embedded database, each time on a migrated, empty
 * database of its own. `database()` answers inside tests and hooks.
 */
export function describeOnBothDatabases(
  name: string,
  body: (database: () => Db, engine: Engine) => void,
): void {
  describe.each(engines)(`${name}, on %s`, (engine) => {
    body(useDatabase(engine), engine)
  })
}

/** For a suite that one kind of database is enough for: a migrated, empty database, open while the suite runs. */
export function useDatabase(engine: Engine): () => Db {
  const open = whileSuite(() => openTestDatabase(engine))
  return () => open().db
}

/** A migrated database, empty or ready for a program; closing it removes it. */
export function openTestDatabase(
  engine: Engine,
  state: TemplateState = 'empty',
): Promise<OpenDatabase> {
  return engine === 'PostgreSQL' ? openTestPostgres(state) : openTestEmbedded(state)
}

/**
 * A copy of one of the prepared databases, or of the one of this name. Its `url` opens the same database once more, from
 * another process too.
 */
export async function openTestPostgres(
  from: TemplateState | { copyOf: string } = 'empty',
): Promise<OpenDatabase & { url: string }> {
  const { postgresUrl, postgresTemplates } = inject('databases')
  const template = typeof from === 'string' ? postgresTemplates[from] : from.copyOf
  const name = `guichet_test_${randomBytes(6).toString('hex')}`
  const server = openPostgres(postgresUrl, { max: 1 })
  await server.sql`create database ${server.sql(name)} template ${server.sql(template)}`
  const address = new URL(postgresUrl)
  address.pathname = `/${name}`
  const database = openPostgres(address.href)
  return {
    ...database,
    url: address.href,
    async close() {
      await database.close()
      await server.sql`drop database ${server.sql(name)} with (force)`
      await server.close()
    },
  }
}

export async function openTestEmbedded(
  state: TemplateState = 'empty',
): Promise<OpenDatabase & { folder: string }> {
  const folder = copyEmbeddedFolder(state)
  const opened = await openEmbedded(folder)
  if (!opened.ok) throw new Error(`${folder} is held by process ${opened.heldBy}`)
  return {
    ...opened,
    folder,
    async close() {
      await opened.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A data folder with a migrated embedded database, for a test that opens it itself, and removes it. */
export function copyEmbeddedFolder(state: TemplateState = 'empty'): string {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
  cpSync(inject('databases').embeddedTemplates[state], folder, { recursive: true })
  return folder
}

/** Empties every table that has rows, between two tests of a suite: truncating the others too would take longer than most tests. */
export async function emptyTables(db: Db): Promise<void> {
  await db.execute(sql`
    do $$
    declare
      name text;
      is_filled boolean;
      filled text[];
    begin
      for name in
        select format('%I', tablename) from pg_tables
        where schemaname = 'public' and tablename <> 'guichet_migrations'
      loop
        execute 'select exists (select from ' || name || ')' into is_filled;
        if is_filled then filled := filled || name; end if;
      end loop;
      if filled is not null then
        execute 'truncate ' || array_to_string(filled, ', ') || ' restart identity cascade';
      end if;
    end $$`)
}
