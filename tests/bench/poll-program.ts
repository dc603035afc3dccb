import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
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
  const took = await milliseconds(async () => {
    const child = spawn(
      process.execPath,
      [...startOptions(), '--import', TELL_MEMORY, 'dist/guichet.js', 'poll', '--all'],
      {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
        env: {
          ...process.env,
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

/** The options that `npm start` gives to Node. */
export function startOptions(): string[] {
  const told = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')))
  return told.scripts.start
    .split(' ')
    .filter((word) => word.startsWith('--') && word !== '--silent')
}

/** Writes the kilobytes that Linux counted when the process ends; nothing elsewhere. */
const TELL_MEMORY = `data:text/javascript,${encodeURIComponent(`
import { readFileSync, writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
if (isMainThread && process.platform === 'linux') process.on('exit', () => {
  const [, kilobytes] = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  writeSync(3, kilobytes ?? '')
})`)}`
