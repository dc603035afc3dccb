import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** A server in a process of its own. */
export interface ChildServer {
  port: number
  stop(): Promise<void>
}

const told = z.object({ port: z.number() })

/** Starts a file of this folder that tells its port once it listens. What it logs is dropped. */
export async function startServer(file: string, args: string[]): Promise<ChildServer> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaint = chunk.toString()))
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`${file} ended before it listened: ${complaint}`)
    }),
  ])
  const { port } = told.parse(message)
  return {
    port,
    async stop() {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.kill()
      await gone
    },
  }
}
