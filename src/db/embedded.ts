import { drizzle } from 'drizzle-orm/postgres-js'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import postgres from 'postgres'
import type { EmbeddedWorkerData } from './embedded-worker.ts'
import { claimFolder } from './folder-claim.ts'
import { placeLocalSocket, removeLocalSocket } from './local-socket.ts'
import { ignoreNotice, type OpenDatabase } from './postgres.ts'
import { takingTurns } from './turns.ts'

/** `heldBy`: the process that has the data folder open. */
export type OpenedEmbedded = ({ ok: true } & OpenDatabase) | { ok: false; heldBy: number }

/**
 * Opens the embedded PostgreSQL of a data folder, made where there is none (that takes some seconds, later openings a
 * quarter of one). PGlite runs in a thread behind a socket that takes exactly one connection: several fail now and
 * then, and in this thread each query would stop everything else. Refuses a folder that another process holds.
 * Should the thread die, the process does too: nothing can be read or written any more.
 */
export async function openEmbedded(dataDir: string): Promise<OpenedEmbedded> {
  const claim = await claimFolder(dataDir)
  if (!claim.ok) return claim
  try {
    const socket = placeLocalSocket(dataDir, 'database')
    const worker = await startWorker({ dataDir: join(dataDir, 'postgres'), socket })
    worker.on('message', ({ panic }: { panic: string }) => {
      throw new Error(`the embedded database has ended: ${panic}`)
    })
    if (process.platform !== 'win32') chmodSync(socket, 0o600)
    const sql = postgres({
      path: socket,
      username: 'postgres',
      database: 'postgres',
      max: 1,
      // A second connection is refused as long as the first stands, so this one is never renewed.
      max_lifetime: null,
      fetch_types: false,
      onnotice: ignoreNotice,
    })
    const close = async () => {
      await sql.end({ timeout: 5 })
      worker.postMessage('close')
      await once(worker, 'exit')
      removeLocalSocket(dataDir, 'database')
      claim.release()
    }
    const { client, ahead, load } = takingTurns(sql, 1, PATIENCE)
    return { ok: true, db: drizzle(client), ahead: drizzle(ahead), sql, load, close }
  } catch (error) {
    claim.release()
    throw error
  }
}

/** Behind one connection long work is waited for; one that says nothing, as where its disk is full, is not for ever. */
const PATIENCE = { turnMs: 60_000, answerMs: 120_000 }

async function startWorker(workerData: EmbeddedWorkerData): Promise<Worker> {
  // From sources the thread runs the .ts file (Node strips its types), from dist the .js beside this one.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const file = new URL(`./embedded-worker.${extension}`, import.meta.url)
  // PostgreSQL refuses what is nested too deeply at 2 MB of its own stack: the thread's must reach further, or such a
  // statement would leave it without an answer for ever.
  const resourceLimits = { stackSizeMb: 32 }
  const worker = new Worker(file, { workerData, execArgv: [], resourceLimits })
  await once(worker, 'message')
  return worker
}
