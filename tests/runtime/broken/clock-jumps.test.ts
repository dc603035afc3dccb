import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, max, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { jobs } from '../../../src/jobs/schema.ts'
import { POLL_JOB } from '../../../src/sources/polling/schedule.ts'
import { addSources } from '../../../src/sources/register.ts'
import { sourceHosts } from '../../../src/sources/schema.ts'
import { bought, draft, winter } from '../../support/application.ts'
import { movedClock } from '../../support/moved-clock.ts'
import { PUBLIC_ORIGIN, type ServingProcess, startServing } from '../../support/serving.ts'
import { ownForm, signIn } from '../../support/sign-in.ts'
import { type SourceServer, startSource } from '../../support/source-server.ts'
import { useProgram } from '../../support/use-program.ts'

/** A Tuesday, at 10.30 in Paris. */
const NOW = '2026-11-24T09:30:00Z'
const TITLE = 'Réfection de la toiture du gymnase'
const HOUR_MS = 3_600_000
const PATIENCE = { timeout: 30_000, interval: 50 }
const folder = mkdtempSync(join(tmpdir(), 'guichet-clock-'))
const clockFile = join(folder, 'offset')

const program = useProgram(NOW)
let source: SourceServer
let serving: ServingProcess

beforeAll(async () => {
  source = await startSource()
  await program.say('plateforme', [
    draft(TITLE, {
      object: TITLE,
      buyers: bought('Ville de Narbonne'),
      deadline: winter('2026-11-24T18:00'),
    }),
  ])
  const { db } = program.deps
  await db.execute(sql`delete from jobs where kind = ${POLL_JOB}`)
  await db.transaction((tx) =>
    addSources(tx, [{ url: source.url, partner: 'narbonne', kind: 'rss', name: 'Profil' }], {
      now: program.clock.now,
      demonstration: false,
    }),
  )
  // The server's connections find this clock before PostgreSQL's own.
  await db.execute(sql`create schema clock`)
  await db.execute(sql`create table clock.offset as select interval '0' as by`)
  await db.execute(sql`create function clock.now() returns timestamptz stable language sql
    return (select pg_catalog.now() + by from clock.offset)`)
  const name = sql.identifier(new URL(program.url).pathname.slice(1))
  await db.execute(sql`alter database ${name} set search_path = clock, public, pg_catalog`)
  serving = await startServing({
    ...movedClock(clockFile),
    DATABASE_URL: program.url,
    FAKE_NOW: NOW,
    POLL: 'on',
    ALLOW_PRIVATE_SOURCES: '1',
    FIRMS_URL: source.url,
  })
})
afterAll(async () => {
  await serving?.kill()
  await source?.close()
  rmSync(folder, { recursive: true, force: true })
})

const setProcessClock = (hours: number) => writeFileSync(clockFile, String(hours * HOUR_MS))

const setDatabaseClock = (hours: number) =>
  program.deps.db.execute(sql`update clock.offset set by = make_interval(hours => ${hours})`)

const ask = (path: string, init: RequestInit = {}) =>
  fetch(serving.origin + path, { redirect: 'manual', ...init })

/** What a session begun `hours` from now sends. */
const sessionBegun = async (hours: number) => {
  const { deps, clock } = program
  const at = new Date(clock.now.getTime() + hours * HOUR_MS)
  const as = { role: 'publisher', partner: 'narbonne' } as const
  return (await signIn({ deps: { ...deps, now: () => at } }, as)).headers
}

const boardTells = async () => {
  const answer = await ask('/')
  expect(answer.status).toBe(200)
  return (await answer.text()).includes(TITLE)
}

/** Requests that the source gets when its time has come, until its next look is planned; when that is, in hours. */
async function lookIsDue(): Promise<{ requests: number; hours: number }> {
  const before = source.requests.length
  const { db } = program.deps
  const poll = eq(jobs.kind, POLL_JOB)
  await db
    .update(jobs)
    .set({ runAt: sql`(select now() + by from clock.offset)` })
    .where(poll)
  await vi.waitFor(async () => {
    expect(source.requests.length).toBeGreaterThan(before)
    expect(await db.$count(jobs, sql`kind = ${POLL_JOB} and lease is null`)).toBe(1)
  }, PATIENCE)
  return { requests: source.requests.length - before, hours: await hoursToLook() }
}

/** By the clock that the database has now. */
async function hoursToLook(): Promise<number> {
  const [row] = await program.deps.db
    .select({
      hours: sql<number>`extract(epoch from ${jobs.runAt} - now() - (select by from clock.offset))::float8 / 3600`,
    })
    .from(jobs)
    .where(eq(jobs.kind, POLL_JOB))
  return row?.hours ?? Infinity
}

const plannedRightly = (hours: number) => {
  expect(hours).toBeGreaterThan(0.2)
  expect(hours).toBeLessThan(24)
}

describe('a clock that jumps', () => {
  test(
    'a day ahead and back, in the process, keeps no page beyond its truth and no session beyond its life',
    { timeout: 90_000 },
    async () => {
      const before = await sessionBegun(0)
      expect(await boardTells()).toBe(true)
      expect((await ask('/espace', { headers: before })).status).toBe(200)

      setProcessClock(24)
      expect(await boardTells()).toBe(false)
      expect((await ask('/espace', { headers: before })).status).toBe(303)
      const ahead = await sessionBegun(24)
      expect((await ask('/espace', { headers: ahead })).status).toBe(200)
      const lookAhead = await lookIsDue()
      expect(lookAhead.requests).toBe(1)
      plannedRightly(lookAhead.hours)

      setProcessClock(0)
      expect(await boardTells()).toBe(true)
      expect((await ask('/espace', { headers: ahead })).status).toBe(303)
      const lookBack = await lookIsDue()
      expect(lookBack.requests).toBe(1)
      plannedRightly(lookBack.hours)
      for (const path of ['/sante', '/sante/pret'])
        expect([path, (await ask(path)).status]).toEqual([path, 200])
    },
  )

  test(
    'a day ahead and back, in the database, forgets no source, holds no lease and asks nobody in a loop',
    { timeout: 90_000 },
    async () => {
      await setDatabaseClock(24)
      const lookAhead = await lookIsDue()
      expect(lookAhead.requests).toBe(1)
      plannedRightly(lookAhead.hours)
      // A process that has died since held this one, and somebody has asked too often.
      await program.deps.db.execute(sql`
        insert into jobs (kind, key, payload, run_at, lease, leased_until, written_at)
        select 'cleaning', 'left', '{}', at, gen_random_uuid(), at + interval '2 minutes', at
        from (select now() + by as at from clock.offset)`)
      const form = () =>
        ask('/connexion/lien', {
          method: 'POST',
          headers: ownForm(PUBLIC_ORIGIN),
          body: new URLSearchParams({ courriel: 'personne@exemple.example' }),
        })
      await form()
      await program.deps.db.execute(sql`update rate_limits set count = 1000`)
      expect((await form()).status).toBe(429)

      const asked = source.requests.length
      await setDatabaseClock(0)
      await vi.waitFor(async () => {
        const [row] = await program.deps.db
          .select({
            written: sql<boolean>`${max(jobs.writtenAt)} < now() + interval '1 minute'`,
            leased: sql<boolean>`coalesce(${max(jobs.leasedUntil)} < now() + interval '3 minutes', true)`,
          })
          .from(jobs)
        expect(row).toEqual({ written: true, leased: true })
      }, PATIENCE)
      plannedRightly(await hoursToLook())
      expect(source.requests.length).toBe(asked)
      expect((await form()).status).not.toBe(429)
      // Its host was told to be left alone until tomorrow.
      const [host] = await program.deps.db.select().from(sourceHosts)
      expect(host?.busyUntil.getTime()).toBeGreaterThan(Date.now() + 20 * HOUR_MS)
      const lookBack = await lookIsDue()
      expect(lookBack.requests).toBe(1)
      plannedRightly(lookBack.hours)
      expect(serving.log.filter((line) => /error|failure|failed/.test(line))).toEqual([])
    },
  )
})
