import { beforeAll, expect, it } from 'vitest'
import { inventPurchases, ONE_BUYER, ONE_PATH } from '../support/many-purchases.ts'
import { planned, type Planned } from '../support/query-plans.ts'
import { useProgram } from '../support/use-program.ts'

const GROWING = /Seq Scan on planned_purchase/g

const program = useProgram(new Date().toISOString())
let purchases: Planned

beforeAll(async () => {
  await inventPurchases(program.deps.db, 20_000)
  purchases = planned(program, { heard: /^\s*(?:select|with).*planned_purchase/is })
}, 60_000)

it.each([
  '/programmation',
  '/programmation?metier=nettoyage',
  '/programmation?statut=en-retard',
  '/programmation?statut=publie',
  '/programmation?statut=tous',
  `/programmation?acheteur=${ONE_BUYER}`,
  '/programmation?annee=2027&lieu=narbonne&metier=electricite&montant-max=90000',
  ONE_PATH,
  '/programmation.rss',
  `/programmation.rss?acheteur=${ONE_BUYER}`,
  `/acheteurs/${ONE_BUYER}`,
])('%s reads neither the lines nor their events from end to end', async (path) => {
  for (const plan of await purchases.plansOf(path)) expect(plan.match(GROWING), plan).toBeNull()
})
