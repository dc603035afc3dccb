import { createApp } from '../../src/app.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { inventActions, ONE_ACTION } from '../support/many-actions.ts'
import type { BenchServer } from './databases.ts'
import { type Bench, compare, type Measure, milliseconds } from './measure.ts'

const FEW = { actions: 100, versions: 500 }
const MANY = { actions: 10_000, versions: 50_000 }
const ROUNDS = 40
const WARM_UPS = 5

const PAGES = [
  { name: 'pact', path: '/pacte', what: 'the pact at a glance' },
  { name: 'pact-actions', path: '/pacte/actions', what: 'actions' },
  { name: 'pact-status', path: '/pacte/actions?statut=lancee', what: 'actions by status' },
  { name: 'pact-late', path: '/pacte/actions?retard=oui', what: 'late actions' },
  { name: 'pact-action', path: `/pacte/actions/${ONE_ACTION}`, what: 'one action' },
  { name: 'pact-calendar', path: '/pacte/calendrier?contenu=reunions', what: 'meetings' },
]

/** The pact's pages rendered anew each time, with many actions and versions and with few. */
export const pact: Bench = {
  name: 'pact',
  async run(server) {
    const few = await openPact(server, FEW)
    const many = await openPact(server, MANY)
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
            what: `${what}, uncached, among ${MANY.actions} actions and ${MANY.versions} versions (ms)`,
            beside: `among ${FEW.actions}`,
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

async function openPact(server: BenchServer, quantity: typeof FEW) {
  const config = await server.newDatabase()
  const database = openPostgres(config.databaseUrl)
  await inventActions(database.db, quantity)
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
