import { createApp } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { openPostgres } from '../db/postgres.ts'
import { createVersions } from '../db/versions.ts'
import type { Asset, Deps } from '../deps.ts'
import { createKeeper, type Keeper } from '../http/keeper.ts'
import { tick } from '../jobs/tick.ts'
import { mergeRecords, readDocument } from '../sources/read-document.ts'
import { pollSources } from '../sources/poll-all.ts'
import { backgroundJobs, beginRecurring } from './background-jobs.ts'
import { startClock } from './clock.ts'
import { bundledAssets } from './worker-assets.ts'

/** What wrangler.toml binds: a Hyperdrive in front of PostgreSQL, and the operator's variables. */
export interface WorkerEnv {
  HYPERDRIVE: { connectionString: string }
  [variable: string]: unknown
}

/** What the platform gives with each invocation. */
interface Invocation {
  waitUntil(work: Promise<unknown>): void
}

/** An isolate has 128 MB for everything. */
const KEPT_BYTES = 8 * 1024 * 1024
/** An invocation may hold six connections at a time. */
const CONNECTIONS = 5
/** Polling leaves four of the six to the sources. */
const POLLING_CONNECTIONS = 2
const JOBS_AT_A_TIME = 20

/** The entry on Cloudflare Workers: answers requests; when the cron trigger fires, does jobs and polls sources. */
export default {
  async fetch(request: Request, env: WorkerEnv, invocation: Invocation): Promise<Response> {
    const { deps, close } = open(env, invocation, CONNECTIONS)
    try {
      if (!new URL(request.url).pathname.startsWith('/assets/')) await readVersions(deps)
      const peer = request.headers.get('cf-connecting-ip') ?? undefined
      return await createApp(deps).fetch(request, { peer })
    } finally {
      close()
    }
  },

  async scheduled(_event: unknown, env: WorkerEnv, invocation: Invocation): Promise<void> {
    const { deps, close } = open(env, invocation, POLLING_CONNECTIONS)
    try {
      await beginRecurring(deps)
      await tick(deps, backgroundJobs(deps), { limit: JOBS_AT_A_TIME })
      if (deps.config.poll) await pollSources(deps, 'due', () => {})
    } finally {
      close()
    }
  },
}

/** Without versions nothing kept is fresh: the application then answers what it can without the database. */
async function readVersions({ versions, log }: Deps): Promise<void> {
  try {
    await versions.refresh()
  } catch (error) {
    log('versions-unavailable', { error: String(error) })
  }
}

/** The program for one invocation. Workers may not share connections between them: each has its own client of Hyperdrive's pool. */
function open(
  env: WorkerEnv,
  invocation: Invocation,
  max: number,
): { deps: Deps; close: () => void } {
  isolate ??= startIsolate(env)
  const database = openPostgres(env.HYPERDRIVE.connectionString, { max })
  const after: Promise<unknown>[] = []
  return {
    deps: {
      ...isolate,
      db: database.db,
      versions: createVersions(database.db),
      // Called as a method, the platform's own would refuse its `this`. It cannot reach private addresses.
      fetch: (input, init) => fetch(input, init),
      log: logLine,
      read: readDocument,
      merge: mergeRecords,
      // The edge compresses.
      compress: async () => ({}),
      waitUntil: (work) => void after.push(work),
    },
    close: () => invocation.waitUntil(Promise.allSettled(after).then(() => database.close())),
  }
}

/** What all invocations in one isolate share: no connection, no promise. */
interface Isolate {
  config: Config
  now: () => Date
  keep: Keeper
  assets: Map<string, Asset>
}

let isolate: Isolate | undefined

function startIsolate(env: WorkerEnv): Isolate {
  const config = configOf(env)
  return {
    config,
    now: startClock(config),
    // One invocation may not wait for another's work, which ends with it.
    keep: { ...createKeeper(KEPT_BYTES), once: (_target, render) => render() },
    assets: bundledAssets(),
  }
}

/** Throws an error that lists every problem: it stands in the Worker's log. */
function configOf(env: WorkerEnv): Config {
  const variables = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
  const read = readConfig(variables)
  const problems = read.ok ? [] : read.problems
  if (!variables.BASE_URL) problems.push('BASE_URL : l’adresse publique est à donner.')
  if (!read.ok || problems.length > 0) throw new Error(problems.join(' '))
  return read.config
}

/** One JSON line in the Worker's log. */
function logLine(event: string, fields: Record<string, unknown> = {}): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), event, ...fields }))
}
