import * as oauth from 'oauth4webapi'
import type { OidcConfig } from '../../config.ts'
import { newSecret } from '../secret.ts'
import type { Provider } from './provider.ts'

/** What a browser keeps between leaving for the provider and coming back. */
export interface Flow {
  state: string
  nonce: string
  /** PKCE (RFC 7636), where the provider says that it knows it; null: it may refuse what it does not know. */
  verifier: string | null
  /** Where to go on to. */
  next: string
}

/** What is asked for, of what the provider has. */
const SCOPES = ['openid', 'email', 'profile', 'given_name', 'usual_name', 'siret', 'idp_id']
const SCOPES_OF_ALL = ['openid', 'email', 'profile']

/** The provider's address to send a browser to (code flow, OpenID Connect Core 1.0, 3.1.2.1), and what it must remember. */
export async function beginSignIn(
  { server, client }: Provider,
  oidc: OidcConfig,
  redirectUri: string,
  next: string,
): Promise<{ location: string; flow: Flow }> {
  if (server.authorization_endpoint === undefined) throw new TypeError('no authorization endpoint')
  const knowsPkce = server.code_challenge_methods_supported?.includes('S256') ?? false
  const verifier = knowsPkce ? oauth.generateRandomCodeVerifier() : null
  const flow = { state: newSecret(), nonce: newSecret(), verifier, next }
  const address = new URL(server.authorization_endpoint)
  const scopes = server.scopes_supported
    ? SCOPES.filter((scope) => server.scopes_supported?.includes(scope))
    : SCOPES_OF_ALL
  const asked: Record<string, string> = {
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: scopes.join(' '),
    state: flow.state,
    nonce: flow.nonce,
    ...claimsAsked(oidc),
    ...(verifier === null
      ? {}
      : {
          code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        }),
  }
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
  return { location: address.href, flow }
}

/** How strongly agents must be recognised (OpenID Connect Core 1.0, 5.5.1.1), where the operator says so. */
function claimsAsked({ acrValues, amr }: OidcConfig): { claims?: string } {
  if (acrValues.length === 0 && amr.length === 0) return {}
  const idToken = {
    ...(acrValues.length > 0 ? { acr: { essential: true, values: acrValues } } : {}),
    ...(amr.length > 0 ? { amr: { essential: true } } : {}),
  }
  return { claims: JSON.stringify({ id_token: idToken }) }
}
