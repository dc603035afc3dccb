import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CONSULTATION_EXAMPLE } from '../../../src/api/examples.ts'
import { sourceRecords } from '../../../src/consultations/schema.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { readMigrationFiles } from '../../../src/db/migration-files.ts'
import { openPostgres } from '../../../src/db/postgres.ts'
import { addSources } from '../../../src/sources/register.ts'
import { tokenOf } from '../../support/api-client.ts'
import { testProgram } from '../../support/application.ts'
import { type PostgresServer, startPostgresServer } from '../../support/postgres-server.ts'
import { type ServingProcess, startServing } from '../../support/serving.ts'
import { signIn } from '../../support/sign-in.ts'
import { type SourceServer, startSource } from '../../support/source-server.ts'

const NOW = '2026-11-24T09:30:00Z'

let server: PostgresServer
let source: SourceServer
let serving: ServingProcess
let token: string
/** What a publisher's browser sends with a form. */
let publisher: Record<string, string>

beforeAll(async () => {
  server = await startPostgresServer()
  source = await startSource()
  const database = openPostgres(server.url, { max: 2 })
  await migrate(database.sql, readMigrationFiles())
  const program = await testProgram(database, NOW)
  token = await tokenOf(program, 'narbonne')
  publisher = (await signIn(program, { role: 'publisher', partner: 'narbonne' })).headers
  await database.db.transaction((tx) =>
    addSources(tx, [{ url: source.url, partner: 'narbonne', kind: 'rss', name: 'Profil' }], {
      now: program.clock.now,
      demonstration: false,
    }),
  )
  await database.close()
  serving = await startServing({
    DATABASE_URL: server.url,
    FAKE_NOW: NOW,
    POLL: 'on',
    ALLOW_PRIVATE_SOURCES: '1',
    FIRMS_URL: source.url,
  })
})
afterAll(async () => {
  await serving?.kill()
  await source?.close()
  await server?.stop()
})

const ask = (path: string, init: RequestInit = {}) =>
  fetch(serving.origin + path, { redirect: 'manual', ...init })

const push = (externalId: string) =>
  ask(`/api/v1/consultations/${externalId}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...CONSULTATION_EXAMPLE, reference: externalId }),
  })

const post = (path: string, form: Record<string, string>) =>
  ask(path, {
    method: 'POST',
    headers: { ...publisher, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })

/** Asks again and again until it is told to end; what was answered, by status. */
function asking(one: (round: number) => Promise<Response>, pauseMs: number) {
  const answers: {
    status: number
    age: string | null
    retryAfter: string | null
    round: number
  }[] = []
  const ending = new AbortController()
  const ended = (async () => {
    for (let round = 0; !ending.signal.aborted; round += 1) {
      const { status, headers } = await read(await one(round))
      answers.push({
        status,
        age: headers.get('age'),
        retryAfter: headers.get('retry-after'),
        round,
      })
      await pause(pauseMs)
    }
  })()
  return {
    answers,
    async end() {
      ending.abort()
      await ended
      return answers
    },
  }
}

async function read(answer: Response) {
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(50)
}

describe('a database that is stopped and started again while everybody reads and writes', () => {
  test(
    'leaves what is kept readable, refuses writes without losing a word, and is found again',
    { timeout: 90_000 },
    async () => {
      expect((await push('avant')).status).toBe(201)
      for (const path of ['/', '/consultations.rss']) await read(await ask(path))
      const readers = ['/', '/consultations.rss'].map((path) => asking(() => ask(path), 10))
      const writers = [0, 1, 2].map((each) => asking((round) => push(`p${each}-${round}`), 50))
      await until(() => writers.every(({ answers }) => answers.length > 3))

      await server.halt()
      await until(() => writers.every(({ answers }) => answers.at(-1)?.status === 503))
      await until(() => readers.every(({ answers }) => answers.at(-1)?.age !== null))

      const uncached = await read(await ask('/programmation'))
      expect([uncached.status, uncached.headers.get('retry-after')]).toEqual([503, '30'])
      expect(uncached.text).toContain('Le service est momentanément indisponible')
      const problem = await push('pendant')
      expect([problem.status, problem.headers.get('retry-after')]).toEqual([503, '30'])
      expect(problem.headers.get('content-type')).toContain('application/problem+json')
      const typed = { objet: 'Réfection de la cour', reference: 'MAPA-2026-77' }
      for (const path of [
        '/espace/narbonne/consultations/nouvelle',
        '/pacte/formations/repondre/sessions/1/inscription',
        '/rencontres/matinee/rendez-vous',
        '/alertes/consultations',
      ]) {
        const kept = await read(await post(path, typed))
        expect([path, kept.status, kept.headers.get('retry-after')]).toEqual([path, 503, '30'])
        for (const value of Object.values(typed))
          expect(kept.text).toContain(`\n${value}</textarea>`)
      }

      await server.resume()
      await until(() => writers.every(({ answers }) => (answers.at(-1)?.status ?? 500) < 300))
      await until(() => readers.every(({ answers }) => answers.at(-1)?.age === null))
      const read200 = (await Promise.all(readers.map((reader) => reader.end()))).flat()
      expect(new Set(read200.map(({ status }) => status))).toEqual(new Set([200]))
      const written = await Promise.all(writers.map((writer) => writer.end()))
      for (const { status, retryAfter } of written.flat())
        expect([`201 null`, `503 30`]).toContain(`${status} ${retryAfter}`)

      // What is sent again goes through: the session is known again.
      const again = await post('/espace/narbonne/consultations/nouvelle', typed)
      expect(again.status).toBeLessThan(500)

      const database = openPostgres(server.url, { max: 1 })
      const rows = await database.db.select({ id: sourceRecords.externalId }).from(sourceRecords)
      const stored = new Set(rows.map(({ id }) => id))
      const acknowledged = written.flatMap((answers, each) =>
        answers.filter(({ status }) => status === 201).map(({ round }) => `p${each}-${round}`),
      )
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
      // Once each, and whole or not at all.
      expect(rows.length).toBe(stored.size)

      const asked = source.requests.length
      await database.db.execute(
        sql`update jobs set run_at = now(), leased_until = null where kind = 'poll'`,
      )
      // A look that the outage cut off holds its host for two minutes more.
      await database.db.execute(sql`update source_hosts set busy_until = now(), next_at = now()`)
      await until(() => source.requests.length > asked)
      await database.close()
      expect(serving.process.exitCode).toBeNull()
      expect(serving.log.filter((line) => !line.startsWith('{"at"'))).toEqual([])
      expect(await serving.stop()).toBe(0)
    },
  )
})
