import { createApp } from '../../src/app.ts'
import type { Db } from '../../src/db/db.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import type { BenchServer } from './databases.ts'
import { compare, type Measure, milliseconds } from './measure.ts'

const ROUNDS = 40
const WARM_UPS = 5
const TARGET = { atMost: 1.5 }

/** A page that is asked for in both databases. */
export interface GrownPage {
  name: string
  path: string
  what: string
}

/** Two databases, one with few rows and one with many, and what fills them. */
export interface Growth {
  few: { told: string; fill(db: Db): Promise<void> }
  many: { told: string; fill(db: Db): Promise<void> }
}

/** How long pages take that are rendered anew each time, among many rows beside among few (milliseconds). */
export async function pagesGrown(
  server: BenchServer,
  pages: GrownPage[],
  growth: Growth,
): Promise<Measure[]> {
  const few = await openFilled(server, growth.few.fill)
  const many = await openFilled(server, growth.many.fill)
  const measures: Measure[] = []
  for (const { name, path, what } of pages) {
    const rounds = []
    for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
      const limit = await milliseconds(() => few.render(path))
      const ours = await milliseconds(() => many.render(path))
      if (round >= 0) rounds.push({ ours, limit })
    }
    measures.push(
      compare(
        {
          name,
          what: `${what}, uncached, among ${growth.many.told} (ms)`,
          beside: `among ${growth.few.told}`,
        },
        rounds,
        TARGET,
      ),
    )
  }
  await few.close()
  await many.close()
  return measures
}

async function openFilled(server: BenchServer, fill: (db: Db) => Promise<void>) {
  const config = await server.newDatabase()
  const database = openPostgres(config.databaseUrl)
  await fill(database.db)
  await database.close()
  const result = await openProgram(config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  const { deps, close } = result.opened
  // A keeper without room keeps nothing.
  const app = createApp({ ...deps, keep: createKeeper(0) })
  return {
    async render(path: string): Promise<void> {
      const response = await app.request(path)
      const html = await response.text()
      if (response.status !== 200 || !html.includes('</html>'))
        throw new Error(`${path} answered ${response.status}`)
    },
    close,
  }
}
