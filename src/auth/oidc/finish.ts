import * as oauth from 'oauth4webapi'
import * as z from 'zod'
import type { OidcConfig } from '../../config.ts'
import { checkSiret } from '../../partners/siret.ts'
import type { Flow } from './begin.ts'
import type { Provider } from './provider.ts'

/** Somebody whom the provider has recognised, and what it says of them. */
export interface Person {
  issuer: string
  subject: string
  /** The provider behind the issuer, where it tells. */
  providerId: string | null
  /** In lower case; null where it tells none. */
  email: string | null
  emailVerified: boolean
  name: string | null
  /** The organisation; null where it tells none, or none that can be. */
  siret: string | null
  /** To sign out there later. */
  idToken: string
}

/** Why nobody is signed in: they or the provider said no, it took too long, it does not answer, or it is too weak. */
export type SignInProblem = 'cancelled' | 'refused' | 'expired' | 'unavailable' | 'too-weak'

export type Finished =
  | { ok: true; person: Person }
  /** `reason` is for the log: no personal data. */
  | { ok: false; problem: SignInProblem; reason: string }

/**
 * Reads what a browser brings back from the provider: state and issuer, the code exchanged, the ID token's signature,
 * issuer, audience, expiry and nonce (OpenID Connect Core 1.0, 3.1.3.7), how strongly the person was recognised, then
 * the claims of the userinfo endpoint, whose signature is checked where they come signed (5.3.2).
 */
export async function finishSignIn(
  provider: Provider,
  oidc: OidcConfig,
  brought: URLSearchParams,
  flow: Flow,
  redirectUri: string,
): Promise<Finished> {
  try {
    const tokens = await exchangeCode(provider, brought, flow, redirectUri)
    if (!isStrong(tokens.claims, oidc)) return { ok: false, problem: 'too-weak', reason: 'acr-amr' }
    const claims = await readClaims(provider, tokens)
    return { ok: true, person: personOf(provider, tokens, claims) }
  } catch (error) {
    return { ok: false, ...meaningOf(error) }
  }
}

/** Why a provider's answer, or its silence, signs nobody in. Throws again what is a fault of this program. */
export function meaningOf(error: unknown): { problem: SignInProblem; reason: string } {
  if (error instanceof oauth.AuthorizationResponseError)
    return { problem: ANSWERS[error.error] ?? 'refused', reason: tidy(error.error) }
  if (error instanceof oauth.ResponseBodyError) {
    const problem = error.error === 'invalid_grant' ? 'expired' : 'refused'
    return { problem: error.status >= 500 ? 'unavailable' : problem, reason: tidy(error.error) }
  }
  if (error instanceof oauth.OperationProcessingError) {
    const isDown = error.cause instanceof Response && error.cause.status >= 500
    return { problem: isDown ? 'unavailable' : 'refused', reason: `${error.code}` }
  }
  if (
    error instanceof oauth.UnsupportedOperationError ||
    error instanceof oauth.WWWAuthenticateChallengeError
  )
    return { problem: 'refused', reason: error.code }
  // What fetch throws: nobody answered, or not in time.
  if (error instanceof TypeError || error instanceof DOMException)
    return { problem: 'unavailable', reason: error.name }
  throw error
}

/** RFC 6749, 4.1.2.1, and OpenID Connect. */
const ANSWERS: Record<string, SignInProblem> = {
  access_denied: 'cancelled',
  interaction_required: 'cancelled',
  login_required: 'cancelled',
  server_error: 'unavailable',
  temporarily_unavailable: 'unavailable',
  unmet_authentication_requirements: 'too-weak',
}

function tidy(code: string): string {
  return code.replaceAll(/[^\w.-]/g, '').slice(0, 60)
}

interface Tokens {
  accessToken: string
  idToken: string
  claims: oauth.IDToken
}

async function exchangeCode(
  { server, client, authentication, options }: Provider,
  brought: URLSearchParams,
  flow: Flow,
  redirectUri: string,
): Promise<Tokens> {
  const checked = oauth.validateAuthResponse(server, client, brought, flow.state)
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    checked,
    redirectUri,
    flow.verifier ?? oauth.nopkce,
    options,
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: flow.nonce,
    requireIdToken: true,
  })
  await oauth.validateApplicationLevelSignature(server, answer, options)
  const claims = oauth.getValidatedIdTokenClaims(tokens)
  if (claims === undefined || tokens.id_token === undefined) throw new Error('an ID token was read')
  return { accessToken: tokens.access_token, idToken: tokens.id_token, claims }
}

function isStrong({ acr, amr }: oauth.IDToken, { acrValues, amr: means }: OidcConfig): boolean {
  const used: unknown[] = Array.isArray(amr) ? amr : []
  return (
    (acrValues.length === 0 || (typeof acr === 'string' && acrValues.includes(acr))) &&
    (means.length === 0 || means.some((each) => used.includes(each)))
  )
}

async function readClaims(
  { server, client, options }: Provider,
  { accessToken, claims }: Tokens,
): Promise<Record<string, unknown>> {
  if (server.userinfo_endpoint === undefined) return claims
  const answer = await oauth.userInfoRequest(server, client, accessToken, options)
  const told = await oauth.processUserInfoResponse(server, client, claims.sub, answer)
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() === 'application/jwt')
    await oauth.validateApplicationLevelSignature(server, answer, options)
  return { ...told }
}

const text = (most: number) => z.string().trim().min(1).max(most).nullable().catch(null)

const shape = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)).nullable().catch(null),
  email_verified: z.boolean().catch(false),
  given_name: text(100),
  usual_name: text(100),
  family_name: text(100),
  name: text(200),
  siret: text(20),
  idp_id: text(200),
})

function personOf({ server }: Provider, tokens: Tokens, claims: Record<string, unknown>): Person {
  const told = shape.parse(claims)
  const siret = told.siret === null ? null : checkSiret(told.siret)
  const parts = [told.given_name, told.usual_name ?? told.family_name].filter((each) => each)
  return {
    issuer: server.issuer,
    subject: tokens.claims.sub,
    providerId: told.idp_id,
    email: told.email,
    emailVerified: told.email_verified,
    name: oneLine(parts.join(' ') || told.name),
    siret: siret?.ok ? siret.siret : null,
    idToken: tokens.idToken,
  }
}

function oneLine(name: string | null): string | null {
  return name?.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ') ?? null
}
