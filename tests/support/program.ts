import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { startCompiled } from './compiled.ts'

/** How a program ended: `killed` by SIGKILL, or by itself with this status. */
export interface ProgramEnd {
  killed: boolean
  status: number | null
  out: string[]
  err: string
}

/** The command line at work in a process of its own. */
export interface Program {
  process: ChildProcess
  /** Answers once it has shown so many lines; false where it ended before. */
  hasShown(lines: number): Promise<boolean>
  ended: Promise<ProgramEnd>
}

/** Starts `guichet WORDS` with these variables and no others of the program's. */
export async function startProgram(
  words: string[],
  variables: Record<string, string>,
): Promise<Program> {
  const child = await startCompiled('guichet', words, variables)
  const out: string[] = []
  const output = createInterface({ input: child.stdout })
  output.on('line', (line) => out.push(line))
  const said = text(child.stderr)
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once('close', async (status, signal) =>
      resolve({ killed: signal === 'SIGKILL', status, out, err: await said }),
    )
  })
  const hasShown = (lines: number) =>
    new Promise<boolean>((resolve) => {
      const look = () => {
        if (out.length < lines) return
        output.off('line', look)
        resolve(true)
      }
      output.on('line', look)
      void ended.then(() => resolve(out.length >= lines))
      look()
    })
  return { process: child, hasShown, ended }
}
