import { inject } from 'vitest'
import { createApp } from '../../src/app.ts'
import { runCommand } from '../../src/commands/run.ts'
import { readConfig } from '../../src/config.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { openTestPostgres } from './databases.ts'
import { whileSuite } from './while-suite.ts'

/** A Tuesday, at 10.30 in Paris. */
export const DEMONSTRATION_DAY = '2026-11-24T09:30:00Z'

/** Of an instance that has both, though nobody answers there. */
export const PROVIDER_AND_MAIL = {
  OIDC_ISSUER: 'https://identite.example',
  OIDC_CLIENT_ID: 'guichet',
  OIDC_CLIENT_SECRET: 'secret',
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'guichet@guichet.example',
}

/**
 * The whole program on a database of its own that holds the demonstration, its clock started at that instant. The story
 * is told once a run, by the first suite that asks, and copied from then on.
 */
export async function openDemonstration(variables: Record<string, string> = {}) {
  const database = await openTestPostgres({ copyOf: await toldDemonstration() })
  const { deps, close } = await openAt(database.url, variables)
  return {
    deps,
    sql: database.sql,
    app: createApp(deps),
    async close() {
      await close()
      await database.close()
    },
  }
}

export type Demonstration = Omit<Awaited<ReturnType<typeof openDemonstration>>, 'close'>

/** The same, open while the suite that asks runs. */
export function useDemonstration(variables?: Record<string, string>): Demonstration {
  const open = whileSuite(() => openDemonstration(variables))
  return {
    get deps() {
      return open().deps
    },
    get sql() {
      return open().sql
    },
    get app() {
      return open().app
    },
  }
}

/** Name of the database that others are copies of. */
async function toldDemonstration(): Promise<string> {
  const { postgresUrl, postgresTemplates } = inject('databases')
  const name = `${postgresTemplates.empty}_told`
  const { sql, close } = openPostgres(postgresUrl, { max: 1 })
  await sql`select pg_advisory_lock(hashtext(${name}))`
  const [told] = await sql`select from pg_database where datname = ${name}`
  if (!told) {
    const partial = `${name}_partial`
    await sql`create database ${sql(partial)} template ${sql(postgresTemplates.empty)}`
    await tell(Object.assign(new URL(postgresUrl), { pathname: `/${partial}` }).href)
    await sql`alter database ${sql(partial)} rename to ${sql(name)}`
  }
  await close()
  return name
}

async function tell(url: string): Promise<void> {
  const { deps, database, close } = await openAt(url, {})
  const context = { deps, sql: database.sql, cwd: process.cwd(), say: () => {} }
  for (const command of ['migrate', 'demo'])
    if ((await runCommand([command], context, () => {})) !== 0) throw new Error(command)
  await close()
}

async function openAt(url: string, variables: Record<string, string>) {
  const own = { DATABASE_URL: url, POLL: 'off', FAKE_NOW: DEMONSTRATION_DAY }
  const read = readConfig({ ...own, ...variables })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const result = await openProgram(read.config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  return result.opened
}
