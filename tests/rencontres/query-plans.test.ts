import { beforeAll, expect, it } from 'vitest'
import {
  inventRencontres,
  ONE_ORGANISER,
  ONE_RECEIVER,
  ONE_RENCONTRE,
} from '../support/many-rencontres.ts'
import { planned, type Planned } from '../support/query-plans.ts'
import { useProgram } from '../support/use-program.ts'

const GROWING = /Seq Scan on (rencontres|rencontre_(?:news|buyers|slots|bookings|firms))\b/g

const program = useProgram(new Date().toISOString())
let meetings: Planned

beforeAll(async () => {
  await inventRencontres(program.deps.db, 10_000)
  // As on a disk without heads: small tables are read whole otherwise, and rightly.
  const settings = ['random_page_cost = 1.1']
  meetings = planned(program, { heard: /^select.*rencontre/is, settings })
}, 120_000)

it.each([
  '/rencontres',
  '/rencontres?quand=passees',
  '/rencontres?metier=nettoyage',
  `/rencontres?organisateur=${ONE_ORGANISER}`,
  `/rencontres?acheteur=${ONE_RECEIVER}`,
  `/rencontres/${ONE_RENCONTRE}`,
  '/rencontres.rss',
  '/rencontres.ics',
])('among ten thousand meetings, %s reads none of their tables from end to end', async (path) => {
  for (const plan of await meetings.plansOf(path)) expect(plan.match(GROWING), plan).toBeNull()
})
