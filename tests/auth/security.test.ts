import { and, eq, isNull } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { ROUTES, createApp } from '../../src/app.ts'
import { forgetAccess } from '../../src/auth/forget-access.ts'
import { invite } from '../../src/auth/invite.ts'
import {
  accessRequests,
  agents,
  apiTokens,
  identities,
  memberships,
  sessions,
  signInLinks,
} from '../../src/auth/schema.ts'
import { makeSignInLink } from '../../src/auth/sign-in-links.ts'
import { listSessions, startSession } from '../../src/auth/sessions.ts'
import { findToken, makeToken } from '../../src/auth/tokens.ts'
import { auditLog } from '../../src/audit/schema.ts'
import { countTowards, RATE_LIMITS } from '../../src/http/rate-limit.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { drafts } from '../../src/posting/schema.ts'
import { partners } from '../../src/partners/schema.ts'
import { TEAM_PROBLEMS } from '../../views/words/team.ts'
import { idOfPartner } from '../support/directory.ts'
import { pageText } from '../support/page-text.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { visitor } from '../support/visitor.ts'
import { useProgram } from '../support/use-program.ts'

const BASE = 'https://guichet.example'
const BEGINNING = '2026-11-20T10:00:00+01:00'

const program = useProgram(BEGINNING)

beforeEach(async () => {
  program.clock.now = new Date(BEGINNING)
  await program.deps.db.delete(rateLimits)
})

const minutes = (count: number) => {
  program.clock.now = new Date(program.clock.now.getTime() + count * 60_000)
}

function post(
  path: string,
  as: SignedIn | null,
  form: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const all: Record<string, string> = { ...as?.headers, ...headers }
  const sent = Object.entries(all).filter(([, value]) => value !== '')
  return Promise.resolve(
    program.app.request(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...Object.fromEntries(sent),
      },
      body: new URLSearchParams(form).toString(),
    }),
  )
}

const manager = () => signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
const tokens = () => program.deps.db.select().from(apiTokens)

describe('a form that a page of this site did not send', () => {
  it.each<[string, Record<string, string>]>([
    ['from another site', { origin: 'https://autre.example', 'sec-fetch-site': 'cross-site' }],
    [
      'from another site, in an old browser',
      { origin: 'https://autre.example', 'sec-fetch-site': '' },
    ],
    ['from nowhere', { origin: '', 'sec-fetch-site': '' }],
    ['from a page without an origin', { origin: 'null', 'sec-fetch-site': '' }],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }],
    ['that says to be ours, across sites', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused on every address: %s', async (_, headers) => {
    const as = await manager()
    const before = await tokens()
    const writes = ROUTES.filter(({ kind }) => kind === 'write' || kind === 'upload')
    expect(writes.length).toBeGreaterThan(10)
    for (const { path } of writes) {
      const answer = await post(path.replace(':partner', 'narbonne'), as, { nom: 'essai' }, headers)
      expect(`${path} ${answer.status}`).toBe(`${path} 403`)
    }
    expect(await tokens()).toEqual(before)
  })

  it('is taken where it did', async () => {
    const answer = await post('/espace/narbonne/jetons', await manager(), { nom: 'essai' })
    expect(answer.status).toBe(200)
    expect(await tokens()).toHaveLength(1)
  })
})

describe('a sign-in link', () => {
  const link = async () => {
    const { agentId } = await signIn(program, { role: 'publisher', partner: 'narbonne' })
    const secret = await program.deps.db.transaction((tx) =>
      makeSignInLink(tx, agentId, 'sign-in', 'test', program.clock.now),
    )
    return { agentId, path: `/connexion/lien/${secret}` }
  }

  it('signs in once, however often it is looked at, and never again', async () => {
    const { path } = await link()
    const browser = visitor(program.app, BASE)
    for (let look = 0; look < 3; look += 1) expect((await browser.get(path)).status).toBe(200)
    expect(browser.cookies.size).toBe(0)
    expect((await browser.post(path)).headers.get('location')).toBe('/espace')
    const other = visitor(program.app, BASE)
    expect((await other.get(path)).status).toBe(410)
    expect((await other.post(path)).status).toBe(410)
    expect(other.cookies.size).toBe(0)
  })

  it('signs in once even where it is used twice at the same time', async () => {
    const { path } = await link()
    const answers = await Promise.all([1, 2, 3, 4].map(() => visitor(program.app, BASE).post(path)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 410, 410, 410])
  })

  it('is over after fifteen minutes', async () => {
    const { path } = await link()
    minutes(15)
    expect((await visitor(program.app, BASE).post(path)).status).toBe(410)
  })

  it('is over after three days where it was sent to invite somebody', async () => {
    const { agentId } = await signIn(program, 'nobody')
    const secret = await program.deps.db.transaction((tx) =>
      makeSignInLink(tx, agentId, 'invitation', 'test', program.clock.now),
    )
    const seen = async () => (await program.app.request(`/connexion/lien/${secret}`)).status
    minutes(72 * 60 - 1)
    expect(await seen()).toBe(200)
    minutes(1)
    expect(await seen()).toBe(410)
  })

  it('made before the clock went back is over: nobody knows its age', async () => {
    const { path } = await link()
    minutes(-4)
    expect((await program.app.request(path)).status).toBe(200)
    minutes(-1)
    expect((await program.app.request(path)).status).toBe(410)
    expect((await visitor(program.app, BASE).post(path)).status).toBe(410)
  })

  it('opens nothing for somebody who was shut out', async () => {
    const { path, agentId } = await link()
    await program.deps.db
      .update(agents)
      .set({ disabledAt: program.clock.now })
      .where(eq(agents.id, agentId))
    const browser = visitor(program.app, BASE)
    expect((await browser.get(path)).status).toBe(410)
    expect((await browser.post(path)).status).toBe(410)
  })

  it('gives a session of its own, and ends the one that the browser came with', async () => {
    const { path } = await link()
    const thief = await signIn(program, 'nobody')
    const browser = visitor(program.app, BASE)
    const [, planted = ''] = (thief.headers['cookie'] ?? '').split('=')
    browser.cookies.set('__Host-session', planted)
    expect((await browser.post(path)).status).toBe(303)
    expect(browser.cookies.get('__Host-session')).not.toBe(planted)
    expect((await program.app.request('/espace', { headers: thief.headers })).status).toBe(303)
    expect((await browser.get('/espace')).status).toBe(200)
  })

  it.each([
    'https://autre.example',
    '//autre.example',
    '/\\autre.example',
    '/\t/autre.example',
    '\\\\autre.example',
    'javascript:alert(1)',
    '/espace\r\nset-cookie: a=b',
    'http:autre.example',
    ' /espace',
    '',
  ])('leads to no other site: %j', async (next) => {
    const { path } = await link()
    const asked = await program.app.request(`${path}?suite=${encodeURIComponent(next)}`)
    expect(await asked.text()).toContain('name="suite" value="/espace"')
    const answer = await visitor(program.app, BASE).post(path, { suite: next })
    expect(answer.headers.get('location')).toBe('/espace')
  })

  it('leads on to a page of this site', async () => {
    const { path } = await link()
    const answer = await visitor(program.app, BASE).post(path, { suite: '/espace/compte?a=b' })
    expect(answer.headers.get('location')).toBe('/espace/compte?a=b')
  })
})

describe('the session’s cookie', () => {
  it('belongs to this host, and neither scripts nor other sites’ forms get it', async () => {
    const { agentId } = await signIn(program, 'nobody')
    const secret = await program.deps.db.transaction((tx) =>
      makeSignInLink(tx, agentId, 'sign-in', 'test', program.clock.now),
    )
    const given = (await visitor(program.app, BASE).post(`/connexion/lien/${secret}`)).headers
    const [cookie = ''] = given.getSetCookie()
    expect(cookie).toMatch(/^__Host-session=[\w-]{43};/)
    for (const flag of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
      expect(cookie).toContain(flag)
    expect(cookie).not.toMatch(/Domain|Max-Age|Expires/i)
    const rows = await program.deps.db.select().from(sessions)
    expect(JSON.stringify(rows)).not.toContain(cookie.slice(15, 58))
  })

  it('is not given over plain http, except on this machine', async () => {
    const { deps } = program
    const at = (baseUrl: string) =>
      visitor(createApp({ ...deps, config: { ...deps.config, baseUrl } }), baseUrl)
    const { agentId } = await signIn(program, 'nobody')
    const secret = await program.deps.db.transaction((tx) =>
      makeSignInLink(tx, agentId, 'sign-in', 'test', program.clock.now),
    )
    const abroad = at('http://guichet.example')
    expect((await abroad.post(`/connexion/lien/${secret}`)).status).toBe(410)
    expect(abroad.cookies.size).toBe(0)
    const here = at('http://localhost:8080')
    expect((await here.post(`/connexion/lien/${secret}`)).status).toBe(303)
    expect([...here.cookies.keys()]).toEqual(['session'])
  })
})

describe('a session', () => {
  const isIn = async (as: SignedIn) =>
    (await program.app.request('/espace/compte', { headers: as.headers })).status === 200

  it('is over after two hours without use', async () => {
    const as = await manager()
    minutes(119)
    expect(await isIn(as)).toBe(true)
    minutes(119)
    expect(await isIn(as)).toBe(true)
    minutes(121)
    expect(await isIn(as)).toBe(false)
  })

  it('is over after twelve hours, used or not', async () => {
    const as = await manager()
    for (let hour = 1; hour < 12; hour += 1) {
      minutes(60)
      expect(await isIn(as)).toBe(true)
    }
    minutes(60)
    expect(await isIn(as)).toBe(false)
  })

  it('begun before the clock went back is over: nobody knows its age', async () => {
    const as = await manager()
    minutes(-4)
    expect(await isIn(as)).toBe(true)
    minutes(-1)
    expect(await isIn(as)).toBe(false)
  })

  /** One more session of an agent, in another browser. */
  const another = (agentId: string) =>
    program.deps.db.transaction((tx) =>
      startSession(tx, { agentId, browser: 'b'.repeat(1_000), how: 'link' }, program.clock.now),
    )

  it('that is over is not listed as one that could be closed', async () => {
    const { agentId } = await manager()
    minutes(121)
    await another(agentId)
    const listed = await listSessions(program.deps.db, agentId, program.clock.now)
    expect(listed).toMatchObject([{ startedAt: program.clock.now }])
    // A browser may say as much of itself as it likes.
    expect(listed[0]?.browser).toHaveLength(200)
  })

  it('stays when its owner closes all others, and the log tells how many', async () => {
    const as = await manager()
    await another(as.agentId)
    await another(as.agentId)
    const bystander = await manager()
    expect((await post('/espace/compte/sessions/fin', as)).status).toBe(303)
    expect(await isIn(as)).toBe(true)
    expect(await isIn(bystander)).toBe(true)
    const left = await listSessions(program.deps.db, as.agentId, program.clock.now)
    expect(left).toMatchObject([{ browser: 'test' }])
    const [own] = left
    await post(`/espace/compte/sessions/${own?.id}/fin`, as)
    const ends = await program.deps.db
      .select({ after: auditLog.after })
      .from(auditLog)
      .where(and(eq(auditLog.actor, `agent:${as.agentId}`), eq(auditLog.action, 'session.end')))
      .orderBy(auditLog.id)
    expect(ends).toEqual([{ after: { ended: 2 } }, { after: { ended: 1 } }])
  })

  it('is ended with the identity that it came with, and the log names the issuer alone', async () => {
    const as = await manager()
    const admin = await signIn(program, 'administrator')
    await program.deps.db.insert(identities).values({
      issuer: 'https://fournisseur.example',
      subject: 'sujet-secret',
      agentId: as.agentId,
      linkedAt: program.clock.now,
      seenAt: program.clock.now,
    })
    const at = `/espace/administration/agents/${as.agentId}/identites`
    expect((await post(at, admin)).status).toBe(303)
    expect(await isIn(as)).toBe(false)
    expect(await program.deps.db.$count(identities)).toBe(0)
    const [line] = await program.deps.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, 'identity.unlink'))
    expect(line).toMatchObject({
      actor: `agent:${admin.agentId}`,
      subject: `agent:${as.agentId}`,
      before: { issuers: ['https://fournisseur.example'] },
    })
    expect(JSON.stringify(line)).not.toContain('sujet-secret')
  })

  it('opens nothing to who was shut out, nor more than the roles that they still have', async () => {
    const as = await manager()
    const team = async () =>
      (await program.app.request('/espace/narbonne/equipe', { headers: as.headers })).status
    expect(await team()).toBe(200)
    const { db } = program.deps
    const own = eq(memberships.agentId, as.agentId)
    await db.update(memberships).set({ endedAt: program.clock.now }).where(own)
    expect(await team()).toBe(403)
    await db.update(agents).set({ disabledAt: program.clock.now }).where(eq(agents.id, as.agentId))
    expect(await isIn(as)).toBe(false)
  })

  it('of a former administrator ends, unless a role for a partner is left to them', async () => {
    const admin = await signIn(program, 'administrator')
    const [second, member] = [await signIn(program, 'administrator'), await manager()]
    const set = (as: SignedIn, administrateur: string) =>
      post(`/espace/administration/agents/${as.agentId}/administrateur`, admin, { administrateur })
    await set(member, 'oui')
    for (const as of [second, member]) expect((await set(as, 'non')).status).toBe(303)
    expect(await isIn(second)).toBe(false)
    expect(await isIn(member)).toBe(true)
  })

  it('is ended with all others when the agent is shut out, and does not come back', async () => {
    const as = await manager()
    const admin = await signIn(program, 'administrator')
    const at = `/espace/administration/agents/${as.agentId}/acces`
    expect((await post(at, admin, { suspendu: 'oui' })).status).toBe(303)
    expect(await isIn(as)).toBe(false)
    await post(at, admin, { suspendu: 'non' })
    expect(await isIn(as)).toBe(false)
  })

  it('is ended when the last role is taken away, not before', async () => {
    const boss = await manager()
    const as = await signIn(program, { role: 'publisher', partner: 'narbonne' })
    const [first] = await rolesOf(as)
    await program.deps.db.insert(memberships).values({
      agentId: as.agentId,
      partnerId: first?.partnerId ?? 0,
      role: 'pact-editor',
      givenBy: 'test',
      givenAt: program.clock.now,
    })
    const [one, two] = await rolesOf(as)
    await post(`/espace/narbonne/equipe/${one?.id}/fin`, boss)
    expect(await isIn(as)).toBe(true)
    await post(`/espace/narbonne/equipe/${two?.id}/fin`, boss)
    expect(await isIn(as)).toBe(false)
  })

  it('is closed by its owner alone', async () => {
    const as = await manager()
    const other = await manager()
    const [theirs] = await listSessions(program.deps.db, as.agentId, program.clock.now)
    const end = `/espace/compte/sessions/${theirs?.id}/fin`
    expect((await post(end, other)).status).toBe(404)
    expect(await isIn(as)).toBe(true)
    expect((await post(end, as)).headers.get('location')).toBe('/connexion')
    expect(await isIn(as)).toBe(false)
    expect(await isIn(other)).toBe(true)
  })

  it('keeps nothing in any cache', async () => {
    const as = await manager()
    for (const path of [
      '/espace',
      '/espace/compte',
      '/espace/narbonne/equipe',
      '/espace/personne/equipe',
    ])
      expect(
        (await program.app.request(path, { headers: as.headers })).headers.get('cache-control'),
      ).toBe('private, no-store')
    for (const path of ['/connexion', '/connexion/lien/inconnu'])
      expect((await program.app.request(path)).headers.get('cache-control')).toContain('no-store')
  })

  const rolesOf = (as: SignedIn) =>
    program.deps.db
      .select()
      .from(memberships)
      .where(and(eq(memberships.agentId, as.agentId), isNull(memberships.endedAt)))
})

describe('fields that a form does not have', () => {
  it('make nobody an administrator, and give no role for another partner', async () => {
    const answer = await post('/espace/narbonne/equipe', await manager(), {
      courriel: 'nouveau@ville.example',
      nom: 'Nouveau Venu',
      role: 'publisher',
      administrator: 'true',
      administrateur: 'oui',
      partner: 'carcassonne',
      partner_id: '1',
      partnerId: '1',
      disabledAt: '',
      id: '00000000-0000-4000-8000-000000000000',
    })
    expect(answer.status).toBe(200)
    const [agent] = await program.deps.db
      .select()
      .from(agents)
      .where(eq(agents.email, 'nouveau@ville.example'))
    expect(agent?.administrator).toBe(false)
    expect(agent?.id).not.toBe('00000000-0000-4000-8000-000000000000')
    const given = await program.deps.db
      .select({ slug: partners.slug, role: memberships.role })
      .from(memberships)
      .innerJoin(partners, eq(partners.id, memberships.partnerId))
      .where(eq(memberships.agentId, agent?.id ?? ''))
    expect(given).toEqual([{ slug: 'narbonne', role: 'publisher' }])
  })

  it('give a role that does not exist to nobody', async () => {
    const answer = await post('/espace/narbonne/equipe', await manager(), {
      courriel: 'autre@ville.example',
      nom: 'Autre',
      role: 'administrator',
    })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('autre@ville.example')
  })

  it('give a token no more than it may have', async () => {
    await program.deps.db.delete(apiTokens)
    await post('/espace/narbonne/jetons', await manager(), {
      nom: 'logiciel',
      scopes: 'administer',
      partnerId: '1',
    })
    expect(await tokens()).toMatchObject([{ scopes: ['consultations'], name: 'logiciel' }])
  })

  it('change no name and no SIRET of a partner', async () => {
    const [before] = await program.deps.db
      .select()
      .from(partners)
      .where(eq(partners.slug, 'narbonne'))
    const answer = await post(
      '/espace/administration/partenaires/narbonne',
      await signIn(program, 'administrator'),
      {
        couverture: 'Toutes ses consultations.',
        signataire_depuis: '02/03/2026',
        nom: 'Autre',
        siret: '22110001900019',
        identifiant: 'autre',
      },
    )
    expect(answer.status).toBe(303)
    const [after] = await program.deps.db
      .select()
      .from(partners)
      .where(eq(partners.slug, 'narbonne'))
    expect(after).toMatchObject({ name: before?.name, siret: before?.siret, slug: 'narbonne' })
  })
})

describe('what belongs to another partner', () => {
  const outsider = () => signIn(program, { role: 'partner-administrator', partner: 'carcassonne' })

  it('a token is neither seen nor revoked under one’s own partner', async () => {
    await program.deps.db.delete(apiTokens)
    await post('/espace/narbonne/jetons', await manager(), { nom: 'celui de Narbonne' })
    const [token] = await tokens()
    const as = await outsider()
    const revoke = (partner: string) =>
      post(`/espace/${partner}/jetons/${token?.id}/revocation`, as)
    expect((await revoke('narbonne')).status).toBe(403)
    expect((await revoke('carcassonne')).status).toBe(404)
    const page = await program.app.request('/espace/carcassonne/jetons', { headers: as.headers })
    expect(await page.text()).not.toContain('celui de Narbonne')
    expect(await tokens()).toMatchObject([{ revokedAt: null }])
  })

  it('a role is neither changed nor taken away under one’s own partner', async () => {
    const theirs = await manager()
    const [role] = await program.deps.db
      .select()
      .from(memberships)
      .where(eq(memberships.agentId, theirs.agentId))
    const as = await outsider()
    for (const [partner, status] of [
      ['narbonne', 403],
      ['carcassonne', 404],
    ] as const)
      for (const end of ['', '/fin'])
        expect(
          (await post(`/espace/${partner}/equipe/${role?.id}${end}`, as, { role: 'publisher' }))
            .status,
        ).toBe(status)
    const [kept] = await program.deps.db
      .select()
      .from(memberships)
      .where(eq(memberships.agentId, theirs.agentId))
    expect(kept).toEqual(role)
  })

  it('a draft is neither seen, changed, published nor dropped under one’s own partner', async () => {
    const as = await manager()
    const begun = await post('/espace/narbonne/consultations/nouvelle', as, { form: 'short' })
    const id = begun.headers.get('location')?.split('/').pop() ?? ''
    const [before] = await program.deps.db.select().from(drafts)
    expect(before?.id).toBe(id)
    const other = await outsider()
    for (const [partner, status] of [
      ['narbonne', 403],
      ['carcassonne', 404],
    ] as const) {
      const at = `/espace/${partner}/brouillons/${id}`
      for (const path of [at, `${at}/verification`])
        expect((await program.app.request(path, { headers: other.headers })).status).toBe(status)
      for (const path of [at, `${at}/publication`, `${at}/abandon`])
        expect((await post(path, other, { object: 'Autre' })).status).toBe(status)
    }
    expect(await program.deps.db.select().from(drafts)).toEqual([before])
  })
})

describe('inviting somebody who has an account', () => {
  it('never shows a link that opens it to who looks after a partner', async () => {
    const target = await signIn(program, 'administrator')
    const [admin] = await program.deps.db.select().from(agents).where(eq(agents.id, target.agentId))
    const answer = await post('/espace/narbonne/equipe', await manager(), {
      courriel: admin?.email ?? '',
      nom: 'Qui que ce soit',
      role: 'publisher',
    })
    expect(answer.status).toBe(200)
    const page = await answer.text()
    expect(page).not.toContain('/connexion/lien/')
    expect(page).toContain('a déjà un compte')
  })

  it('shows one for somebody new, again until they have come in', async () => {
    const as = await manager()
    const form = { courriel: 'neuve@ville.example', nom: 'Neuve', role: 'publisher' }
    const invited = async () => (await post('/espace/narbonne/equipe', as, form)).text()
    await invited()
    const [, path = ''] = /value="https:\/\/guichet\.example([^"]+)"/.exec(await invited()) ?? []
    expect((await visitor(program.app, BASE).post(path)).status).toBe(303)
    expect(await invited()).not.toContain('/connexion/lien/')
    const other = await signIn(program, { role: 'partner-administrator', partner: 'carcassonne' })
    const elsewhere = await post('/espace/carcassonne/equipe', other, form)
    expect(await elsewhere.text()).not.toContain('/connexion/lien/')
  })

  it('shows none for who was shut out, or came in through the identity provider', async () => {
    const as = await manager()
    const { db } = program.deps
    for (const courriel of ['exclue@ville.example', 'connue@ville.example']) {
      const invited = async () =>
        (
          await post('/espace/narbonne/equipe', as, { courriel, nom: 'Une', role: 'publisher' })
        ).text()
      expect(await invited()).toContain('/connexion/lien/')
      const [agent] = await db.select().from(agents).where(eq(agents.email, courriel))
      const [agentId, at] = [agent?.id ?? '', program.clock.now]
      if (courriel.startsWith('exclue'))
        await db.update(agents).set({ disabledAt: at }).where(eq(agents.id, agentId))
      else
        await db.insert(identities).values({
          issuer: 'https://fournisseur.example',
          subject: 'une',
          agentId,
          linkedAt: at,
          seenAt: at,
        })
      expect(await invited()).not.toContain('/connexion/lien/')
    }
  })

  it('twice changes nothing, and stands in the log once', async () => {
    const { db, now } = program.deps
    const partnerId = await idOfPartner(db, 'narbonne')
    for (const partner of [{ id: partnerId, role: 'publisher' as const }, null]) {
      await db.delete(auditLog)
      const person = { email: 'deux.fois@ville.example', name: 'Deux', by: 'test' }
      for (let time = 0; time < 2; time += 1)
        await db.transaction((tx) => invite(tx, { ...person, partner }, now()))
      expect((await db.select().from(auditLog)).map(({ action }) => action)).toEqual([
        partner ? 'membership.add' : 'administrator.add',
      ])
    }
  })

  it('answers what they had asked for: they wait no more', async () => {
    const { db, now } = program.deps
    const partnerId = await idOfPartner(db, 'narbonne')
    const { agentId } = await signIn(program, 'nobody')
    await db.insert(accessRequests).values({ agentId, partnerId, askedAt: now() })
    const [agent] = await db.select().from(agents).where(eq(agents.id, agentId))
    await post('/espace/narbonne/equipe', await manager(), {
      courriel: agent?.email ?? '',
      nom: 'Qui attend',
      role: 'publisher',
    })
    expect(
      await db.select().from(accessRequests).where(eq(accessRequests.agentId, agentId)),
    ).toMatchObject([{ answeredAt: now(), granted: true }])
  })
})

it('an agent sends so many forms in a quarter of an hour, and others go on', async () => {
  const [as, other] = [await manager(), await manager()]
  const { most } = RATE_LIMITS.write
  await Promise.all(
    Array.from({ length: most }, () =>
      countTowards(program.deps.db, 'write', `agent:${as.agentId}`),
    ),
  )
  const close = (who: SignedIn) => post('/espace/compte/sessions/fin', who)
  expect((await close(as)).status).toBe(429)
  expect((await close(other)).status).toBe(303)
})

it('a token’s last use is known to the minute', async () => {
  const { db, now } = program.deps
  await db.delete(apiTokens)
  const partnerId = await idOfPartner(db, 'narbonne')
  const secret = await db.transaction((tx) =>
    makeToken(tx, { partnerId, name: 'essai', scopes: [], madeBy: 'test' }, now()),
  )
  const usedAfter = async (count: number) => {
    minutes(count)
    await findToken(db, secret, now())
    return (await tokens())[0]?.usedAt
  }
  const first = program.clock.now
  expect(await usedAfter(0)).toEqual(first)
  expect(await usedAfter(1)).toEqual(first)
  expect(await usedAfter(1)).toEqual(program.clock.now)
})

it('sessions that are over are erased, and links a month after their end', async () => {
  const { db } = program.deps
  const { agentId } = await signIn(program, 'nobody')
  const ago = (hours: number) => new Date(program.clock.now.getTime() - hours * 3_600_000)
  const session = (browser: string, begun: number, seen: number) => ({
    id: crypto.randomUUID(),
    tokenHash: browser,
    agentId,
    browser,
    how: 'link' as const,
    startedAt: ago(begun),
    seenAt: ago(seen),
  })
  for (const table of [sessions, signInLinks]) await db.delete(table)
  await db
    .insert(sessions)
    .values([session('living', 11.9, 1.9), session('idle', 11, 2.1), session('old', 12.1, 0)])
  const link = (tokenHash: string, days: number) => ({
    tokenHash,
    agentId,
    madeBy: 'test',
    madeAt: ago(days * 24 + 1),
    endsAt: ago(days * 24),
  })
  await db.insert(signInLinks).values([link('29 days', 29), link('31 days', 31)])
  await forgetAccess(db, program.clock.now)
  expect(await db.select({ browser: sessions.browser }).from(sessions)).toEqual([
    { browser: 'living' },
  ])
  expect(await db.select({ of: signInLinks.tokenHash }).from(signInLinks)).toEqual([
    { of: '29 days' },
  ])
})

describe('the audit log', () => {
  it('tells of every write who did what, before and after, without addresses or secrets', async () => {
    await program.deps.db.delete(auditLog)
    const as = await manager()
    const email = 'discrete@ville.example'
    const page = await (
      await post('/espace/narbonne/equipe', as, {
        courriel: email,
        nom: 'Discrète',
        role: 'publisher',
      })
    ).text()
    const [, path = ''] = /value="https:\/\/guichet\.example([^"]+)"/.exec(page) ?? []
    const browser = visitor(program.app, BASE)
    await browser.post(path)
    await browser.post('/deconnexion')
    const [agent] = await program.deps.db.select().from(agents).where(eq(agents.email, email))
    const [role] = await program.deps.db
      .select()
      .from(memberships)
      .where(eq(memberships.agentId, agent?.id ?? ''))
    await post(`/espace/narbonne/equipe/${role?.id}`, as, { role: 'pact-editor' })
    const [changed] = await program.deps.db
      .select()
      .from(memberships)
      .where(and(eq(memberships.agentId, agent?.id ?? ''), isNull(memberships.endedAt)))
    await post(`/espace/narbonne/equipe/${changed?.id}/fin`, as)
    const admin = await signIn(program, 'administrator')
    const at = `/espace/administration/agents/${agent?.id}`
    await post(`${at}/acces`, admin, { suspendu: 'oui' })
    await post(`${at}/acces`, admin, { suspendu: 'non' })
    await post(`${at}/administrateur`, admin, { administrateur: 'oui' })
    await post(`${at}/lien`, admin)
    const lines = await program.deps.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.subject, `agent:${agent?.id}`))
      .orderBy(auditLog.id)
    const [boss, chief, self] = [as, admin, { agentId: agent?.id }].map(
      (each) => `agent:${each.agentId}`,
    )
    expect(lines.map(({ actor, action, before, after }) => [actor, action, before, after])).toEqual(
      [
        [boss, 'membership.add', null, { role: 'publisher' }],
        [self, 'session.start', null, { how: 'link' }],
        [self, 'session.end', null, null],
        [boss, 'membership.change', { role: 'publisher' }, { role: 'pact-editor' }],
        [boss, 'membership.end', { role: 'pact-editor' }, null],
        [chief, 'agent.disable', { disabled: false }, { disabled: true }],
        [chief, 'agent.enable', { disabled: true }, { disabled: false }],
        [chief, 'administrator.add', { administrator: false }, { administrator: true }],
        [chief, 'sign-in-link.make', null, null],
      ],
    )
    const all = JSON.stringify(await program.deps.db.select().from(auditLog))
    expect(all).not.toContain(email)
    expect(all).not.toContain(path.split('/').pop())
  })
})

describe('whatever is sent to the forms of accounts', () => {
  const FIELDS =
    'courriel nom role reponse confirme suspendu administrateur suite site alias couverture signataire_depuis ' +
    'signataire_jusqu_au profil_acheteur correspondant_nom correspondant_courriel correspondant_telephones'
  const HOSTILE = [
    '',
    '\0',
    '\u{D83D}',
    '\u{202E}exe.pdf',
    'a'.repeat(60_000),
    `' or 1=1 --`,
    '<script>alert(1)</script>',
    '31/04/2026',
    '2026-13-45',
    '9'.repeat(400),
    'a@b.c\r\nbcc: d@e.f',
    '__proto__',
    'publisher',
    '%00',
  ]
  const OF_ACCOUNTS =
    /^\/(connexion|deconnexion|espace\/(compte|administration|:partner\/(equipe|jetons)))/
  const ids = ['1', '0', '-1', '99999999999', 'abc', crypto.randomUUID(), '%FF', "'"]

  it.each(HOSTILE.map((value) => [value.slice(0, 30), value]))(
    'is answered in order: %j',
    async (_, value) => {
      const errors: unknown[] = []
      const log = (event: string, fields?: object) => void errors.push({ event, ...fields })
      const app = createApp({ ...program.deps, log })
      const as = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
      await program.deps.db
        .update(agents)
        .set({ administrator: true })
        .where(eq(agents.id, as.agentId))
      const body = new URLSearchParams(FIELDS.split(' ').map((name) => [name, value])).toString()
      const writes = ROUTES.filter(({ kind, path }) => kind === 'write' && OF_ACCOUNTS.test(path))
      expect(writes.length).toBeGreaterThan(12)
      for (const { path } of writes)
        for (const id of /:(id|member|request|secret)/.test(path) ? ids : ['']) {
          if (path === '/deconnexion') continue
          const at = path.replace(':partner', 'narbonne').replace(/:\w+/, id)
          const answer = await app.request(at, {
            method: 'POST',
            headers: { ...as.headers, 'content-type': 'application/x-www-form-urlencoded' },
            body,
          })
          expect(`${at} ${answer.status < 500}`).toBe(`${at} true`)
        }
      expect(errors).toEqual([])
      await program.deps.db.delete(rateLimits)
    },
  )
})

it('the last administrator of the guichet can neither be shut out nor stop being one', async () => {
  await program.deps.db.update(agents).set({ administrator: false })
  const last = await signIn(program, 'administrator')
  const at = `/espace/administration/agents/${last.agentId}`
  expect((await post(`${at}/acces`, last, { suspendu: 'oui' })).status).toBe(422)
  expect((await post(`${at}/administrateur`, last, { administrateur: 'non' })).status).toBe(422)
  const second = await signIn(program, 'administrator')
  const disable = (disabledAt: Date | null) =>
    program.deps.db.update(agents).set({ disabledAt }).where(eq(agents.id, second.agentId))
  await disable(program.clock.now)
  expect((await post(`${at}/administrateur`, last, { administrateur: 'non' })).status).toBe(422)
  await disable(null)
  const own = await post(`${at}/acces`, last, { suspendu: 'oui' })
  expect(own.status).toBe(422)
  expect(pageText(await own.text())).toContain(pageText(TEAM_PROBLEMS.yourself))
  expect((await post(`${at}/administrateur`, second, { administrateur: 'non' })).status).toBe(303)
})

it('the last administrator of a partner goes only after a warning', async () => {
  await program.deps.db.delete(memberships)
  const last = await signIn(program, { role: 'partner-administrator', partner: 'carcassonne' })
  const [role] = await program.deps.db.select().from(memberships)
  const at = `/espace/carcassonne/equipe/${role?.id}`
  const page = await program.app.request(at, { headers: last.headers })
  expect(await page.text()).toContain('vous êtes le dernier administrateur')
  for (const [path, form] of [
    [`${at}/fin`, {}],
    [at, { role: 'publisher' }],
  ] as const) {
    const warned = await post(path, last, form)
    expect(warned.status).toBe(422)
    expect(await warned.text()).toContain('Cochez cette case pour confirmer')
  }
  // One who was shut out looks after nothing.
  const out = await signIn(program, { role: 'partner-administrator', partner: 'carcassonne' })
  await program.deps.db
    .update(agents)
    .set({ disabledAt: program.clock.now })
    .where(eq(agents.id, out.agentId))
  expect((await post(`${at}/fin`, last)).status).toBe(422)
  await program.deps.db.delete(agents).where(eq(agents.id, out.agentId))
  expect((await post(`${at}/fin`, last, { confirme: 'oui' })).status).toBe(303)
  const [ended] = await program.deps.db.select().from(memberships)
  expect(ended?.endedAt).toEqual(program.clock.now)
})
