import { type Config, readConfig } from '../config.ts'
import { openPostgres } from '../db/postgres.ts'
import { createVersions } from '../db/versions.ts'
import type { Asset, Deps } from '../deps.ts'
import { describeError, withoutSecrets } from '../http/describe-error.ts'
import { createKeeper, type Keeper } from '../http/keeper.ts'
import { startClock } from './clock.ts'
import { bundledAssets } from './worker-assets.ts'

/** What wrangler.toml binds: a Hyperdrive in front of PostgreSQL, and the operator's variables. */
export interface WorkerEnv {
  HYPERDRIVE: { connectionString: string }
  [variable: string]: unknown
}

/** What the platform gives with each invocation. */
export interface Invocation {
  waitUntil(work: Promise<unknown>): void
}

/** An isolate has 128 MB for everything. */
const KEPT_BYTES = 8 * 1024 * 1024
/** An invocation may hold six connections at a time. */
const CONNECTIONS = 5

/** How documents of sources are read, where they are. */
export type SourceReading = Pick<Deps, 'read' | 'merge'>

/**
 * Answers a request with an application made for this one invocation. Without versions nothing kept is fresh: it then
 * answers what it can without the database.
 */
export async function answerRequest(
  request: Request,
  env: WorkerEnv,
  invocation: Invocation,
  reading: SourceReading,
  applicationOf: (deps: Deps) => {
    fetch: (
      request: Request,
      connection: { peer: string | undefined },
    ) => Response | Promise<Response>
  },
): Promise<Response> {
  const { deps, close } = openProgram(env, invocation, CONNECTIONS, reading)
  try {
    if (!new URL(request.url).pathname.startsWith('/assets/'))
      await deps.versions.refresh().catch((error: unknown) => {
        deps.log('versions-unavailable', { ...describeError(error) })
      })
    const peer = request.headers.get('cf-connecting-ip') ?? undefined
    return await applicationOf(deps).fetch(request, { peer })
  } finally {
    close()
  }
}

/** The program for one invocation. Workers may not share connections between them: each has its own client of Hyperdrive's pool. */
export function openProgram(
  env: WorkerEnv,
  invocation: Invocation,
  max: number,
  reading: SourceReading,
): { deps: Deps; close: () => void } {
  isolate ??= startIsolate(env)
  const database = openPostgres(env.HYPERDRIVE.connectionString, { max })
  const after: Promise<unknown>[] = []
  return {
    deps: {
      ...isolate,
      db: database.db,
      versions: createVersions(database.db, isolate.now),
      // Called as a method, the platform's own would refuse its `this`. It cannot reach private addresses.
      fetch: (input, init) => fetch(input, init),
      log: logLine,
      ...reading,
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
    keep: {
      ...createKeeper(KEPT_BYTES),
      once: (_target, render) => render(),
      isUnderWay: () => false,
      inTurn: (make) => make(),
      behind: (make) => make(),
    },
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

/** One JSON line in the Worker's log, as on Node. */
function logLine(event: string, fields: Record<string, unknown> = {}): void {
  const line = JSON.stringify(
    { at: new Date().toISOString(), event, ...fields },
    (_, value: unknown) => (typeof value === 'string' ? withoutSecrets(value) : value),
  )
  console.log(line)
}
