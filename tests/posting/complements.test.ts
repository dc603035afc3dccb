import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { agents, memberships } from '../../src/auth/schema.ts'
import type { Facts } from '../../src/consultations/facts.ts'
import { consultations, notices } from '../../src/consultations/schema.ts'
import { outbox } from '../../src/mail/schema.ts'
import { readComplement } from '../../src/posting/complements/read-complement.ts'
import { complementLinks } from '../../src/posting/complements/schema.ts'
import { tellAgentsJob } from '../../src/posting/tell-agents-job.ts'
import { bought, draft, winter } from '../support/application.ts'
import { formsOf, wordsOf } from '../support/partner-forms.ts'
import { ownForm } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()
let agent: Awaited<ReturnType<typeof formsOf>>

beforeAll(async () => {
  agent = await formsOf(program, 'narbonne')
})

const SCHOOL: Partial<Facts> = {
  object: 'Rénovation de l’école Jean-Jaurès',
  buyers: bought('Ville de Narbonne', '21110262900019'),
  category: 'works',
  deadline: winter('2026-12-15T12:00'),
}

async function brought(id: string, facts: Partial<Facts>): Promise<string> {
  await program.say('profil', [draft(id, facts, { publishedAt: program.clock.now.toISOString() })])
  const [row] = await program.deps.db
    .select({ reference: consultations.reference })
    .from(consultations)
    .where(eq(consultations.title, facts.object ?? ''))
  if (!row) throw new Error(`${id} was not recorded`)
  return row.reference
}

/** The job's work, with mail on. */
async function tellAgents(): Promise<void> {
  const smtp = {
    smtpUrl: 'smtp://localhost',
    mailFrom: { name: 'Guichet', address: 'g@g.example' },
  }
  const config = { ...program.deps.config, ...smtp }
  await tellAgentsJob({ ...program.deps, config })({
    kind: 'tell-agents',
    key: 'all',
    payload: {},
    attempt: 1,
  })
}

async function mails() {
  return program.deps.db
    .select({ to: outbox.recipient, subject: outbox.subject, text: outbox.text })
    .from(outbox)
    .orderBy(outbox.id)
}

/** The paths of the links that the latest message carries. */
async function latestLinks(): Promise<string[]> {
  const text = (await mails()).at(-1)?.text ?? ''
  return [...text.matchAll(/https:\/\/guichet\.example(\/complement\/\S+)/g)].map(
    ([, path = '']) => path,
  )
}

async function open(path: string): Promise<Response> {
  return program.app.request(path)
}

async function send(path: string, fields: Record<string, string>): Promise<Response> {
  await program.deps.db.execute('delete from rate_limits')
  const page = await (await open(path)).text()
  const [, version = ''] = /name="version" value="([^"]*)"/.exec(page) ?? []
  return program.app.request(path, {
    method: 'POST',
    headers: {
      ...ownForm(program.deps.config.baseUrl),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ version, ...fields }).toString(),
  })
}

describe('the three fields', () => {
  it('take what people write', () => {
    const read = (lots: string, contact = '') => {
      const reading = readComplement({ amount: '', lots, contact })
      return reading.ok ? reading.change : null
    }
    expect(read('12')).toEqual({ divided: true, lotCount: 12 })
    expect(read('3 lots')).toEqual({ divided: true, lotCount: 3 })
    expect(read('Aucun')).toEqual({ divided: false })
    expect(read('1')).toEqual({ divided: false })
    expect(read('Lot 1 – Gros œuvre\n2. Peinture')).toEqual({
      divided: true,
      lots: [
        { number: '1', title: 'Gros œuvre' },
        { number: '2', title: 'Peinture' },
      ],
    })
    expect(read('1 – Gros œuvre\n1 – Peinture')).toBeNull()
    expect(read('beaucoup')).toBeNull()
    expect(read('', 'Camille Exemple, 04 68 00 00 00')?.contact).toEqual({
      name: 'Camille Exemple',
      phone: '04 68 00 00 00',
      email: null,
    })
    expect(read('', 'marches@narbonne.example')?.contact).toEqual({
      name: null,
      phone: null,
      email: 'marches@narbonne.example',
    })
    expect(read('', 'Camille')).toBeNull()
  })
})

describe('what a source does not say', () => {
  it('is asked once, in one message a day, by links that need no password and do one thing', async () => {
    const school = await brought('ecole', SCHOOL)
    await brought('mairie', { ...SCHOOL, object: 'Réfection de la mairie annexe' })
    await brought('whole', {
      ...SCHOOL,
      object: 'Rien ne manque ici',
      amount: { min: 40_000, max: 90_000 },
      divided: false,
      contact: { name: null, phone: '04 68 00 00 00', email: null },
    })
    await tellAgents()
    await tellAgents()
    const sent = await mails()
    expect(sent.map(({ subject }) => subject)).toEqual([
      '3 précisions aideraient les entreprises, pour 2 consultations',
    ])
    expect(sent[0]?.text).not.toContain('Rien ne manque')
    const links = await latestLinks()
    expect(links).toHaveLength(2)
    const pages = await Promise.all(links.map(async (path) => (await open(path)).text()))
    const path = links[pages.findIndex((page) => page.includes('école Jean-Jaurès'))] ?? ''
    const shown = await open(path)
    expect(shown.headers.get('cache-control')).toBe('private, no-store')
    const wrong = await send(path, { amount: '', lots: 'beaucoup', contact: 'Camille' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('value="Camille"')
    const done = await send(path, {
      amount: '40000-90000',
      lots: '12',
      contact: 'Commande publique 04 68 00 00 00',
      object: 'Détourné',
      status: 'withdrawn',
    })
    expect([done.status, wordsOf(await done.text())]).toEqual([
      200,
      expect.stringContaining('Merci'),
    ])
    const [row] = await program.deps.db
      .select()
      .from(consultations)
      .where(eq(consultations.reference, school))
    expect(row?.facts).toMatchObject({
      object: SCHOOL.object,
      amount: { min: 40_000, max: 90_000 },
      lotCount: 12,
      contact: { name: 'Commande publique', phone: '04 68 00 00 00' },
    })
    expect(row?.status).toBe('active')
    const told = await program.deps.db.$count(notices, eq(notices.consultationId, row?.id ?? 0))
    expect(told).toBe(1)
    expect((await open(path)).status).toBe(410)
    expect((await send(path, { lots: '13' })).status).toBe(410)
  })

  it('is asked the next day of what came meanwhile, and of nothing twice', async () => {
    await brought('piscine', { ...SCHOOL, object: 'Réfection de la piscine' })
    await tellAgents()
    expect(await mails()).toHaveLength(1)
    program.later(1)
    await tellAgents()
    expect((await mails()).at(-1)?.subject).toBe(
      '3 précisions aideraient les entreprises : Réfection de la piscine',
    )
    program.later(1)
    await tellAgents()
    expect(await mails()).toHaveLength(2)
  })

  it('can be refused, for one consultation or for all messages', async () => {
    const [path = ''] = await latestLinks()
    const refused = await send(path, { action: 'ne-plus-demander' })
    expect(wordsOf(await refused.text())).toContain('Plus rien ne vous sera demandé')
    await brought('gymnase', { ...SCHOOL, object: 'Réfection du gymnase' })
    await tellAgents()
    const [next = ''] = await latestLinks()
    const out = await send(next, { action: 'plus-de-messages' })
    expect(wordsOf(await out.text())).toContain('Vous ne recevrez plus ces messages')
    await brought('theatre', { ...SCHOOL, object: 'Réfection du théâtre' })
    program.later(1)
    const before = (await mails()).length
    await tellAgents()
    expect(await mails()).toHaveLength(before)
  })

  it('is not told to a link that is old, invented, or of somebody who may write no more', async () => {
    const other = await formsOf(program, 'narbonne')
    await tellAgents()
    const [path = ''] = await latestLinks()
    expect((await open(path)).status).toBe(200)
    await program.deps.db
      .update(memberships)
      .set({ endedAt: program.clock.now })
      .where(eq(memberships.agentId, other.agentId))
    expect((await open(path)).status).toBe(410)
    await program.deps.db
      .update(memberships)
      .set({ endedAt: null })
      .where(eq(memberships.agentId, other.agentId))
    await program.deps.db
      .update(agents)
      .set({ disabledAt: program.clock.now })
      .where(eq(agents.id, other.agentId))
    expect((await open(path)).status).toBe(410)
    await program.deps.db
      .update(agents)
      .set({ disabledAt: null })
      .where(eq(agents.id, other.agentId))
    expect((await open(path)).status).toBe(200)
    program.later(14)
    expect((await open(path)).status).toBe(410)
    for (const invented of ['x', 'a'.repeat(43), '%00', '..%2f..'])
      expect([404, 410]).toContain((await open(`/complement/${invented}`)).status)
    const hashes = await program.deps.db
      .select({ hash: complementLinks.tokenHash })
      .from(complementLinks)
    expect(hashes.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash) && !path.includes(hash))).toBe(
      true,
    )
  })

  it('is told to agents once when an official date took the place of theirs', async () => {
    agent = await formsOf(program, 'narbonne')
    const now = program.clock.now
    const start = new Date(now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
    const later = new Date(now.getTime() + 40 * 86_400_000).toISOString().slice(0, 10)
    const reference = await brought('halle', {
      ...SCHOOL,
      object: 'Halle',
      deadline: winter(`${start}T12:00`),
    })
    const base = `/espace/narbonne/consultations/${reference}`
    const [, proposed = ''] =
      /name="prendre"\s+value="([^"]+)"/.exec(
        await (await agent.get(`${base}/prolonger`)).text(),
      ) ?? []
    expect((await agent.fill(`${base}/prolonger`, { prendre: proposed })).status).toBe(303)
    program.later(1)
    await program.say('profil', [
      draft('halle', { ...SCHOOL, object: 'Halle', deadline: winter(`${later}T12:00`) }),
    ])
    await tellAgents()
    program.later(1)
    await tellAgents()
    const told = (await mails()).filter(({ subject }) => subject?.startsWith('Date limite reprise'))
    // One message each to the two agents of Narbonne who publish.
    expect(new Set(told.map(({ to }) => to)).size).toBe(told.length)
    expect(told.length).toBeGreaterThan(0)
    expect(told[0]?.text).toContain(`https://guichet.example${base}`)
  })
})
