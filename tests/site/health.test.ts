import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { createVersions } from '../../src/db/versions.ts'
import type { Deps } from '../../src/deps.ts'
import { secondsFromNow } from '../../src/jobs/queue.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { outbox } from '../../src/mail/schema.ts'
import { readCriticalLag } from '../../src/site/lags.ts'
import { POLL_JOB } from '../../src/sources/polling/schedule.ts'
import { bought, draft, winter } from '../support/application.ts'
import { engines } from '../support/databases.ts'
import { useProgram } from '../support/use-program.ts'

const NOW = '2026-11-24T09:30:00Z'

describe.each(engines)('the state of the service, on %s', (engine) => {
  const program = useProgram(NOW, engine)

  /** As another process would look, which has not looked before. */
  const ask = async (path: string, changes: Partial<Deps> = {}) => {
    const deps = {
      ...program.deps,
      versions: createVersions(program.deps.db, program.deps.now),
      ...changes,
    }
    const answer = await createApp(deps).request(path)
    return { status: answer.status, headers: answer.headers, body: await answer.json() }
  }

  test('is ready, with versions and nothing late, and is kept by nobody', async () => {
    const { status, headers, body } = await ask('/sante')
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toEqual({
      etat: 'ok',
      base: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      migrations: {
        derniere: expect.stringMatching(/^\d{4}_\w+$/),
        en_attente: 0,
        inconnues: 0,
      },
      donnees: expect.objectContaining({ partners: expect.any(Number) }),
      retards: { sources: 0, courriels: 0, taches: {} },
      tours: {},
    })
    expect(await ask('/sante/pret')).toMatchObject({
      status: 200,
      body: { etat: 'ok', base: true },
    })
  })

  test('tells how late the first look, the first message and the first job of each kind are', async () => {
    const { db } = program.deps
    await program.say('plateforme', [draft('1', { object: 'Réfection', buyers: bought('SYADEN') })])
    await db
      .update(jobs)
      .set({ runAt: secondsFromNow(-600) })
      .where(eq(jobs.kind, POLL_JOB))
    await db.insert(jobs).values([
      { kind: 'late', key: '1', payload: {}, runAt: secondsFromNow(-100) },
      { kind: 'late', key: '2', payload: {}, runAt: secondsFromNow(-50) },
      { kind: 'ahead', key: '1', payload: {}, runAt: secondsFromNow(100) },
      {
        kind: 'under-way',
        key: '1',
        payload: {},
        runAt: secondsFromNow(-100),
        leasedUntil: secondsFromNow(60),
      },
    ])
    const queued = (key: string, minutes: number) => ({
      key,
      messageId: `${key}@guichet.example`,
      recipient: 'a@b.example',
      headers: {},
      queuedAt: new Date(Date.parse(NOW) - minutes * 60_000),
    })
    await db
      .insert(outbox)
      .values([
        queued('first', 5),
        queued('second', 3),
        { ...queued('sent', 60), sentAt: new Date(NOW) },
        { ...queued('given-up', 60), givenUpAt: new Date(NOW) },
      ])
    const { status, body } = await ask('/sante')
    expect(status).toBe(200)
    const { sources, courriels, taches } = body.retards
    expect(sources).toBeGreaterThanOrEqual(600)
    expect(courriels).toBe(300)
    expect(Object.keys(taches)).toEqual(['late'])
    expect(taches.late).toBeGreaterThanOrEqual(100)
    expect(JSON.stringify(body)).not.toContain('example')
  })

  test('knows which late looks are at sources with a near deadline', async () => {
    const { db } = program.deps
    expect(await readCriticalLag(db, new Date(NOW))).toEqual({ waiting: 0, seconds: 0 })
    await program.say('pressee', [
      draft('2', {
        object: 'Fournitures',
        buyers: bought('SYADEN'),
        deadline: winter('2026-11-26T12:00'),
      }),
    ])
    await db
      .update(jobs)
      .set({ runAt: secondsFromNow(-1200) })
      .where(eq(jobs.kind, POLL_JOB))
    const lag = await readCriticalLag(db, new Date(NOW))
    expect(lag.waiting).toBe(1)
    expect(lag.seconds).toBeGreaterThanOrEqual(1200)
    await db.delete(jobs).where(eq(jobs.kind, POLL_JOB))
  })

  test('is not ready on a database that lacks a migration, and stays so on one that has more', async () => {
    const { db } = program.deps
    await db.execute(sql`insert into guichet_migrations (name) values ('9999_from_the_future')`)
    expect(await ask('/sante')).toMatchObject({
      status: 200,
      body: { etat: 'ok', migrations: { en_attente: 0, inconnues: 1 } },
    })
    await db.execute(sql`delete from guichet_migrations where name = '9999_from_the_future'`)
    const { derniere } = (await ask('/sante')).body.migrations
    const rename = (from: string, to: string) =>
      db.execute(sql`update guichet_migrations set name = ${to} where name = ${from}`)
    await rename(derniere, 'x')
    const behind = await ask('/sante')
    await rename('x', derniere)
    expect(behind).toMatchObject({
      status: 503,
      body: { etat: 'base en retard', base: true, migrations: { en_attente: 1, inconnues: 1 } },
    })
    expect(behind.headers.get('retry-after')).toBe('10')
  })
})

describe('the state of a service', () => {
  const program = useProgram(NOW)
  const nowhere = (answer: () => Promise<unknown>) => {
    let asked = 0
    const execute = () => {
      asked += 1
      return answer()
    }
    return { db: new Proxy({}, { get: () => execute }), asked: () => asked }
  }

  test.each([
    ['refuses', () => Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1:5432'))],
    ['does not answer', () => new Promise(() => {})],
  ])(
    'whose database %s is alive and not ready; a thousand who ask cost one look',
    async (_, answer) => {
      const { db, asked } = nowhere(answer)
      const app = createApp({
        ...program.deps,
        db: Object.assign(Object.create(program.deps.db), db, {
          execute: Reflect.get(db, 'execute'),
        }),
        versions: createVersions(program.deps.db, program.deps.now),
      })
      const alive = await app.request('/sante/vif')
      expect([alive.status, await alive.json()]).toEqual([200, { etat: 'ok' }])
      const answers = await Promise.all(
        Array.from({ length: 1000 }, () => app.request('/sante/pret')),
      )
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
      const [first] = answers
      expect(first?.headers.get('retry-after')).toBe('10')
      expect(await first?.json()).toEqual({ etat: 'base indisponible', base: false })
      expect(asked()).toBe(1)
    },
  )
})
