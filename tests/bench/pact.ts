import { inventActions, ONE_ACTION } from '../support/many-actions.ts'
import type { Bench } from './measure.ts'
import { pagesGrown } from './pages-grown.ts'

const FEW = { actions: 100, versions: 500 }
const MANY = { actions: 10_000, versions: 50_000 }

const PAGES = [
  { name: 'pact', path: '/pacte', what: 'the pact at a glance' },
  { name: 'pact-actions', path: '/pacte/actions', what: 'actions' },
  { name: 'pact-status', path: '/pacte/actions?statut=lancee', what: 'actions by status' },
  { name: 'pact-late', path: '/pacte/actions?retard=oui', what: 'late actions' },
  { name: 'pact-action', path: `/pacte/actions/${ONE_ACTION}`, what: 'one action' },
  { name: 'pact-calendar', path: '/pacte/calendrier?contenu=reunions', what: 'meetings' },
]

/** The pact's pages with many actions and versions and with few. */
export const pact: Bench = {
  name: 'pact',
  run: (server) =>
    pagesGrown(server, PAGES, {
      few: { told: told(FEW), fill: (db) => inventActions(db, FEW) },
      many: { told: told(MANY), fill: (db) => inventActions(db, MANY) },
    }),
}

function told({ actions, versions }: typeof FEW): string {
  return `${actions} actions and ${versions} versions`
}
