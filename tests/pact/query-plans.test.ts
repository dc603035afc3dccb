import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { inventActions, ONE_ACTION, ONE_GROUP } from '../support/many-actions.ts'
import { planned, type Planned } from '../support/query-plans.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

/** Tables that grow with what is done; the pact itself, its axes, groups and partners are some dozens of rows. */
const GROWING =
  /Seq Scan on (pact_(?:actions|versions|milestones|measures|evidence|action_councils|action_partners|comments|reminders))/g

const program = useProgram(new Date().toISOString())
let pact: Planned
let agent: SignedIn

beforeAll(async () => {
  agent = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
  await inventActions(program.deps.db, { actions: 10_000, versions: 50_000 })
  await program.deps.db.execute(sql`
    insert into pact_versions (at, kind, subject, version, action_id, axis_id, actor, changes, reason, visibility)
    select now() - make_interval(hours => 3000 - n), 'action', id::text, 100 + n, id, axis_id, 'test',
      '{"title": {"from": "Avant", "to": "Après"}}'::jsonb, 'Changement ' || n, 'public'
    from pact_actions, generate_series(1, 2500) n where slug = 'action-9'`)
  pact = planned(program, { heard: /^select.*pact_/is })
}, 120_000)

const PAGES = [
  '/pacte',
  '/pacte/actions',
  '/pacte/actions?statut=lancee',
  '/pacte/actions?axe=informer',
  '/pacte/actions?pilote=acteur-3',
  `/pacte/actions?groupe=${ONE_GROUP}`,
  '/pacte/actions?retard=oui',
  '/pacte/actions?axe=informer&pilote=acteur-3&retard=oui',
  `/pacte/actions/${ONE_ACTION}`,
  `/pacte/groupes/${ONE_GROUP}`,
  `/pacte.rss?action=${ONE_ACTION}`,
  `/pacte.rss?groupe=${ONE_GROUP}`,
  `/pacte.ics?action=${ONE_ACTION}`,
  '/pacte/calendrier',
  `/pacte/calendrier?groupe=${ONE_GROUP}`,
]

describe('among ten thousand actions and fifty thousand versions', () => {
  it.each(PAGES)('%s reads no growing table from end to end', async (path) => {
    for (const plan of await pact.plansOf(path)) expect(plan.match(GROWING), plan).toBeNull()
  })

  it.each([`actions/${ONE_ACTION}`, `groupes/${ONE_GROUP}`, ''])(
    'nor does the desk of %s',
    async (at) => {
      const path = `/espace/narbonne/pacte/${at}`.replace(/\/$/, '')
      for (const plan of await pact.plansOf(path, agent.headers))
        expect(plan.match(GROWING), plan).toBeNull()
    },
  )

  it('a very long history is told whole, page by page', async () => {
    const reasons: string[] = []
    let path: string | null = '/pacte/actions/action-9'
    while (path !== null) {
      const answer = await pact.ask(path)
      const html = await answer.text()
      expect(html.length).toBeLessThan(100_000)
      reasons.push(...[...html.matchAll(/Motif\u00A0: Changement (\d+)/g)].map(([, n = '']) => n))
      const [, older = null] = /href="([^"]+)#historique">Changements plus anciens/.exec(html) ?? []
      path = older
    }
    expect(reasons).toEqual(Array.from({ length: 2_500 }, (_, index) => String(2_500 - index)))
  })
})
