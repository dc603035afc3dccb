import { beforeAll, expect, it } from 'vitest'
import { inventContacts, ONE_BODY, ONE_SCHEME } from '../support/many-contacts.ts'
import { planned, type Planned } from '../support/query-plans.ts'
import { useProgram } from '../support/use-program.ts'

const GROWING = /Seq Scan on (help_(?:bodies|contacts|seats)|support_schemes)/g

const program = useProgram('2026-11-22T08:00:00Z')
let bodies: Planned

beforeAll(async () => {
  await inventContacts(program.deps.db, 20_000)
  bodies = planned(program, { heard: /^select.*(?:help_|support_schemes)/is })
}, 120_000)

it.each([
  '/contacts',
  '/contacts?lieu=narbonne',
  '/contacts?metier=electricite',
  '/contacts?lieu=narbonne&metier=electricite',
  '/contacts?apres=500_Organisme+0000500',
  '/contacts?lieu=narbonne&probleme=innovation',
  `/contacts/organismes/${ONE_BODY}`,
  '/contacts/aides',
  '/contacts/aides?theme=aide',
  `/contacts/aides/${ONE_SCHEME}`,
  '/contacts.rss',
])('among twenty thousand bodies %s reads no growing table from end to end', async (path) => {
  for (const plan of await bodies.plansOf(path)) expect(plan.match(GROWING), plan).toBeNull()
})
