import { once } from 'node:events'
import { createApp } from '../../app.ts'
import { serveCommands } from '../../commands/hand-over.ts'
import { runCommand } from '../../commands/run.ts'
import { readMigrationState } from '../../db/migrate.ts'
import { readMigrationFiles } from '../../db/migration-files.ts'
import { pollSources } from '../../sources/poll-all.ts'
import type { OpenDatabase } from '../../db/postgres.ts'
import { logLine, type Opened } from './open.ts'
import { createNodeServer } from './server.ts'

const VERSIONS_EVERY_MS = 1000
const POLL_EVERY_MS = 20_000

/** A running server: where it listens, and what stops it. */
export interface Serving {
  port: number
  stop(): Promise<void>
}

/** Serves pages and feeds, re-reads data versions every second, polls sources, and takes commands for the embedded database. */
export async function serve({ deps, database, close }: Opened): Promise<Serving> {
  const { config } = deps
  if (await isBehind(database))
    throw new Error('La base n’est pas à jour : lancez « npm run guichet -- migrate ».')
  await deps.versions.refresh()
  const app = createApp(deps)
  const server = createNodeServer(app, deps)
  server.listen(config.port, config.host === '' ? undefined : config.host)
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE'
      ? new Error(`Le port ${config.port} est déjà pris : choisissez-en un autre avec PORT.`)
      : error
  })
  const stopVersions = repeat(VERSIONS_EVERY_MS, () => deps.versions.refresh())
  const stopping = new AbortController()
  const stopPolls = config.poll
    ? repeat(POLL_EVERY_MS, () => pollSources(deps, 'due', () => {}, stopping.signal))
    : async () => {}
  const commands =
    config.databaseUrl === ''
      ? await serveCommands(config.dataDir, ({ argv, cwd }, write) =>
          runCommand(
            argv,
            { deps, sql: database.sql, cwd, say: (line) => write(line, 'out') },
            (line) => write(line, 'err'),
          ),
        )
      : null
  if (config.databaseListenUrl !== '' || config.databaseUrl !== '') await listenForVersions()
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : config.port,
    async stop() {
      stopping.abort()
      server.close()
      server.closeAllConnections()
      await commands?.close()
      await stopVersions()
      await stopPolls()
      await close()
    },
  }

  /** Hurries the re-reading of versions where the database can tell; nothing depends on it. */
  async function listenForVersions(): Promise<void> {
    try {
      await database.sql.listen(
        'guichet_versions',
        () => void deps.versions.refresh().catch(() => {}),
      )
    } catch (error) {
      logLine('listen-unavailable', { error: String(error) })
    }
  }
}

/** Whether migrations of this program are missing in the database. */
export async function isBehind({ sql }: OpenDatabase): Promise<boolean> {
  const { pending } = await readMigrationState(sql, readMigrationFiles())
  return pending.length > 0
}

/** Does the work again and again, a pause between two times; what fails is logged and tried again. The result stops it after the current time. */
function repeat(pauseMs: number, work: () => Promise<unknown>): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const plan = () => {
    if (stopped) return
    timer = setTimeout(() => {
      running = work()
        .then(
          () => {},
          (error: unknown) => logLine('background-failure', { error: String(error) }),
        )
        .finally(plan)
    }, pauseMs)
  }
  plan()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
