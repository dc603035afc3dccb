import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Config } from '../../src/config.ts'
import { milliseconds } from './measure.ts'

/** What one round of the real program took: with its start and end, and the most memory that it held. */
export interface Round {
  milliseconds: number
  /** Resident, in megabytes; null where the system does not tell. */
  peakMemory: number | null
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Compiles the program, as `npm start` does before it runs it. */
export function buildProgram(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' })
}

/** Runs the compiled `poll --all` in a process of its own, on the database that the configuration names. */
export async function pollWithProgram(config: Config): Promise<Round> {
  let memory = ''
  const { options, environment } = asService()
  const took = await milliseconds(async () => {
    const child = spawn(
      process.execPath,
      [...options, '--import', TELL_MEMORY, 'dist/guichet.js', 'poll', '--all'],
      {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
        env: {
          ...process.env,
          ...environment,
          DATABASE_URL: config.databaseUrl,
          BASE_URL: config.baseUrl,
          ALLOW_PRIVATE_SOURCES: '1',
        },
      },
    )
    child.stdio[3]?.on('data', (part: Buffer) => (memory += part.toString()))
    const [status] = await once(child, 'close')
    if (status !== 0) throw new Error(`poll --all ended with ${status}`)
  })
  return { milliseconds: took, peakMemory: memory === '' ? null : Number(memory) / 1024 }
}

/** How the service of docs/install.md starts Node: its options, and what it sets in the environment. */
export function asService(): { options: string[]; environment: Record<string, string> } {
  const told = readFileSync(`${ROOT}docs/install.md`, 'utf8')
  const words = (name: string) =>
    new RegExp(`^${name}=(.*)$`, 'm').exec(told)?.[1]?.split(' ') ?? []
  return {
    options: words('ExecStart').filter((word) => word.startsWith('--')),
    environment: Object.fromEntries(words('Environment').map((pair) => pair.split('='))),
  }
}

/** Writes the kilobytes that Linux counted when the process ends; nothing elsewhere. */
const TELL_MEMORY = `data:text/javascript,${encodeURIComponent(`
import { readFileSync, writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
if (isMainThread && process.platform === 'linux') process.on('exit', () => {
  const [, kilobytes] = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  writeSync(3, kilobytes ?? '')
})`)}`
