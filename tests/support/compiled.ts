import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Starts the program as production runs it, in a process of its own, with these variables and no others of the
 * program's. The process is the program itself, not a launcher in front of it, so that killing it kills the program.
 */
export async function startCompiled(
  entry: 'guichet' | 'main',
  words: string[],
  variables: Record<string, string>,
  { flags = [], ...where }: { flags?: string[]; cwd?: string } = {},
) {
  const { PATH = '', HOME = '' } = process.env
  const folder = await compiledProgram()
  // What one process has compiled the next need not: a quarter of what a start costs.
  const own = { PATH, HOME, TZ: 'America/New_York', NODE_COMPILE_CACHE: join(folder, 'compiled') }
  return spawn(process.execPath, [...flags, join(folder, `${entry}.js`), ...words], {
    ...where,
    env: { ...own, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/**
 * Folder of the program, built once a run by the first suite that asks: processes start in a third of the time that they
 * take from the sources.
 */
export async function compiledProgram(): Promise<string> {
  const folder = inject('compiledFolder')
  const whole = join(folder, 'dist')
  try {
    mkdirSync(folder)
  } catch {
    while (!existsSync(whole)) await setTimeout(50)
    return whole
  }
  const partial = join(folder, 'partial')
  execFileSync('npm', ['run', '--silent', 'build', '--', `--outdir=${partial}`], { cwd: ROOT })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  for (const beside of ['migrations', 'views'])
    symlinkSync(join(ROOT, beside), join(folder, beside))
  renameSync(partial, whole)
  return whole
}
