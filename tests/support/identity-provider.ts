import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type JWK, Provider } from 'oidc-provider'
import type { OidcConfig } from '../../src/config.ts'

/** Somebody who has an account at the test's identity provider. */
export interface Account {
  sub: string
  email?: string
  email_verified?: boolean
  given_name?: string
  usual_name?: string
  siret?: string
}

/** How the next visitor signs in there: as this account, by these means; or not at all. */
export type Visit = { account: Account; acr?: string; amr?: string[] } | 'refuses'

export interface IdentityProvider {
  oidc: OidcConfig
  /** Set by a test before it sends a browser there. */
  visit: Visit
  /** Follows a browser from the address that it was sent to until it is sent back; answers with that address. */
  browse(location: string): Promise<string>
  close(): Promise<void>
}

const CLAIMS = ['given_name', 'usual_name', 'siret']

/** A certified OpenID Connect server on loopback, with userinfo as a signed JWT, like ProConnect. */
export async function startIdentityProvider(
  baseUrl: string,
  { userinfo = 'ES256' }: { userinfo?: 'ES256' | undefined } = {},
): Promise<IdentityProvider> {
  const { server, origin } = await listen()
  const accounts = new Map<string, Account>()
  const identity: IdentityProvider = {
    oidc: {
      issuer: origin,
      clientId: 'guichet',
      clientSecret: 's'.repeat(40),
      acrValues: [],
      amr: [],
    },
    visit: 'refuses',
    browse,
    close: () => close(server),
  }
  const provider = new Provider(origin, {
    jwks: { keys: [await newKey()] },
    cookies: { keys: ['test'] },
    clients: [
      {
        client_id: identity.oidc.clientId,
        client_secret: identity.oidc.clientSecret,
        redirect_uris: [`${baseUrl}/connexion/retour`],
        post_logout_redirect_uris: [`${baseUrl}/connexion`],
        id_token_signed_response_alg: 'ES256',
        ...(userinfo ? { userinfo_signed_response_alg: userinfo } : {}),
      },
    ],
    scopes: ['openid', 'email', ...CLAIMS],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      acr: null,
      amr: null,
      ...Object.fromEntries(CLAIMS.map((claim) => [claim, [claim]])),
    },
    acrValues: ['eidas1', 'eidas2'],
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      claimsParameter: { enabled: true },
    },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 60, IdToken: 600 },
    interactions: { url: (_ctx, { uid }) => `/visite/${uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ ...accounts.get(id), sub: id }),
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        accountId: oidc.session?.accountId ?? '',
        clientId: oidc.client?.clientId ?? '',
      })
      grant.addOIDCScope(['openid', 'email', ...CLAIMS].join(' '))
      grant.addOIDCClaims(['acr', 'amr'])
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/visite/')) return void answer(request, response)
    const { visit } = identity
    if (visit === 'refuses')
      return void provider.interactionFinished(request, response, { error: 'access_denied' })
    const { account, acr, amr } = visit
    accounts.set(account.sub, account)
    const login = { accountId: account.sub, ...(acr ? { acr } : {}), ...(amr ? { amr } : {}) }
    void provider.interactionFinished(request, response, { login })
  })
  return identity
}

/** A browser with cookies of its own, which leaves the provider in the end. */
async function browse(location: string): Promise<string> {
  const { origin } = new URL(location)
  const jar = new Map<string, string>()
  for (let at = location, hop = 0; hop < 10; hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const given of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(given) ?? []
      jar.set(name, value)
    }
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`${at}: ${answer.status} ${await answer.text()}`)
    at = new URL(next, at).href
    if (!at.startsWith(origin)) return at
  }
  throw new Error('the provider goes round in circles')
}

/** What a hand-made issuer says, all of it a test's to falsify. */
export interface Forger {
  oidc: OidcConfig
  /** Set by a test: what a fair issuer would say is the argument. */
  idToken: (fair: Token) => Token | string
  userinfo: (fair: Record<string, unknown>) => Token | Record<string, unknown>
  /** Where a browser comes back to, for where it was sent. */
  browse(location: string, change?: (brought: URLSearchParams) => void): string
  close(): Promise<void>
}

export interface Token {
  header: Record<string, unknown>
  claims: Record<string, unknown>
  /** Signed with the issuer's own key, or with somebody else's. */
  signed: 'well' | 'badly' | 'not'
}

/** An OpenID Connect issuer on loopback that lies as it is told to. It knows no PKCE. */
export async function startForger(): Promise<Forger> {
  const { server, origin } = await listen()
  const [own, other] = [await newPair(), await newPair()]
  const codes = new Map<string, string>()
  const forger: Forger = {
    oidc: { issuer: origin, clientId: 'guichet', clientSecret: 'secret', acrValues: [], amr: [] },
    idToken: (fair) => fair,
    userinfo: (fair) => fair,
    browse(location, change = () => {}) {
      const asked = new URL(location).searchParams
      const code = crypto.randomUUID()
      codes.set(code, asked.get('nonce') ?? '')
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state') ?? '')
      back.searchParams.set('iss', origin)
      change(back.searchParams)
      return back.href
    },
    close: () => close(server),
  }
  const say = async ({ header, claims, signed }: Token) => {
    const words = `${base64(JSON.stringify(header))}.${base64(JSON.stringify(claims))}`
    if (signed === 'not') return `${words}.`
    const { privateKey } = signed === 'well' ? own : other
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      privateKey,
      new TextEncoder().encode(words),
    )
    return `${words}.${base64(new Uint8Array(signature))}`
  }
  const answers: Record<string, (body: URLSearchParams) => Promise<unknown>> = {
    '/.well-known/openid-configuration': async () => ({
      issuer: origin,
      authorization_endpoint: `${origin}/autoriser`,
      token_endpoint: `${origin}/jeton`,
      userinfo_endpoint: `${origin}/moi`,
      jwks_uri: `${origin}/cles`,
      end_session_endpoint: `${origin}/sortie`,
      id_token_signing_alg_values_supported: ['ES256', 'none'],
      userinfo_signing_alg_values_supported: ['ES256', 'none'],
      scopes_supported: ['openid', 'email', 'siret'],
      authorization_response_iss_parameter_supported: true,
    }),
    '/cles': async () => ({ keys: [await crypto.subtle.exportKey('jwk', own.publicKey)] }),
    '/jeton': async (body) => {
      const nonce = codes.get(body.get('code') ?? '')
      codes.delete(body.get('code') ?? '')
      if (nonce === undefined) return null
      const now = Math.floor(Date.now() / 1000)
      const claims = { iss: origin, sub: 'sub-1', aud: 'guichet', iat: now, exp: now + 60, nonce }
      const token = forger.idToken({ header: { alg: 'ES256' }, claims, signed: 'well' })
      const idToken = typeof token === 'string' ? token : await say(token)
      return { access_token: 'acces', token_type: 'Bearer', id_token: idToken }
    },
    '/moi': async () => {
      const told = forger.userinfo({
        sub: 'sub-1',
        email: 'camille@ville.example',
        email_verified: true,
      })
      return isToken(told) ? say(told) : told
    },
  }
  server.on('request', async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = new URLSearchParams(Buffer.concat(chunks).toString())
    const answer = await answers[request.url?.split('?')[0] ?? '']?.(body)
    const type = typeof answer === 'string' ? 'application/jwt' : 'application/json'
    response.writeHead(answer ? 200 : 400, { 'content-type': type })
    response.end(
      typeof answer === 'string' ? answer : JSON.stringify(answer ?? { error: 'invalid_grant' }),
    )
  })
  return forger
}

function isToken(told: Token | Record<string, unknown>): told is Token {
  return 'signed' in told
}

function newPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await newPair()
  const { kty = 'EC', crv, x, y, d } = await crypto.subtle.exportKey('jwk', privateKey)
  return { kty, crv, x, y, d, alg: 'ES256', use: 'sig' } as JWK
}

function base64(bytes: string | Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

async function listen(): Promise<{ server: Server; origin: string }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
