import { sql } from 'drizzle-orm'
import { createApp } from '../../src/app.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
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
  await invent(database, quantity)
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

/** Actions spread over three years, one in ten of them late, each with the same number of versions. */
async function invent(
  { db }: ReturnType<typeof openPostgres>,
  { actions, versions }: typeof FEW,
): Promise<void> {
  await db.execute(sql`
    insert into partners (slug, siret, name, short_name, kind)
    select 'acteur-' || n, (10000000000000 + n)::text, 'Acteur ' || n, 'Acteur ' || n, 'commune'
    from generate_series(1, 20) n`)
  await db.execute(sql`
    insert into pact_actions (slug, axis_id, pilot_id, title, description, starts_on, due_on, indicator, indicator_unit, status, reminded_at, moved_at)
    select 'action-' || n, (select id from pact_axes order by position offset n % 4 limit 1),
      (select id from partners where slug = 'acteur-' || 1 + n % 20), 'Action inventée ' || n, 'Ce qu’elle fait.',
      current_date - 900, current_date + (n % 700) - 100, '', '',
      (array['to-launch', 'launched', 'partly-done', 'done', 'abandoned'])[1 + n % 5],
      case when n % 10 = 1 then now() - interval '40 days' end, now() - make_interval(mins => n * 90)
    from generate_series(1, ${actions}::int) n`)
  await db.execute(sql`
    insert into pact_versions (at, kind, subject, version, action_id, axis_id, partner_id, actor, changes, reason, visibility)
    select now() - make_interval(mins => 5 + (${versions}::int - n) * 20), 'action', a.id::text, 1 + n / ${actions}::int, a.id, a.axis_id, a.pilot_id, 'bench',
      '{"status": {"from": "to-launch", "to": "launched"}}'::jsonb, '', 'public'
    from generate_series(0, ${versions}::int - 1) n
    join (select id, axis_id, pilot_id, row_number() over (order by id) - 1 as rank from pact_actions) a on a.rank = n % ${actions}::int`)
  await db.execute(sql`analyze`)
}
