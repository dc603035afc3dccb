import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import manifest from '../../package.json' with { type: 'json' }
import { startCompiled } from './compiled.ts'

/** The server as production runs it, in a process of its own. */
export interface ServingProcess {
  /** Where it listens, without a trailing slash. */
  origin: string
  process: ChildProcess
  /** What it has logged so far, line by line. */
  log: string[]
  /** Ends it in good order; answers its exit status, null where a signal ended it. */
  stop(): Promise<number | null>
  /** SIGKILL, as a machine that runs out of memory does. */
  kill(): Promise<void>
}

/** Public address that the server believes to have: over https, so that cookies and forms are those of production. */
export const PUBLIC_ORIGIN = 'https://guichet.example'

/** What `npm start` has Node do to stay small. */
const FLAGS = manifest.scripts.start
  .split(' ')
  .filter((word) => /^--[\w-]+(?:=\d+)?$/.test(word) && word !== '--silent')

/** Starts the built server on a free port with these variables and no others; throws its last words when it ends before it listens. */
export async function startServing(variables: Record<string, string>): Promise<ServingProcess> {
  const own = { PORT: '0', HOST: '127.0.0.1', BASE_URL: PUBLIC_ORIGIN, POLL: 'off' }
  const child = await startCompiled('main', [], { ...own, ...variables }, { flags: FLAGS })
  child.stdout.resume()
  const log: string[] = []
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.push(line)
      const [, listening] = /"event":"listening","port":(\d+)/.exec(line) ?? []
      if (listening !== undefined) resolve(Number(listening))
    })
    child.once('close', () => reject(new Error(`The server did not start:\n${log.join('\n')}`)))
  })
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const closed = once(child, 'close')
    child.kill(signal)
    await closed
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    process: child,
    log,
    async stop() {
      await end('SIGTERM')
      return child.exitCode
    },
    kill: () => end('SIGKILL'),
  }
}
