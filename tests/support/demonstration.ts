import { createApp } from '../../src/app.ts'
import { runCommand } from '../../src/commands/run.ts'
import { readConfig } from '../../src/config.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { openTestPostgres } from './databases.ts'

/** The whole program on a database of its own that holds the demonstration, its clock started at an instant. */
export async function openDemonstration(at: string, variables: Record<string, string> = {}) {
  const database = await openTestPostgres()
  const read = readConfig({ DATABASE_URL: database.url, POLL: 'off', FAKE_NOW: at, ...variables })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const result = await openProgram(read.config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  const { deps, database: own, close } = result.opened
  const context = { deps, sql: own.sql, cwd: process.cwd(), say: () => {} }
  for (const command of ['migrate', 'demo'])
    if ((await runCommand([command], context, () => {})) !== 0) throw new Error(command)
  return {
    deps,
    app: createApp(deps),
    async close() {
      await close()
      await database.close()
    },
  }
}

export type Demonstration = Awaited<ReturnType<typeof openDemonstration>>
