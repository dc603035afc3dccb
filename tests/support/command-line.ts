import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { startCompiled } from './compiled.ts'

/** How a command ended, and what it showed. */
export interface Ended {
  status: number | null
  out: string
  err: string
}

/** Runs `guichet WORDS` in a process of its own, in a folder, with these variables and no others of the program's. */
export async function guichet(
  words: string[],
  folder: string,
  variables: Record<string, string>,
): Promise<Ended> {
  const child = await startCompiled('guichet', words, variables, { cwd: folder })
  const [out, err, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { status, out, err }
}

/** A server in a process of its own. */
export interface RunningServer {
  origin: string
  /** Has it stop as Ctrl+C or a service manager would; answers its exit status. */
  stop(signal: 'SIGINT' | 'SIGTERM'): Promise<number | null>
}

/** Starts the server on a free port; throws what it said where it does not start. */
export async function startServer(
  folder: string,
  variables: Record<string, string>,
): Promise<RunningServer> {
  const own = { PORT: '0', HOST: '127.0.0.1', ...variables }
  const child = await startCompiled('main', [], own, { cwd: folder })
  child.stdout.resume()
  const exit = once(child, 'exit')
  const said: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    const port = portIn(line)
    if (port === null) continue
    child.stderr.resume()
    return {
      origin: `http://127.0.0.1:${port}`,
      async stop(signal) {
        child.kill(signal)
        const [status] = await exit
        return status
      },
    }
  }
  const [status] = await exit
  throw new Error(`${status}: ${said.join('\n')}`)
}

function portIn(line: string): number | null {
  const [, port] = /"event":"listening","port":(\d+)/.exec(line) ?? []
  return port === undefined ? null : Number(port)
}
