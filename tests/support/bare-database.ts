import { randomBytes } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Db } from '../../src/db/db.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import type { Engine } from './databases.ts'
import { insideEmbedded } from './inside-embedded.ts'

/** A new database without a single table, for real processes to work on. */
export interface BareDatabase {
  /** Names it to a process. */
  variables: Record<string, string>
  /** Only the embedded database is made by whatever command opens it. */
  migratesFirst: boolean
  /** Looks at what is stored and leaves it as it is. */
  read<T>(look: (db: Db) => Promise<T>): Promise<T>
  /** Answers at the next commit, before the program that made it knows; null where nothing tells of it. */
  committed: (() => Promise<void>) | null
  remove(): Promise<void>
}

/** The embedded one stands in this folder, made by the first process that opens it. */
export async function makeBareDatabase(engine: Engine, folder: string): Promise<BareDatabase> {
  return engine === 'PostgreSQL' ? makePostgres() : embeddedIn(folder)
}

async function makePostgres(): Promise<BareDatabase> {
  const { postgresUrl } = inject('databases')
  const name = `guichet_test_${randomBytes(6).toString('hex')}`
  const server = openPostgres(postgresUrl, { max: 1 })
  await server.sql`create database ${server.sql(name)}`
  const url = Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href
  const database = openPostgres(url)
  let wake = () => {}
  await database.sql.listen('guichet_versions', () => wake())
  return {
    variables: { DATABASE_URL: url },
    migratesFirst: true,
    read: (look) => look(database.db),
    committed: () =>
      new Promise((resolve) => {
        wake = resolve
      }),
    async remove() {
      await database.close()
      await server.sql`drop database ${server.sql(name)} with (force)`
      await server.close()
    },
  }
}

/** Only a copy is looked at, so that it is the restarted program that finds what the killed one left. */
function embeddedIn(folder: string): BareDatabase {
  return {
    variables: { DATA_DIR: folder },
    migratesFirst: false,
    async read(look) {
      const copy = `${folder}-copy`
      cpSync(join(folder, 'postgres'), join(copy, 'postgres'), { recursive: true })
      const seen = await insideEmbedded(copy, ({ db }) => look(db))
      rmSync(copy, { recursive: true })
      return seen
    },
    committed: null,
    async remove() {
      rmSync(folder, { recursive: true })
    },
  }
}
