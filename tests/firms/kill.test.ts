import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firmsStand } from '../../src/firms/queries.ts'
import { wantFirms } from '../../src/firms/want.ts'
import { testProgram } from '../support/application.ts'
import { compiledProgram } from '../support/compiled.ts'
import { openTestPostgres } from '../support/databases.ts'
import { numbersOf, type RegisterServer, startRegister } from '../support/register-server.ts'

const COUNT = 24
const root = fileURLToPath(new URL('../../', import.meta.url))

let database: Awaited<ReturnType<typeof openTestPostgres>>
let register: RegisterServer
const started: ChildProcess[] = []

beforeAll(async () => {
  database = await openTestPostgres()
  // The servers count from the machine's clock.
  const program = await testProgram(database, '2024-01-08T09:00:00Z')
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
  for (const child of started) child.kill('SIGKILL')
  await register.close()
  await database.close()
})

/** A server of its own, on the same database and the same register. */
async function startServer(): Promise<ChildProcess> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [`${await compiledProgram()}/main.js`], {
    cwd: root,
    env: {
      PATH,
      HOME,
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      BASE_URL: 'https://guichet.example',
      ALLOW_PRIVATE_SOURCES: '1',
      FIRMS_URL: register.url,
    },
    stdio: 'ignore',
  })
  started.push(child)
  return child
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(20)
}

it('asks every number in the end where a process is killed and another started', async () => {
  const killed = await startServer()
  await until(() => register.asked.length >= 7)
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const before = await firmsStand(database.db)
  expect(before.found).toBeGreaterThanOrEqual(6)
  expect(before.found).toBeLessThan(COUNT)
  expect(before.establishments).toBe(before.found)

  // Its lease would run out after two minutes.
  await database.db.execute(sql`update jobs set leased_until = now() where kind = 'firms'`)
  await startServer()
  await until(async () => (await firmsStand(database.db)).waiting === 0)
  expect(await firmsStand(database.db)).toMatchObject({
    found: COUNT,
    failing: 0,
    withSize: COUNT,
    withPlace: COUNT,
  })
  // What had been answered was not asked again, but for the call that the kill cut.
  expect(register.asked.length).toBeLessThanOrEqual(COUNT + 1)
  expect(register.refused).toBe(0)
}, 120_000)
