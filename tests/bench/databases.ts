import { randomBytes } from 'node:crypto'
import { readConfig, type Config } from '../../src/config.ts'
import { prepareDatabase } from '../../src/commands/prepare.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { startPostgresServer } from '../support/postgres-server.ts'

/** The PostgreSQL server of one run: the one that TEST_DATABASE_URL names, else one of its own that stops with it. */
export interface BenchServer {
  /** Configuration of a program on a new database that is prepared and empty. */
  newDatabase(): Promise<Config>
  /**
   * Configuration of a program on a database that was filled once for all who ask for this name, to be read only. On a
   * server that TEST_DATABASE_URL names it stays for the runs of the same day.
   */
  filledDatabase(name: string, fill: (config: Config) => Promise<void>): Promise<Config>
  /** The same of a copy that may be written in. Nobody may be connected to what is copied. */
  copyOf(config: Config): Promise<Config>
  stop(): Promise<void>
}

/** Starts the server and prepares the database that all others are copies of. */
export async function startBenchServer(): Promise<BenchServer> {
  const given = process.env['TEST_DATABASE_URL']
  const server = given ? { url: given, stop: async () => {} } : await startPostgresServer()
  const admin = openPostgres(server.url, { max: 1 })
  const made: string[] = []
  const template = await create(null)
  await prepare(configOf(template))
  return {
    newDatabase: async () => configOf(await create(template)),
    async filledDatabase(name, fill) {
      const filled = `guichet_filled_${name}_${new Date().toISOString().slice(0, 10)}`
      const [found] = await admin.sql`select from pg_database where datname = ${filled}`
      if (found) {
        await prepare(configOf(filled))
        return configOf(filled)
      }
      const filling = await create(template)
      await fill(configOf(filling))
      await admin.sql`alter database ${admin.sql(filling)} rename to ${admin.sql(filled)}`
      made.splice(made.indexOf(filling), 1)
      return configOf(filled)
    },
    copyOf: async ({ databaseUrl }) =>
      configOf(await create(new URL(databaseUrl).pathname.slice(1))),
    async stop() {
      for (const name of made) await admin.sql`drop database ${admin.sql(name)} with (force)`
      await admin.close()
      await server.stop()
    },
  }

  async function create(copied: string | null): Promise<string> {
    const name = `guichet_bench_${randomBytes(6).toString('hex')}`
    if (copied === null) await admin.sql`create database ${admin.sql(name)}`
    else
      await admin.sql`create database ${admin.sql(name)} template ${admin.sql(copied)} strategy file_copy`
    made.push(name)
    return name
  }

  function configOf(name: string): Config {
    const address = new URL(server.url)
    address.pathname = `/${name}`
    return configOn(address.href)
  }
}

async function prepare(config: Config): Promise<void> {
  const database = openPostgres(config.databaseUrl, { max: 1 })
  const prepared = await prepareDatabase(database, config, new Date(), () => {})
  await database.close()
  if (!prepared.ok) throw new Error(prepared.sentence)
}

/** The configuration of a program on this database: any free port of loopback, no polls by itself, local sources allowed. */
export function configOn(databaseUrl: string): Config {
  const read = readConfig({
    DATABASE_URL: databaseUrl,
    BASE_URL: 'http://guichet.example',
    PORT: '0',
    HOST: '127.0.0.1',
    POLL: 'off',
    ALLOW_PRIVATE_SOURCES: '1',
  })
  if (!read.ok) throw new Error(read.problems.join(' '))
  return read.config
}
