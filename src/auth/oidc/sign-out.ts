import type { Provider } from './provider.ts'

/**
 * Where a browser ends its session at the provider too (OpenID Connect RP-Initiated Logout 1.0): a link to be followed
 * by whoever wants to, never a redirect. Null where the provider has no such address.
 */
export function providerSignOut(
  { server }: Provider,
  idToken: string,
  returnTo: string,
  state: string,
): string | null {
  if (server.end_session_endpoint === undefined) return null
  const address = new URL(server.end_session_endpoint)
  address.searchParams.set('id_token_hint', idToken)
  address.searchParams.set('post_logout_redirect_uri', returnTo)
  address.searchParams.set('state', state)
  return address.href
}
