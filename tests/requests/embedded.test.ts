import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { eraseOldRequests } from '../../src/requests/erase.ts'
import { answerDelay, publicFigures } from '../../src/requests/figures.ts'
import { endQuietRequests } from '../../src/requests/quiet.ts'
import { remindHandlers } from '../../src/requests/remind.ts'
import { requests } from '../../src/requests/schema.ts'
import { requestMails } from '../../views/mail/requests.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestEmbedded } from '../support/databases.ts'
import { signIn } from '../support/sign-in.ts'
import { agentOf, ask, difficulty, mails, mediation, post, send, turnMailOn } from './support.ts'

let database: OpenDatabase
let program: TestProgram

beforeAll(async () => {
  database = await openTestEmbedded('ready')
  program = await testProgram(database, '2026-11-20T10:00:00+01:00')
  turnMailOn(program)
})
afterAll(() => database.close())

it('the embedded database routes, counts, reminds of, ends and erases requests as the other does', async () => {
  const { db } = program.deps
  const administrator = await signIn(program, 'administrator')
  const agent = await agentOf(
    program,
    { role: 'partner-administrator', partner: 'narbonne' },
    { difficulties: false },
  )
  const secret = 'c'.repeat(43)
  const both = await Promise.all(
    [1, 2].map(() => send(program, '/saisines/nouvelle', mediation({ demande: secret }))),
  )
  expect(both.map(({ status }) => status)).toEqual([303, 303])
  expect(await db.$count(requests)).toBe(1)
  const hard = await ask(program, difficulty())
  const lost = await ask(program, mediation({ acheteur: '', autre: 'Inconnu' }))
  const text = async (path: string, { headers }: { headers: Record<string, string> }) =>
    (await program.app.request(path, { headers })).text()
  const waiting = await text('/espace/administration/saisines', administrator)
  for (const { reference } of [hard, lost]) expect(waiting).toContain(reference)
  expect(await text('/espace', agent)).toMatch(/1\ssaisine attend/)
  expect(await text('/espace/narbonne/saisines/personnes', agent)).toContain('Traite les saisines')

  const [{ reference } = { reference: '' }] = await db
    .select({ reference: requests.reference })
    .from(requests)
    .orderBy(requests.id)
    .limit(1)
  const desk = `/espace/narbonne/saisines/${reference}`
  const relay = { vers: '', organisme: 'Un médiateur', motif: 'Il le peut.' }
  const asked = await Promise.all(
    [1, 2].map(() => post(program, `${desk}/relais`, relay, agent.headers)),
  )
  expect(asked.map(({ status }) => status).toSorted()).toEqual([303, 422])
  const [action = ''] =
    /\/saisines\/suivi[^"]+relais\/\d+/.exec(
      await text(`/saisines/suivi/${secret}`, { headers: {} }),
    ) ?? []
  await post(program, action, { accord: 'non' })
  for (const etape of ['buyer-heard', 'proposal'])
    await post(program, `${desk}/mediation`, { etape }, agent.headers)
  await send(program, `${desk}/messages`, { message: 'Voici.', portee: 'reponse' }, agent)
  await post(program, `${desk}/cloture`, { resultat: 'agreement', message: '' }, agent.headers)

  program.later(5)
  const telling = { config: program.deps.config, now: program.clock.now, mails: requestMails }
  const before = (await mails(program)).length
  await remindHandlers(db, telling)
  expect((await mails(program)).length).toBeGreaterThan(before)
  await post(program, `${lost.path}/effacement`, { compris: 'oui' })
  program.later(370)
  await endQuietRequests(db, { ...telling, now: program.clock.now })
  await eraseOldRequests(db, program.clock.now)
  const rows = await db.select().from(requests).orderBy(requests.id)
  expect(rows.map(({ state, email }) => [state, email === null])).toEqual([
    ['closed', true],
    ['closed', false],
    ['closed', true],
  ])
  expect(await publicFigures(db)).toMatchObject({ received: 2, open: 0, difficulties: null })
  expect(await answerDelay(db, {})).toEqual({ count: 1, medianDays: 0 })
  const [{ left } = { left: 0 }] = await db.execute<{ left: number }>(
    sql`select count(distinct request_id)::int as left from request_links`,
  )
  expect(left).toBe(1)
})
