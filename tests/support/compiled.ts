import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Folder of the program as production runs it, built once a run by the first suite that asks: processes start in a third
 * of the time that they take from the sources.
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
