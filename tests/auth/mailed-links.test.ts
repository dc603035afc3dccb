import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { invite } from '../../src/auth/invite.ts'
import { agents, signInLinks } from '../../src/auth/schema.ts'
import type { Deps } from '../../src/deps.ts'
import { RATE_LIMITS } from '../../src/http/rate-limit.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { tick } from '../../src/jobs/tick.ts'
import { outbox } from '../../src/mail/schema.ts'
import { MAIL_JOB, mailJob } from '../../src/mail/send-job.ts'
import { createSmtpSender } from '../../src/runtime/node/mail.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { pageText } from '../support/page-text.ts'
import { signIn } from '../support/sign-in.ts'
import { type Visitor, visitor } from '../support/visitor.ts'
import { useProgram } from '../support/use-program.ts'

const BASE = 'https://guichet.example'
const KNOWN = 'camille@ville.example'

describe('signing in by a link that is mailed', () => {
  const program = useProgram()
  let server: MailServer
  let deps: Deps
  let browser: Visitor

  beforeAll(async () => {
    server = await startMailServer()
    const mailFrom = { name: 'Guichet', address: 'guichet@guichet.example' }
    deps = {
      ...program.deps,
      config: { ...program.deps.config, smtpUrl: server.url, mailFrom },
    }
  })
  afterAll(async () => {
    await server.close()
  })
  beforeEach(async () => {
    const { db } = program.deps
    for (const table of [rateLimits, outbox, jobs, agents]) await db.delete(table)
    server.taken.length = 0
    const invitation = { email: KNOWN, name: 'Camille', partner: null, by: 'test' }
    await db.transaction((tx) => invite(tx, invitation, program.clock.now))
    browser = visitor(createApp(deps), BASE)
  })

  const send = async () => {
    const smtp = createSmtpSender(deps.config)
    if (!smtp) throw new Error('there is a server')
    await tick(deps, { [MAIL_JOB]: mailJob(deps, smtp) })
  }
  const pathIn = (raw: string) =>
    /https:\/\/guichet\.example(\/connexion\/lien\/\S+)/.exec(
      raw.replaceAll('=\r\n', '').replaceAll('=3D', '='),
    )?.[1] ?? ''

  it('leads to where the agent was going', async () => {
    const page = await (await browser.get('/connexion?suite=/espace/compte')).text()
    expect(page).toContain('name="suite" value="/espace/compte"')
    const asked = await browser.post('/connexion/lien', {
      courriel: ' Camille@Ville.example ',
      suite: '/espace/compte',
    })
    expect(asked.status).toBe(200)
    await send()
    const [mail] = server.taken
    expect(mail?.to).toEqual([KNOWN])
    const path = pathIn(mail?.raw ?? '')
    const confirm = await (await browser.get(path)).text()
    expect(confirm).toContain('name="suite" value="/espace/compte"')
    const [bare = ''] = path.split('?')
    expect((await browser.post(bare, { suite: '/espace/compte' })).headers.get('location')).toBe(
      '/espace/compte',
    )
    expect((await browser.post(bare)).status).toBe(410)
  })

  it('tells nobody who has an account: same words, same work, but one message only', async () => {
    await program.deps.db.insert(agents).values({
      id: crypto.randomUUID(),
      email: 'exclu@ville.example',
      name: 'Exclu',
      createdAt: program.clock.now,
      disabledAt: program.clock.now,
    })
    const answers: string[] = []
    for (const courriel of [KNOWN, 'inconnu@ville.example', 'exclu@ville.example']) {
      const answer = await browser.post('/connexion/lien', { courriel })
      expect(answer.status).toBe(200)
      answers.push((await answer.text()).replaceAll(courriel, '…'))
    }
    expect(new Set(answers).size).toBe(1)
    const rows = await program.deps.db.select().from(outbox).orderBy(asc(outbox.id))
    expect(rows).toHaveLength(3)
    expect(new Set(rows.map(({ text }) => text?.length)).size).toBe(1)
    expect(await program.deps.db.select().from(jobs)).toHaveLength(3)
    expect(await program.deps.db.select().from(signInLinks)).toHaveLength(1)
    await send()
    expect(server.taken.map(({ to }) => to)).toEqual([[KNOWN]])
  })

  it('asks for a whole address, and keeps what was typed', async () => {
    for (const courriel of ['', 'camille', 'a@b', 'camille@ville.example, autre@ville.example']) {
      const answer = await browser.post('/connexion/lien', { courriel })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(page).toContain(`value="${courriel}"`)
      expect(page).toContain('href="#champ-courriel"')
    }
    expect(await program.deps.db.select().from(outbox)).toEqual([])
  })

  it('does not fill anybody’s mailbox', async () => {
    const { most } = RATE_LIMITS['sign-in-mail']
    for (let time = 0; time < most; time += 1)
      expect((await browser.post('/connexion/lien', { courriel: KNOWN })).status).toBe(200)
    const once = await browser.post('/connexion/lien', { courriel: KNOWN.toUpperCase() })
    expect(once.status).toBe(429)
    expect(await program.deps.db.select().from(outbox)).toHaveLength(most)
    expect(
      (await browser.post('/connexion/lien', { courriel: 'autre@ville.example' })).status,
    ).toBe(200)
  })

  it('is not offered where no mail is sent', async () => {
    const silent = visitor(program.app, BASE)
    const page = await (await silent.get('/connexion')).text()
    expect(page).not.toContain('action="/connexion/lien"')
    expect(pageText(page)).toContain('demandez votre lien à l’administrateur')
    expect((await silent.post('/connexion/lien', { courriel: KNOWN })).status).toBe(200)
    expect(await program.deps.db.select().from(signInLinks)).toEqual([])
    expect(await program.deps.db.select().from(outbox)).toEqual([])
  })

  it('is how somebody who is invited comes in', async () => {
    const boss = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
    browser.cookies.set('__Host-session', boss.headers['cookie']?.split('=')[1] ?? '')
    const form = { courriel: 'neuve@ville.example', nom: 'Neuve', role: 'publisher' }
    const page = await (await browser.post('/espace/narbonne/equipe', form)).text()
    expect(page).not.toContain('/connexion/lien/')
    await send()
    const [mail] = server.taken
    expect(mail?.to).toEqual(['neuve@ville.example'])
    const guest = visitor(createApp(deps), BASE)
    expect((await guest.post(pathIn(mail?.raw ?? ''))).status).toBe(303)
    expect(pageText(await (await guest.get('/espace/compte')).text())).toContain(
      'rédacteur pour Ville de Narbonne',
    )
    const [neuve] = await program.deps.db
      .select()
      .from(agents)
      .where(eq(agents.email, 'neuve@ville.example'))
    expect(neuve?.name).toBe('Neuve')
  })
})
