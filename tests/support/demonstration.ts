import { createHash } from 'node:crypto'
import { inject } from 'vitest'
import { createApp } from '../../src/app.ts'
import { runCommand } from '../../src/commands/run.ts'
import { readConfig } from '../../src/config.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { openTestPostgres } from './databases.ts'

/**
 * The whole program on a database of its own that holds the demonstration, its clock started at an instant. The story is
 * told once a run for each instant and address, by the first suite that asks, and copied from then on.
 */
export async function openDemonstration(at: string, variables: Record<string, string> = {}) {
  const copyOf = await toldDemonstration(at, variables['BASE_URL'])
  const database = await openTestPostgres({ copyOf })
  const { deps, close } = await openAt(database.url, at, variables)
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

export type Demonstration = Awaited<ReturnType<typeof openDemonstration>>

/** Name of the database that others are copies of. */
async function toldDemonstration(at: string, baseUrl = 'http://localhost:8080'): Promise<string> {
  const { postgresUrl, postgresTemplates } = inject('databases')
  const digest = createHash('sha256').update(`${at} ${baseUrl}`).digest('hex').slice(0, 12)
  const name = `${postgresTemplates.empty}_${digest}`
  const { sql, close } = openPostgres(postgresUrl, { max: 1 })
  await sql`select pg_advisory_lock(hashtext(${name}))`
  const [told] = await sql`select from pg_database where datname = ${name}`
  if (!told) {
    const partial = `${name}_partial`
    await sql`create database ${sql(partial)} template ${sql(postgresTemplates.empty)}`
    const address = new URL(postgresUrl)
    address.pathname = `/${partial}`
    await tell(address.href, at, baseUrl)
    await sql`alter database ${sql(partial)} rename to ${sql(name)}`
  }
  await close()
  return name
}

async function tell(url: string, at: string, baseUrl: string): Promise<void> {
  const { deps, database, close } = await openAt(url, at, { BASE_URL: baseUrl })
  const context = { deps, sql: database.sql, cwd: process.cwd(), say: () => {} }
  for (const command of ['migrate', 'demo'])
    if ((await runCommand([command], context, () => {})) !== 0) throw new Error(command)
  await close()
}

async function openAt(url: string, at: string, variables: Record<string, string>) {
  const read = readConfig({ DATABASE_URL: url, POLL: 'off', FAKE_NOW: at, ...variables })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const result = await openProgram(read.config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  return result.opened
}
