import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { invite } from '../../src/auth/invite.ts'
import { findProvider } from '../../src/auth/oidc/provider.ts'
import { accessRequests, agents, identities, memberships, sessions } from '../../src/auth/schema.ts'
import type { Config, OidcConfig } from '../../src/config.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { outbox } from '../../src/mail/schema.ts'
import { partners } from '../../src/partners/schema.ts'
import {
  type Account,
  type Forger,
  type IdentityProvider,
  startForger,
  startIdentityProvider,
  type Token,
} from '../support/identity-provider.ts'
import { pageText } from '../support/page-text.ts'
import { type Visitor, visitor } from '../support/visitor.ts'
import { useProgram } from '../support/use-program.ts'

const BASE = 'https://guichet.example'
const NARBONNE = '21110262700019'
const STRANGER = '20005478100022'

const program = useProgram()

beforeEach(async () => {
  await program.deps.db.delete(rateLimits)
  await program.deps.db.delete(agents)
})

/** Somebody in front of a guichet whose agents sign in there. */
function arrive(
  oidc: OidcConfig,
  logged: unknown[] = [],
  mail: Partial<Pick<Config, 'smtpUrl' | 'mailFrom'>> = {},
): Visitor {
  const { deps } = program
  const log = (event: string, fields?: object) => void logged.push({ event, ...fields })
  return visitor(createApp({ ...deps, log, config: { ...deps.config, ...mail, oidc } }), BASE)
}

async function siretOf(slug: string): Promise<string> {
  const [partner] = await program.deps.db.select().from(partners).where(eq(partners.slug, slug))
  if (!partner) throw new Error(slug)
  return partner.siret
}

async function invited(email: string, partner: string | null): Promise<string> {
  const [found] = await program.deps.db
    .select({ id: partners.id })
    .from(partners)
    .where(eq(partners.slug, partner ?? ''))
  const role = 'publisher' as const
  return program.deps.db.transaction((tx) =>
    invite(
      tx,
      { email, name: 'Camille', partner: found ? { id: found.id, role } : null, by: 'test' },
      program.clock.now,
    ),
  )
}

/** Leaves for the provider from a link, as browsers do. */
async function leave(browser: Visitor, words = ''): Promise<string> {
  const answer = await browser.get(`/connexion/fournisseur${words}`)
  expect(answer.status).toBe(302)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return answer.headers.get('location') ?? ''
}

const said = async (answer: Response) => pageText(await answer.text())
const pathOf = (address: string) => address.slice(BASE.length)

describe.each([
  ['a signed JWT', 'ES256' as const],
  ['JSON', undefined],
])('with a certified provider whose userinfo is %s', (_, userinfo) => {
  let provider: IdentityProvider
  beforeAll(async () => {
    provider = await startIdentityProvider(BASE, { userinfo })
  })
  afterAll(() => provider.close())

  const camille: Account = {
    sub: 'camille-1',
    email: 'Camille.Martin@Ville.example',
    given_name: 'Camille',
    usual_name: 'Martin',
  }

  async function signIn(browser: Visitor, account: Account, words = ''): Promise<Response> {
    provider.visit = { account, acr: 'eidas2', amr: ['pwd', 'mfa'] }
    const back = await provider.browse(await leave(browser, words))
    return browser.get(pathOf(back))
  }

  it('an invited agent of the partner enters, goes on where they were going, and signs out there too', async () => {
    const id = await invited('camille.martin@ville.example', 'narbonne')
    const browser = arrive({ ...provider.oidc, acrValues: ['eidas2'], amr: ['mfa'] })
    const account = { ...camille, siret: await siretOf('narbonne') }
    const entered = await signIn(browser, account, '?suite=/espace/narbonne/consultations/nouvelle')
    expect(entered.status).toBe(303)
    expect(entered.headers.get('location')).toBe('/espace/narbonne/consultations/nouvelle')
    expect([...browser.cookies.keys()]).toEqual(['__Host-session'])
    expect(await said(await browser.get('/espace'))).toContain('rédacteur')
    const rows = await program.deps.db.select().from(identities)
    expect(rows).toMatchObject([
      { issuer: provider.oidc.issuer, subject: 'camille-1', agentId: id },
    ])

    const out = await (await browser.post('/deconnexion')).text()
    const [, link = ''] = /href="([^"]*id_token_hint[^"]*)"/.exec(out) ?? []
    const address = new URL(link.replaceAll('&amp;', '&'))
    expect(address.origin).toBe(provider.oidc.issuer)
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${BASE}/connexion`)
    expect(address.searchParams.get('state')?.length).toBeGreaterThanOrEqual(32)
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(200)
    expect(await program.deps.db.select().from(sessions)).toEqual([])
  })

  it('the next time they are known by subject, whatever their address has become', async () => {
    await invited('camille.martin@ville.example', 'narbonne')
    const account = { ...camille, siret: await siretOf('narbonne') }
    await signIn(arrive(provider.oidc), account)
    const browser = arrive(provider.oidc)
    await signIn(browser, { ...account, email: 'autre@ville.example' })
    expect(await said(await browser.get('/espace'))).toContain('rédacteur')
    expect(await program.deps.db.select().from(agents)).toHaveLength(1)
  })

  it('somebody of a partner whom nobody invited waits for a role', async () => {
    const browser = arrive(provider.oidc)
    const account = { ...camille, siret: await siretOf('narbonne') }
    expect((await signIn(browser, account)).status).toBe(303)
    expect((await signIn(arrive(provider.oidc), account)).status).toBe(303)
    const waiting = await program.deps.db.select().from(accessRequests)
    expect(waiting).toMatchObject([{ answeredAt: null }])
    expect((await browser.get('/espace/narbonne/equipe')).status).toBe(403)
    const [agent] = await program.deps.db.select().from(agents)
    expect(agent).toMatchObject({ name: 'Camille Martin', email: 'camille.martin@ville.example' })
  })

  it('who waits for a role is told of by mail, the first time', async () => {
    await invited('chef@ville.example', null)
    const account = { ...camille, siret: await siretOf('narbonne') }
    const mailFrom = { name: 'Guichet', address: 'guichet@guichet.example' }
    const mail = { smtpUrl: 'smtp://127.0.0.1', mailFrom }
    for (let time = 0; time < 2; time += 1)
      expect((await signIn(arrive({ ...provider.oidc }, [], mail), account)).status).toBe(303)
    const told = await program.deps.db.select({ to: outbox.recipient }).from(outbox)
    expect(told).toEqual([{ to: 'chef@ville.example' }])
    await program.deps.db.delete(outbox)
  })

  it('an administrator of the guichet asks for no role of the partner they come from', async () => {
    await invited('camille.martin@ville.example', null)
    const account = { ...camille, email_verified: true, siret: await siretOf('narbonne') }
    expect((await signIn(arrive(provider.oidc), account)).status).toBe(303)
    expect(await program.deps.db.select().from(accessRequests)).toEqual([])
  })

  it('somebody of an organisation that is no partner is told so, and nothing is kept', async () => {
    const browser = arrive(provider.oidc)
    const answer = await signIn(browser, { ...camille, siret: STRANGER })
    expect(answer.status).toBe(403)
    expect(await said(answer)).toContain('Votre organisme n’est pas encore partenaire')
    expect(browser.cookies.size).toBe(0)
    expect(await program.deps.db.select().from(agents)).toEqual([])
  })

  it('who refuses is told so in French', async () => {
    const browser = arrive(provider.oidc)
    provider.visit = 'refuses'
    const answer = await browser.get(pathOf(await provider.browse(await leave(browser))))
    expect(answer.status).toBe(400)
    expect(await said(answer)).toContain('Connexion abandonnée')
  })

  it('coming back twice signs in once', async () => {
    await invited('camille.martin@ville.example', 'narbonne')
    const browser = arrive(provider.oidc)
    provider.visit = { account: { ...camille, siret: await siretOf('narbonne') } }
    const left = await leave(browser)
    const held = browser.cookies.get('__Host-oidc') ?? ''
    const back = pathOf(await provider.browse(left))
    expect((await browser.get(back)).status).toBe(303)
    const again = await browser.get(back)
    expect(again.status).toBe(400)
    expect(await said(again)).toContain('Connexion à recommencer')
    // Even where the browser kept its side, the code was used up.
    browser.cookies.set('__Host-oidc', held)
    const replayed = await browser.get(back)
    expect(replayed.status).toBe(400)
    expect(await said(replayed)).toContain('Connexion à recommencer')
  })

  it('is left by a link with a state and a nonce that are long, in a cookie that no script reads', async () => {
    const answer = await arrive(provider.oidc).get('/connexion/fournisseur')
    const asked = new URL(answer.headers.get('location') ?? '').searchParams
    expect(asked.get('state')?.length).toBeGreaterThanOrEqual(32)
    expect(asked.get('nonce')?.length).toBeGreaterThanOrEqual(32)
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('scope')).toBe('openid email given_name usual_name siret')
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-oidc=/)
    for (const flag of ['Max-Age=600', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
      expect(cookie).toContain(flag)
    expect(cookie).not.toContain('Domain')
    const page = await (await arrive(provider.oidc).get('/connexion?suite=/espace/compte')).text()
    expect(page).toContain('href="/connexion/fournisseur?suite=%2Fespace%2Fcompte"')
  })
})

describe('with an issuer that lies', () => {
  let forger: Forger
  const logged: { reason?: string }[] = []
  beforeAll(async () => {
    forger = await startForger()
  })
  afterAll(() => forger.close())
  afterEach(async () => {
    forger.idToken = (fair) => fair
    forger.userinfo = (fair) => fair
    logged.length = 0
  })

  async function signIn(
    change: (brought: URLSearchParams) => void = () => {},
    oidc: OidcConfig = forger.oidc,
  ): Promise<Response> {
    await invited('camille@ville.example', 'narbonne')
    const browser = arrive(oidc, logged)
    const back = forger.browse(await leave(browser), change)
    return browser.get(pathOf(back))
  }

  async function expectRefusal(answer: Response, title: string): Promise<void> {
    expect(answer.status).toBe(title === 'Double authentification demandée' ? 403 : 400)
    expect(await said(answer)).toContain(title)
    expect(answer.headers.getSetCookie().join()).not.toContain('session=')
    expect(await program.deps.db.select().from(sessions)).toEqual([])
    expect(await program.deps.db.select().from(identities)).toEqual([])
    expect(logged).toHaveLength(1)
    expect(JSON.stringify(logged)).not.toContain('camille')
  }

  it('an honest answer is taken, without PKCE where the issuer says nothing of it', async () => {
    const browser = arrive(forger.oidc)
    expect(new URL(await leave(browser)).searchParams.has('code_challenge')).toBe(false)
    expect((await signIn()).status).toBe(303)
  })

  const claims =
    (changed: Record<string, unknown>) =>
    (fair: Token): Token => ({ ...fair, claims: { ...fair.claims, ...changed } })
  const past = Math.floor(Date.now() / 1000) - 3600

  it.each<[string, (fair: Token) => Token | string]>([
    ['a signature by another key', (fair) => ({ ...fair, signed: 'badly' })],
    ['no signature (alg none)', (fair) => ({ ...fair, header: { alg: 'none' }, signed: 'not' })],
    ['the signature left out', (fair) => ({ ...fair, signed: 'not' })],
    ['a signature by the shared secret', (fair) => ({ ...fair, header: { alg: 'HS256' } })],
    ['another issuer', claims({ iss: 'https://autre.example' })],
    ['another audience', claims({ aud: 'autre' })],
    ['another nonce', claims({ nonce: 'n'.repeat(43) })],
    ['no nonce', claims({ nonce: undefined })],
    ['a time that is over', claims({ iat: past, exp: past + 60 })],
    ['no subject', claims({ sub: undefined })],
    ['something that is no token', () => 'a.b'],
  ])('an ID token with %s is refused', async (_, lie) => {
    forger.idToken = lie
    await expectRefusal(await signIn(), 'Connexion refusée')
  })

  it.each<[string, (brought: URLSearchParams) => void]>([
    ['another state', (brought) => brought.set('state', 's'.repeat(43))],
    ['no state', (brought) => brought.delete('state')],
    ['two states', (brought) => brought.append('state', 's'.repeat(43))],
    ['another issuer', (brought) => brought.set('iss', 'https://autre.example')],
    ['no issuer', (brought) => brought.delete('iss')],
    ['no code', (brought) => brought.delete('code')],
    ['an ID token in the address', (brought) => brought.set('id_token', 'a.b.c')],
    ['an unknown error', (brought) => brought.set('error', '<script>')],
  ])('an answer with %s is refused', async (_, change) => {
    await expectRefusal(await signIn(change), 'Connexion refusée')
  })

  it('a code that the issuer does not know (any more) is refused', async () => {
    const answer = await signIn((brought) => brought.set('code', 'inconnu'))
    await expectRefusal(answer, 'Connexion à recommencer')
  })

  it.each<[string, Forger['userinfo']]>([
    ['of another subject', (fair) => ({ ...fair, sub: 'sub-2' })],
    [
      'signed by another key',
      (fair) => ({ header: { alg: 'ES256' }, claims: fair, signed: 'badly' }),
    ],
    ['unsigned', (fair) => ({ header: { alg: 'none' }, claims: fair, signed: 'not' })],
    [
      'for another audience',
      (fair) => ({ header: { alg: 'ES256' }, claims: { ...fair, aud: 'autre' }, signed: 'well' }),
    ],
    [
      'from another issuer',
      (fair) => ({
        header: { alg: 'ES256' },
        claims: { ...fair, iss: 'https://autre.example' },
        signed: 'well',
      }),
    ],
  ])('userinfo %s is refused', async (_, lie) => {
    forger.userinfo = lie
    await expectRefusal(await signIn(), 'Connexion refusée')
  })

  it.each<[string, Record<string, unknown>]>([
    ['no level', {}],
    ['a low level', { acr: 'eidas1', amr: ['pwd', 'mfa'] }],
    ['one means', { acr: 'eidas2', amr: ['pwd'] }],
    ['a level of another kind', { acr: ['eidas2'], amr: 'mfa' }],
  ])('who was recognised with %s does not enter where more is asked', async (_, told) => {
    forger.idToken = claims(told)
    const answer = await signIn(() => {}, { ...forger.oidc, acrValues: ['eidas2'], amr: ['mfa'] })
    await expectRefusal(answer, 'Double authentification demandée')
  })

  it.each([
    ['is not verified', { email_verified: false }],
    ['nobody says to be verified', { email_verified: undefined }],
    ['is « yes »', { email_verified: 'yes' }],
  ])('an address of an agent that %s opens no account', async (_, told) => {
    forger.userinfo = (fair) => ({ ...fair, ...told, siret: STRANGER })
    const answer = await signIn()
    expect(answer.status).toBe(403)
    expect(await said(answer)).toContain('Adresse déjà connue')
    expect(await program.deps.db.select().from(sessions)).toEqual([])
  })

  it('a partner for which an agent acts no more does not vouch for an address', async () => {
    const agentId = await invited('camille@ville.example', 'narbonne')
    await program.deps.db
      .update(memberships)
      .set({ endedAt: program.clock.now })
      .where(eq(memberships.agentId, agentId))
    forger.userinfo = (fair) => ({ ...fair, email_verified: false, siret: NARBONNE })
    const browser = arrive(forger.oidc)
    const answer = await browser.get(pathOf(forger.browse(await leave(browser))))
    expect(answer.status).toBe(403)
    expect(await said(answer)).toContain('Adresse déjà connue')
  })

  it('one of the means that are asked for is enough', async () => {
    forger.idToken = claims({ amr: ['pwd', 'otp'] })
    const answer = await signIn(() => {}, { ...forger.oidc, amr: ['mfa', 'otp'] })
    expect(answer.status).toBe(303)
  })

  it('an agent who has no role enters where the issuer tells of no organisation', async () => {
    await invited('camille@ville.example', null)
    await program.deps.db.update(agents).set({ administrator: false })
    const browser = arrive(forger.oidc)
    const answer = await browser.get(pathOf(forger.browse(await leave(browser))))
    expect(answer.status).toBe(303)
  })

  it('the same subject of another issuer is somebody else', async () => {
    expect((await signIn()).status).toBe(303)
    const other = await startForger()
    other.userinfo = ({ sub }) => ({ sub, email: 'autre@ville.example', email_verified: true })
    const browser = arrive(other.oidc)
    const answer = await browser.get(pathOf(other.browse(await leave(browser))))
    await other.close()
    expect(answer.status).toBe(403)
    expect(await program.deps.db.select().from(sessions)).toHaveLength(1)
  })

  it('a second identity with the same address opens no account, verified or not', async () => {
    expect((await signIn()).status).toBe(303)
    forger.idToken = claims({ sub: 'sub-2' })
    forger.userinfo = (fair) => ({ ...fair, sub: 'sub-2' })
    const answer = await signIn()
    expect(answer.status).toBe(403)
    expect(await said(answer)).toContain('Adresse déjà connue')
  })

  it('an agent who was shut out does not enter', async () => {
    expect((await signIn()).status).toBe(303)
    await program.deps.db.update(agents).set({ disabledAt: program.clock.now })
    const answer = await signIn()
    expect(answer.status).toBe(403)
    expect(await said(answer)).toContain('Accès suspendu')
  })

  it('an agent who was shut out before they ever came does not enter', async () => {
    await invited('camille@ville.example', 'narbonne')
    await program.deps.db.update(agents).set({ disabledAt: program.clock.now })
    const browser = arrive(forger.oidc)
    const answer = await browser.get(pathOf(forger.browse(await leave(browser))))
    expect(answer.status).toBe(403)
    expect(await said(answer)).toContain('Accès suspendu')
    expect(await program.deps.db.select().from(identities)).toEqual([])
  })

  it('somebody without an address gets no account', async () => {
    forger.userinfo = ({ sub }) => ({ sub, siret: NARBONNE })
    const answer = await signIn()
    expect(await said(answer)).toContain('Adresse électronique inconnue')
  })

  it('one who left for another site comes back to the partners’ area', async () => {
    await invited('camille@ville.example', 'narbonne')
    const browser = arrive(forger.oidc)
    const back = forger.browse(await leave(browser, '?suite=https://autre.example'))
    expect((await browser.get(pathOf(back))).headers.get('location')).toBe('/espace')
  })

  it('a session that somebody else put into the browser is ended, not taken over', async () => {
    expect((await signIn()).status).toBe(303)
    const browser = arrive(forger.oidc)
    await browser.get(pathOf(forger.browse(await leave(browser))))
    const fixed = browser.cookies.get('__Host-session')
    await browser.get(pathOf(forger.browse(await leave(browser))))
    expect(browser.cookies.get('__Host-session')).not.toBe(fixed)
    const thief = arrive(forger.oidc)
    thief.cookies.set('__Host-session', fixed ?? '')
    expect((await thief.get('/espace')).status).toBe(303)
  })

  it('is asked once an hour what it is, and no less often', async () => {
    const described = async (minutes: number) => {
      const at = new Date(program.clock.now.getTime() + minutes * 60_000)
      return (await findProvider(forger.oidc, at)).server
    }
    const first = await described(120)
    expect(await described(179)).toBe(first)
    expect(await described(180)).not.toBe(first)
  })

  it('says so when it does not answer, and readers go on reading', async () => {
    const gone = await startForger()
    await gone.close()
    const browser = arrive(gone.oidc, logged)
    const answer = await browser.get('/connexion/fournisseur')
    expect(answer.status).toBe(503)
    expect(await said(answer)).toContain('Fournisseur d’identité injoignable')
    expect((await browser.get('/')).status).toBe(200)
  })
})

it('without a provider there is no such way in', async () => {
  const { app } = program
  for (const path of ['/connexion/fournisseur', '/connexion/retour'])
    expect((await app.request(path)).status).toBe(404)
})
