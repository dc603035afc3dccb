import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

/** What the thread is told when it starts. */
export interface EmbeddedWorkerData {
  /** PGlite's own folder; made where there is none. */
  dataDir: string
  /** Path of the socket, or name of the pipe, to listen on. */
  socket: string
}

const { dataDir, socket }: EmbeddedWorkerData = workerData

// Made elsewhere and moved: one that was killed while being made would never open.
if (!existsSync(dataDir)) {
  rmSync(`${dataDir}.new`, { recursive: true, force: true })
  const made = await PGlite.create(`${dataDir}.new`)
  await made.close()
  renameSync(`${dataDir}.new`, dataDir)
}
const database = await PGlite.create(dataDir, {
  extensions: { unaccent, pg_trgm },
  onStderr(line) {
    const [, panic] = /\bPANIC: +(.+)/.exec(line) ?? []
    if (panic === undefined) return false
    // Its end, as where the disk has no room for its log: PGlite would turn in a circle, and whoever asks wait for ever.
    parentPort?.postMessage({ panic })
    process.exit(1)
  },
})
const server = new PGLiteSocketServer({ db: database, path: socket, maxConnections: 1 })
await server.start()
parentPort?.postMessage('ready')

parentPort?.once('message', async () => {
  await server.stop()
  await database.close()
  process.exit(0)
})
