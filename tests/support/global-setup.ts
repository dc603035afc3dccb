import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'
import type { TestProject } from 'vitest/node'
import manifest from '../../package.json' with { type: 'json' }
import { openEmbedded } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { readMigrationFiles } from '../../src/db/migration-files.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { startPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databases: PreparedDatabases
  }
}

/** What every suite copies its own database from. */
export interface PreparedDatabases {
  /** A PostgreSQL server's address, as a role that may create databases. */
  postgresUrl: string
  /** Name of the migrated database there. */
  postgresTemplate: string
  /** Data folder of a migrated embedded database. */
  embeddedTemplate: string
}

/** Prepares a migrated database of each kind, once for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-tests-'))
  const given = process.env.TEST_DATABASE_URL
  const [server, embeddedTemplate] = await Promise.all([
    given ? { url: given, stop: async () => {} } : startPostgresServer(),
    prepareEmbedded(join(folder, 'embedded')),
  ])
  const postgresTemplate = await preparePostgres(server.url)
  project.provide('databases', { postgresUrl: server.url, postgresTemplate, embeddedTemplate })
  return async () => {
    if (given) await execute(server.url, (sql) => sql`drop database ${sql(postgresTemplate)}`)
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function preparePostgres(url: string): Promise<string> {
  const name = `guichet_template_${randomBytes(6).toString('hex')}`
  await execute(url, (sql) => sql`create database ${sql(name)}`)
  const address = new URL(url)
  address.pathname = `/${name}`
  await execute(address.href, (sql) => migrate(sql, readMigrationFiles()))
  return name
}

/** PGlite makes a new folder in seconds and copies one in no time: the empty one is kept beside the sources. */
async function prepareEmbedded(folder: string): Promise<string> {
  const kept = fileURLToPath(
    new URL(
      `../../.test/embedded-${manifest.dependencies['@electric-sql/pglite']}`,
      import.meta.url,
    ),
  )
  if (!existsSync(kept)) {
    const made = `${kept}.${process.pid}`
    mkdirSync(made, { recursive: true })
    const opened = await openEmbedded(made)
    if (opened.ok) await opened.close()
    try {
      renameSync(made, kept)
    } catch {
      // Another run was quicker.
      rmSync(made, { recursive: true })
    }
  }
  cpSync(kept, folder, { recursive: true })
  const opened = await openEmbedded(folder)
  if (!opened.ok) throw new Error(`${folder} is held by process ${opened.heldBy}`)
  await migrate(opened.sql, readMigrationFiles())
  await opened.close()
  return folder
}

async function execute(url: string, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const { sql, close } = openPostgres(url, { max: 1 })
  try {
    await work(sql)
  } finally {
    await close()
  }
}
