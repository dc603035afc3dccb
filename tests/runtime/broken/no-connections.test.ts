import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import postgres, { type Sql } from 'postgres'
import { CONSULTATION_EXAMPLE } from '../../../src/api/examples.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { readMigrationFiles } from '../../../src/db/migration-files.ts'
import { openPostgres } from '../../../src/db/postgres.ts'
import { tokenOf } from '../../support/api-client.ts'
import { testProgram } from '../../support/application.ts'
import { type PostgresServer, startPostgresServer } from '../../support/postgres-server.ts'
import { type ServingProcess, startServing } from '../../support/serving.ts'
import { signIn } from '../../support/sign-in.ts'

const NOW = '2026-11-24T09:30:00Z'
const CONNECTIONS = 20
/** A limit on waiting, not on speed. */
const PATIENCE = { timeout: 60_000, interval: 50 }
const KEPT = ['/', '/consultations.rss']

let server: PostgresServer
let serving: ServingProcess
let token: string
/** What a publisher's browser sends with a form. */
let publisher: Record<string, string>

beforeAll(async () => {
  server = await startPostgresServer([`max_connections=${CONNECTIONS}`])
  const database = openPostgres(server.url, { max: 2 })
  await migrate(database.sql, readMigrationFiles())
  const program = await testProgram(database, NOW)
  token = await tokenOf(program, 'narbonne')
  publisher = (await signIn(program, { role: 'publisher', partner: 'narbonne' })).headers
  await database.close()
  serving = await startServing({ DATABASE_URL: server.url, FAKE_NOW: NOW })
}, 60_000)
afterAll(async () => {
  await serving?.kill()
  await server?.stop()
})

interface Answered {
  path: string
  status: number
  age: string | null
  retryAfter: string | null
  text: string
}

async function ask(path: string, init: RequestInit = {}): Promise<Answered> {
  const answer = await fetch(serving.origin + path, { redirect: 'manual', ...init })
  const { status, headers } = answer
  const [age, retryAfter] = [headers.get('age'), headers.get('retry-after')]
  return { path, status, age, retryAfter, text: await answer.text() }
}

const push = (externalId: string) =>
  ask(`/api/v1/consultations/${externalId}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...CONSULTATION_EXAMPLE, reference: externalId }),
  })

/** Takes every connection that the server has, those of the program first, until it gives them back. */
async function takeAll(): Promise<{ giveBack(): Promise<void> }> {
  const taken: Sql[] = []
  const takeOne = async () => {
    const one = postgres(server.url, { max: 1, fetch_types: false, onnotice: () => {} })
    try {
      await one`select 1`
      taken.push(one)
      return true
    } catch {
      await one.end({ timeout: 0 })
      return false
    }
  }
  const first = postgres(server.url, { max: 1, fetch_types: false })
  taken.push(first)
  while (taken.length < CONNECTIONS) {
    // The program is quick to take again what it has lost.
    await first`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'guichet'`
    while (await takeOne());
  }
  return {
    async giveBack() {
      await Promise.all(taken.map((one) => one.end({ timeout: 0 })))
    },
  }
}

/** Asks for many pages that nobody has kept, which it answers, and for what is kept meanwhile. */
async function expectKeptInCrowd(): Promise<Promise<Answered>[]> {
  await vi.waitFor(async () => expect((await ask('/')).age).not.toBeNull(), PATIENCE)
  const crowd = Array.from({ length: 200 }, (_, each) => ask(`/?q=voirie+${(asked += 1)}-${each}`))
  // The crowd stands at the door before these come.
  await ask('/sante/vif')
  for (let each = 0; each < 10; each += 1)
    for (const path of KEPT) {
      const { status, age } = await ask(path)
      expect([path, status, age !== null]).toEqual([path, 200, true])
    }
  return crowd
}
let asked = 0

test(
  'a program that finds no connection to its database, in a crowd, answers what is kept and refuses the rest, and is whole again by itself',
  { timeout: 120_000 },
  async () => {
    expect((await push('avant')).status).toBe(201)
    for (const path of KEPT) expect((await ask(path)).status).toBe(200)
    const others = await takeAll()
    const crowd = await expectKeptInCrowd()
    for (const { status, retryAfter } of await Promise.all(crowd))
      expect(['503 10', '503 30']).toContain(`${status} ${retryAfter}`)
    expect((await ask('/sante/vif')).status).toBe(200)
    expect(await ask('/sante/pret')).toMatchObject({ status: 503, retryAfter: '10' })
    expect(await push('pendant')).toMatchObject({ status: 503, retryAfter: '30' })
    const typed = await ask('/espace/narbonne/consultations/nouvelle', {
      method: 'POST',
      headers: publisher,
      body: new URLSearchParams({ objet: 'Réfection de la cour' }),
    })
    expect(typed).toMatchObject({ status: 503, retryAfter: '30' })
    expect(typed.text).toContain('\nRéfection de la cour</textarea>')

    await others.giveBack()
    await vi.waitFor(async () => expect((await ask('/')).age).toBeNull(), PATIENCE)
    await vi.waitFor(async () => expect((await push('pendant')).status).toBe(201), PATIENCE)
    // Of the program's connections each is made again by itself.
    await vi.waitFor(async () => expect((await ask('/?q=voirie+0')).status).toBe(200), PATIENCE)
    // Its database is looked at once a second.
    await vi.waitFor(async () => expect((await ask('/sante/pret')).status).toBe(200), PATIENCE)
  },
)

test(
  'a crowd that waits for a database that hangs keeps nobody from what is kept',
  { timeout: 120_000 },
  async () => {
    for (const path of KEPT) expect((await ask(path)).status).toBe(200)
    const one = postgres(server.url, { max: 1, fetch_types: false })
    const rows = await one<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'guichet'
      union all select split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int`
    await one.end()
    const signal = (name: 'SIGSTOP' | 'SIGCONT') =>
      rows.forEach(({ pid }) => process.kill(pid, name))
    signal('SIGSTOP')
    let crowd: Promise<Answered>[]
    try {
      crowd = await expectKeptInCrowd()
    } finally {
      signal('SIGCONT')
    }
    for (const { status } of await Promise.all(crowd)) expect([200, 503]).toContain(status)
    await vi.waitFor(async () => expect((await ask('/')).age).toBeNull(), PATIENCE)
    expect((await push('apres')).status).toBe(201)
    expect(serving.log.filter((line) => !line.startsWith('{"at"'))).toEqual([])
    expect(await serving.stop()).toBe(0)
  },
)
