import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { createApp } from '../../app.ts'
import { failureSentence } from '../../commands/failure.ts'
import { serveCommands } from '../../commands/hand-over.ts'
import { newerSentence } from '../../commands/prepare.ts'
import { runCommand } from '../../commands/run.ts'
import type { Config } from '../../config.ts'
import { readMigrationState } from '../../db/migrate.ts'
import { readMigrationFiles } from '../../db/migration-files.ts'
import { readSettings } from '../../db/settings.ts'
import type { Deps } from '../../deps.ts'
import { describeError } from '../../http/describe-error.ts'
import { createReplanning } from '../../jobs/replan.ts'
import { tick } from '../../jobs/tick.ts'
import { pollSources } from '../../sources/polling/poll-all.ts'
import { type OpenDatabase, openPostgres } from '../../db/postgres.ts'
import { backgroundJobs, beginRecurring, inGroups } from '../background-jobs.ts'
import { drainOf } from './drain.ts'
import { createWatch } from './metrics/watch.ts'
import { logLine, type Opened } from './open.ts'
import { createNodeServer } from './server.ts'

const VERSIONS_EVERY_MS = 1000
const POLL_EVERY_MS = 5000
const JOBS_EVERY_MS = 2000
const CLOCK_EVERY_MS = 5000
/** What is under way may take so long to end: less than the 30 seconds after which service managers kill. */
const PATIENCE_MS = 25_000
/** For jobs to be given back: a database that does not answer holds nobody up. */
const GIVING_BACK_MS = 2_000
/** Connections that wait to be taken while we are busy. */
const BACKLOG = 4096

/** A running server: where it listens, and what stops it. */
export interface Serving {
  port: number
  /**
   * Takes no more connections and begins nothing more; answers, looks, jobs and commands under way may end for 25
   * seconds, jobs that have not are left to other processes.
   */
  stop(): Promise<void>
}

/** A running server, or one French sentence that says what keeps it from starting; everything is closed then. */
export type ServeResult = { ok: true; serving: Serving } | { ok: false; sentence: string }

/** Serves pages and feeds, re-reads data versions every second, polls sources, does background jobs, and takes commands for the embedded database. */
export async function serve({ deps: opened, database, close }: Opened): Promise<ServeResult> {
  const { config } = opened
  const watch = createWatch(opened, database.load)
  const mail = opened.mail && watch.sending(opened.mail)
  const deps: Deps = { ...opened, mail, watch }
  const server = createNodeServer(createApp(deps), deps)
  const drain = drainOf(server)
  try {
    const unready = await whyUnready(database)
    if (unready !== null) {
      await close()
      return { ok: false, sentence: unready }
    }
    await deps.versions.refresh()
    await beginRecurring(deps)
    const host = config.host === '' ? undefined : config.host
    server.listen({ port: config.port, host, backlog: BACKLOG })
    await once(server, 'listening')
  } catch (error) {
    await close()
    return { ok: false, sentence: listenSentence(error, config) ?? failureSentence(error) }
  }
  const round = (name: string, work: () => Promise<unknown>) => () =>
    work().then(() => watch.cameRound(name))
  const stopVersions = repeat(
    VERSIONS_EVERY_MS,
    round('versions', () => deps.versions.hear()),
  )
  const stopping = new AbortController()
  const leaving = new AbortController()
  const signals = { stopping: stopping.signal, leaving: leaving.signal }
  const stopPolls = config.poll
    ? repeat(
        POLL_EVERY_MS,
        round('poll', () =>
          pollSources(deps, 'due', (_, outcome) => watch.polled(outcome), signals),
        ),
      )
    : async () => {}
  // What jobs ask of the application themselves is no visitor's request.
  const jobs = watch.counting(backgroundJobs({ ...deps, watch: undefined }, stopping.signal))
  const stopJobs = inGroups(jobs).map(({ handlers, lanes }) => {
    const [first = ''] = Object.keys(handlers)
    return repeat(
      JOBS_EVERY_MS,
      round(`jobs-${first}`, () => tick(deps, handlers, { lanes, ...signals })),
    )
  })
  const stopReplanning = repeat(CLOCK_EVERY_MS, round('clock', createReplanning(deps.db)))
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
  const stopListening = listenForVersions(config, () => deps.versions.hear())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : config.port
  return { ok: true, serving: { port, stop } }

  async function stop(): Promise<void> {
    stopping.abort()
    const timer = setTimeout(() => leaving.abort(), PATIENCE_MS)
    const ended = Promise.all([
      // Until the last answer: it is as new as any.
      drain(PATIENCE_MS).then(stopVersions),
      commands?.close(),
      stopPolls(),
      stopReplanning(),
      ...stopJobs.map((stopGroup) => stopGroup()),
    ])
    await Promise.race([ended, pause(PATIENCE_MS + GIVING_BACK_MS, undefined, { ref: false })])
    clearTimeout(timer)
    await stopListening()
    await close()
  }
}

/**
 * Hurries the re-reading of versions where a server can tell of them, over a connection of its own: the direct one
 * that DATABASE_LISTEN_URL names, else that of DATABASE_URL. Nothing depends on it: where it is lost, the driver asks for it
 * again and again.
 */
function listenForVersions(
  { databaseUrl, databaseListenUrl }: Config,
  hear: () => Promise<void>,
): () => Promise<void> {
  const url = databaseListenUrl || databaseUrl
  if (url === '') return async () => {}
  const listener = openPostgres(url, { max: 1 })
  listener.sql
    .listen('guichet_versions', () => void hear().catch(() => {}))
    .catch((error: unknown) => logLine('listen-unavailable', { ...describeError(error) }))
  return listener.close
}

/** Why this program cannot work on a database yet, with what to do; null when it can. */
export async function whyUnready({ db, sql }: OpenDatabase): Promise<string | null> {
  const { pending, unknown } = await readMigrationState(sql, readMigrationFiles())
  if (unknown.length > 0) return newerSentence(unknown)
  // A `migrate` that was killed may have left every table, and no settings, trades and places in them.
  return pending.length > 0 || (await readSettings(db)) === null
    ? 'La base n’est pas à jour : lancez d’abord « npm run guichet -- migrate ».'
    : null
}

/** null for what has nothing to do with the port. */
function listenSentence(error: unknown, { port, host }: Config): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE')
    return `Le port ${port} est déjà pris : choisissez-en un autre avec PORT.`
  if (code === 'EACCES') return `Le port ${port} est réservé : choisissez-en un autre avec PORT.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `L’adresse « ${host} » n’est pas celle de cette machine : changez HOST.`
  return null
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
          (error: unknown) => logLine('background-failure', { ...describeError(error) }),
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
