import type { Config } from '../../config.ts'
import { prepareDatabase } from '../../commands/prepare.ts'
import type { CommandResult } from '../../commands/command.ts'
import { openEmbedded } from '../../db/embedded.ts'
import { type OpenDatabase, openPostgres } from '../../db/postgres.ts'
import { createVersions } from '../../db/versions.ts'
import type { Deps } from '../../deps.ts'
import { describeError, withoutSecrets } from '../../http/describe-error.ts'
import { createKeeper } from '../../http/keeper.ts'
import { startClock } from '../clock.ts'
import { readAssets } from './assets.ts'
import { createCheckedFetch } from './checked-fetch.ts'
import { compress } from './compress.ts'
import { createSmtpSender } from './mail.ts'
import { office } from './office/office.ts'
import { draw } from './pictures/draw.ts'
import { createReadingThread } from './parse-thread.ts'
import { sha256 } from './sha256.ts'

/** Renderings kept by one process, in bytes. */
export const KEPT_BYTES = 48 * 1024 * 1024
const STATEMENT_TIMEOUT_MS = 15_000

/** An open program: its dependencies and what closes them. */
export interface Opened {
  deps: Deps
  database: OpenDatabase
  close(): Promise<void>
}

export type OpenResult = { ok: true; opened: Opened } | { ok: false; sentence: string }

/** Opens the database that the configuration names and everything a Node process needs. The embedded database brings itself up to date. */
export async function openProgram(
  config: Config,
  say: (line: string) => void,
): Promise<OpenResult> {
  const database = await openDatabase(config)
  if ('sentence' in database) return { ok: false, sentence: database.sentence }
  const now = startClock(config)
  if (config.databaseUrl === '') {
    const prepared: CommandResult = await prepareDatabase(database, config, now(), say)
    if (!prepared.ok) {
      await database.close()
      return { ok: false, sentence: prepared.sentence }
    }
  }
  const versions = createVersions(database.ahead, now)
  const reading = createReadingThread()
  const deps: Deps = {
    db: database.db,
    ahead: database.ahead,
    config,
    now,
    fetch: createCheckedFetch({ allowPrivate: config.allowPrivateSources }),
    log: logLine,
    keep: createKeeper(KEPT_BYTES),
    versions,
    read: reading.read,
    merge: reading.merge,
    compress,
    assets: readAssets(),
    sha256,
    mail: createSmtpSender(config),
    office,
    draw,
    waitUntil: (work) =>
      void work.catch((error: unknown) => logLine('error', { ...describeError(error) })),
  }
  return {
    ok: true,
    opened: {
      deps,
      database,
      async close() {
        await reading.close()
        await database.close()
      },
    },
  }
}

async function openDatabase(config: Config): Promise<OpenDatabase | { sentence: string }> {
  if (config.databaseUrl !== '')
    return openPostgres(config.databaseUrl, { statementTimeout: STATEMENT_TIMEOUT_MS })
  const embedded = await openEmbedded(config.dataDir)
  if (embedded.ok) return embedded
  return {
    sentence: `Le dossier « ${config.dataDir} » est déjà ouvert par le processus ${embedded.heldBy} : arrêtez-le, ou choisissez un autre DATA_DIR.`,
  }
}

/** One JSON line on the standard error, without secrets and e-mail addresses whatever the texts in it say. */
export function logLine(event: string, fields: Record<string, unknown> = {}): void {
  const line = JSON.stringify(
    { at: new Date().toISOString(), event, ...fields },
    (_, value: unknown) => (typeof value === 'string' ? withoutSecrets(value) : value),
  )
  process.stderr.write(`${line}\n`)
}
