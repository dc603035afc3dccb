import { createApp } from '../../src/app.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { type BenchServer } from './databases.ts'
import { generate, type Quantity } from './generate.ts'
import { type Bench, compare, type Measure, milliseconds } from './measure.ts'

const OPEN = 2_000
const FEW: Quantity = { open: OPEN, closed: 1_000 }
const MANY: Quantity = { open: OPEN, closed: 98_000 }
const ROUNDS = 40
const WARM_UPS = 5

const PAGES = [
  { name: 'board', path: '/', what: 'board page, uncached' },
  { name: 'board-trade', path: '/?metier=electricite', what: 'board page by trade, uncached' },
  {
    name: 'board-search',
    path: '/?q=r%C3%A9novation+%C3%A9cole',
    what: 'board page by words, uncached',
  },
]

/** The board rendered anew each time, with as many consultations open among few and among many. */
export const board: Bench = {
  name: 'board',
  async run(server) {
    const few = await openBoard(server, FEW)
    const many = await openBoard(server, MANY)
    const measures: Measure[] = []
    for (const { name, path, what } of PAGES) {
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
            what: `${what}, ${OPEN} open among ${MANY.open + MANY.closed} (ms)`,
            beside: `among ${FEW.open + FEW.closed}`,
          },
          rounds,
          { atMost: 1.5 },
        ),
      )
    }
    await few.close()
    await many.close()
    return measures
  },
}

interface OpenBoard {
  render(path: string): Promise<void>
  close(): Promise<void>
}

async function openBoard(server: BenchServer, quantity: Quantity): Promise<OpenBoard> {
  const config = await server.newDatabase()
  // Not the program's own connections, whose statements have no time for this.
  const database = openPostgres(config.databaseUrl)
  await generate(database, quantity, new Date())
  await database.close()
  const result = await openProgram(config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  const { deps, close } = result.opened
  // A keeper without room keeps nothing.
  const app = createApp({ ...deps, keep: createKeeper(0) })
  return {
    async render(path) {
      const response = await app.request(path)
      const html = await response.text()
      if (response.status !== 200 || !html.includes('</html>'))
        throw new Error(`${path} answered ${response.status}`)
    },
    close,
  }
}
