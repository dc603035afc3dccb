import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firmsStand } from '../../src/firms/queries.ts'
import { wantFirms } from '../../src/firms/want.ts'
import { numbersOf, type RegisterServer, startRegister } from '../support/register-server.ts'
import { type ServingProcess, startServing } from '../support/serving.ts'
import { useProgram } from '../support/use-program.ts'

const COUNT = 24

const program = useProgram('2024-01-08T09:00:00Z')
let register: RegisterServer
const started: ServingProcess[] = []

beforeAll(async () => {
  // The servers count from the machine's clock.
  const numbers = Array.from({ length: COUNT }, (_, rank) => numbersOf(String(30000000 + rank)))
  register = await startRegister(
    numbers.map(({ siren, sirets: [siret = ''] }) => ({
      siren,
      categorie_entreprise: 'PME',
      places: [{ siret, commune: '11262' }],
    })),
  )
  await program.deps.db.transaction((tx) =>
    wantFirms(
      tx,
      numbers.flatMap(({ sirets }) => sirets),
      program.clock.now,
    ),
  )
})
afterAll(async () => {
  for (const serving of started) await serving.kill()
  await register.close()
})

/** A server of its own, on the same database and the same register. */
async function startServer(): Promise<ServingProcess> {
  const serving = await startServing({
    DATABASE_URL: program.url,
    ALLOW_PRIVATE_SOURCES: '1',
    FIRMS_URL: register.url,
    POLL: 'on',
  })
  started.push(serving)
  return serving
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(20)
}

it('asks every number in the end where a process is killed and another started', async () => {
  const killed = await startServer()
  await until(() => register.asked.length >= 7)
  await killed.kill()
  const before = await firmsStand(program.deps.db)
  expect(before.found).toBeGreaterThanOrEqual(6)
  expect(before.found).toBeLessThan(COUNT)
  expect(before.establishments).toBe(before.found)

  // Its lease would run out after two minutes.
  await program.deps.db.execute(sql`update jobs set leased_until = now() where kind = 'firms'`)
  await startServer()
  await until(async () => (await firmsStand(program.deps.db)).waiting === 0)
  expect(await firmsStand(program.deps.db)).toMatchObject({
    found: COUNT,
    failing: 0,
    withSize: COUNT,
    withPlace: COUNT,
  })
  // What had been answered was not asked again, but for the call that the kill cut.
  expect(register.asked.length).toBeLessThanOrEqual(COUNT + 1)
  expect(register.refused).toBe(0)
}, 120_000)
