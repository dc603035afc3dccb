import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alertHorizons, alertRuns } from '../../src/alerts/schema.ts'
import { outbox } from '../../src/mail/schema.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { type ServingProcess, startServing } from '../support/serving.ts'
import { useProgram } from '../support/use-program.ts'
import { tellNews, turnMailOn, works } from './support.ts'

const deep = process.env.DEEP === '1'
const FOLLOWERS = deep ? 1_000 : 30
const KILLS = deep ? 15 : 1
/** Milliseconds from a message's arrival to a kill, at most. */
const LATEST_MS = 60

const program = useProgram(new Date().toISOString())
let server: MailServer
let running: ServingProcess | undefined

beforeAll(async () => {
  server = await startMailServer()
  turnMailOn(program, server.url)
})
afterAll(async () => {
  await running?.kill()
  await server.close()
})

/** The program as production runs it, which tells news and sends mail by itself. */
async function start(): Promise<ServingProcess> {
  const mail = { SMTP_URL: server.url, MAIL_FROM: 'guichet@guichet.example' }
  running = await startServing({ DATABASE_URL: program.url, ...mail })
  return running
}

test(
  `a program that is killed (${KILLS} times) tells everybody everything, and nobody more than twice with one Message-ID`,
  { timeout: deep ? 600_000 : 120_000 },
  async () => {
    const { db } = program.deps
    await tellNews(program)
    await db.execute(sql`with f as (
      insert into alert_filters (subject, query) values ('consultations', '?metier=electricite') returning id)
      insert into alert_subscriptions (filter_id, rhythm, state, email, email_key, token, asked_at)
      select id, 'now', 'active', 'lu' || n || '@elec.example', 'lu' || n || '@elec.example', 'token' || n, now()
      from f, generate_series(1, ${FOLLOWERS}) n`)
    await program.say('profil', [works('K1'), works('K2')])

    for (let kill = 0; kill < KILLS; kill += 1) {
      const arrived = Promise.withResolvers<void>()
      const enough = server.taken.length + Math.floor((FOLLOWERS / (KILLS + 1)) * Math.random())
      server.aboutMessage = () => {
        if (server.taken.length >= enough) arrived.resolve()
        return null
      }
      const serving = await start()
      await arrived.promise
      await pause(LATEST_MS * Math.random())
      await serving.kill()
      // Its leases run out.
      await db.execute(sql`update jobs set leased_until = null, run_at = now()`)
    }
    const last = await start()
    const unsent = () =>
      db.execute<{ left: number }>(sql`select (
        (select count(*) from outbox where sent_at is null)
        + (select count(*) from alert_runs where target is not null)
        + ${FOLLOWERS} - (select count(*) from outbox))::int as left`)
    while (((await unsent())[0]?.left ?? 1) > 0) await pause(200)
    await last.stop()

    const byPerson = Map.groupBy(server.taken, ({ to }) => to.join())
    expect(byPerson.size).toBe(FOLLOWERS)
    const faults = [...byPerson].flatMap(([to, messages]) => {
      const ids = new Set(messages.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]))
      return ids.size === 1 && messages.length <= 2
        ? []
        : [`${to}: ${messages.length}, ${ids.size}`]
    })
    expect(faults).toEqual([])
    // No more repeats than messages that were on their way when a program died: four at a time.
    expect(server.taken.length - FOLLOWERS).toBeLessThanOrEqual(KILLS * 4)
    expect(await db.$count(outbox)).toBe(FOLLOWERS)
    const [horizon] = await db.select().from(alertHorizons)
    expect(
      (await db.select().from(alertRuns)).find(({ rhythm }) => rhythm === 'now'),
    ).toMatchObject({
      position: horizon?.settled,
      target: null,
    })
  },
)
