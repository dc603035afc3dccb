import { hash, randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import manifest from '../../package.json' with { type: 'json' }
import { migrate } from '../../src/db/migrate.ts'
import { readMigrationFiles } from '../../src/db/migration-files.ts'
import { openPostgres, type OpenDatabase } from '../../src/db/postgres.ts'
import { prepareTemplate } from './directory.ts'
import { insideEmbedded } from './inside-embedded.ts'
import { startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databases: PreparedDatabases
    /** Where the compiled program goes, once a suite needs it. */
    compiledFolder: string
  }
}

/** Migrated and empty, or with the places, the trades, the rules, the pact and the demonstration's directory. */
export type TemplateState = 'empty' | 'ready'

/** What every suite copies its own database from. */
export interface PreparedDatabases {
  /** A PostgreSQL server's address, as a role that may create databases. */
  postgresUrl: string
  /** Names of databases there. */
  postgresTemplates: Record<TemplateState, string>
  /** Data folders of embedded databases. */
  embeddedTemplates: Record<TemplateState, string>
}

/** Prepares a migrated database of each kind, once for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-tests-'))
  const given = process.env.TEST_DATABASE_URL
  const [server, embeddedTemplates] = await Promise.all([
    given ? { url: given, stop: async () => {} } : startPostgresServer(),
    prepareEmbedded(folder),
  ])
  const postgresTemplates = await preparePostgres(server.url)
  project.provide('databases', { postgresUrl: server.url, postgresTemplates, embeddedTemplates })
  // Inside the project, where the program's packages are found.
  const compiledFolder = fileURLToPath(
    new URL(`../../.test/compiled-${randomBytes(6).toString('hex')}`, import.meta.url),
  )
  project.provide('compiledFolder', compiledFolder)
  return async () => {
    for (const built of [compiledFolder, `${compiledFolder}-workers`])
      rmSync(built, { recursive: true, force: true })
    if (given) await dropAll(server.url, postgresTemplates.empty)
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function preparePostgres(url: string): Promise<Record<TemplateState, string>> {
  const empty = `guichet_template_${randomBytes(6).toString('hex')}`
  const ready = `${empty}_ready`
  const at = (name: string) => {
    const address = new URL(url)
    address.pathname = `/${name}`
    return address.href
  }
  await execute(url, ({ sql }) => sql`create database ${sql(empty)}`)
  await execute(at(empty), ({ sql }) => migrate(sql, readMigrationFiles()))
  await execute(url, ({ sql }) => sql`create database ${sql(ready)} template ${sql(empty)}`)
  await execute(at(ready), prepareTemplate)
  return { empty, ready }
}

/** The prepared databases, all of which begin with the name of the empty one. */
async function dropAll(url: string, prefix: string): Promise<void> {
  await execute(url, async ({ sql }) => {
    const names = await sql`select datname from pg_database where starts_with(datname, ${prefix})`
    for (const { datname } of names) await sql`drop database ${sql(datname)} with (force)`
  })
}

/**
 * PGlite makes a new folder in seconds, migrates it in more, and copies one in no time: the empty one is kept beside the
 * sources for as long as PGlite and the migrations stay.
 */
async function prepareEmbedded(folder: string): Promise<Record<TemplateState, string>> {
  const migrations = readMigrationFiles()
  const version = manifest.dependencies['@electric-sql/pglite']
  const digest = hash('sha1', JSON.stringify(migrations)).slice(0, 12)
  const kept = fileURLToPath(new URL(`../../.test/embedded-${version}-${digest}`, import.meta.url))
  if (!existsSync(kept)) {
    const made = `${kept}.${process.pid}`
    mkdirSync(made, { recursive: true })
    await insideEmbedded(made, ({ sql }) => migrate(sql, migrations))
    try {
      renameSync(made, kept)
    } catch {
      // Another run was quicker.
      rmSync(made, { recursive: true })
    }
  }
  const empty = join(folder, 'empty')
  const ready = join(folder, 'ready')
  for (const copy of [empty, ready]) cpSync(kept, copy, { recursive: true })
  await insideEmbedded(ready, prepareTemplate)
  return { empty, ready }
}

async function execute(
  url: string,
  work: (database: OpenDatabase) => Promise<unknown>,
): Promise<void> {
  const database = openPostgres(url, { max: 1 })
  try {
    await work(database)
  } finally {
    await database.close()
  }
}
