import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Config } from '../../../src/config.ts'
import { freePort } from '../../support/free-port.ts'
import { asService, buildProgram } from '../poll-program.ts'
import { askRaw } from '../raw-request.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The compiled program as a service runs it, in a process of its own. */
export interface ServedProgram {
  origin: string
  pid: number
  stop(): Promise<void>
}

/** Compiles the program and serves it on this database; it polls nothing by itself. */
export async function serveProgram(config: Config): Promise<ServedProgram> {
  buildProgram()
  const port = await freePort()
  const { options, environment } = asService()
  const child = spawn(process.execPath, [...options, 'dist/main.js'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'ignore'],
    env: {
      ...process.env,
      ...environment,
      DATABASE_URL: config.databaseUrl,
      BASE_URL: config.baseUrl,
      HOST: '127.0.0.1',
      PORT: String(port),
      POLL: 'off',
    },
  })
  const origin = `http://127.0.0.1:${port}`
  const ended = once(child, 'exit')
  while (!(await answers(origin))) {
    if (child.exitCode !== null) throw new Error('the program did not start')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    origin,
    pid: child.pid ?? 0,
    async stop() {
      child.kill()
      await ended
    },
  }
}

async function answers(origin: string): Promise<boolean> {
  try {
    return (await askRaw(`${origin}/sante`)).status === 200
  } catch {
    return false
  }
}
