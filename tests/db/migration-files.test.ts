import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readMigrationFiles } from '../../src/db/migration-files.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

it('migrations are all listed in the journal, in the order of their names', () => {
  const files = readdirSync(join(root, 'migrations')).filter((name) => name.endsWith('.sql'))
  expect(readMigrationFiles().map(({ name }) => `${name}.sql`)).toEqual(files.toSorted())
})

it('migrations make every table as the features describe it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
  cpSync(join(root, 'migrations'), join(folder, 'migrations'), { recursive: true })
  const before = readdirSync(join(folder, 'migrations'))
  // drizzle-kit takes `out` as relative to where it runs.
  writeFileSync(
    join(folder, 'drizzle.config.ts'),
    `import config from ${JSON.stringify(join(root, 'drizzle.config.ts'))}
export default { ...config, out: ${JSON.stringify(relative(root, join(folder, 'migrations')))} }`,
  )
  const drizzleKit = join(root, 'node_modules/drizzle-kit/bin.cjs')
  const config = join(folder, 'drizzle.config.ts')
  execFileSync(process.execPath, [drizzleKit, 'generate', `--config=${config}`], {
    cwd: root,
    stdio: 'pipe',
  })
  expect(readdirSync(join(folder, 'migrations'))).toEqual(before)
  rmSync(folder, { recursive: true })
})
