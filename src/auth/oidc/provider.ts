import * as oauth from 'oauth4webapi'
import type { OidcConfig } from '../../config.ts'

/** An identity provider as it describes itself, and what this program is to it. */
export interface Provider {
  server: oauth.AuthorizationServer
  client: oauth.Client
  authentication: oauth.ClientAuth
  /** How it is spoken to: within ten seconds, and over plain http on this machine only. */
  options: { [oauth.allowInsecureRequests]: boolean; signal: () => AbortSignal }
}

const PATIENCE_MS = 10_000
const KNOWN_FOR_MS = 3_600_000
/** By issuer; the library keeps each server's keys by the same object. */
const known = new Map<string, { server: oauth.AuthorizationServer; at: number }>()

/**
 * What the issuer says of itself (OpenID Connect Discovery 1.0), asked once an hour by each process. Throws where it
 * does not answer or answers for another.
 */
export async function findProvider(oidc: OidcConfig, now: Date): Promise<Provider> {
  const { issuer, clientId, clientSecret } = oidc
  // The operator's own address, which may well be on this machine: sources' checks do not apply.
  const options = {
    [oauth.allowInsecureRequests]: issuer.startsWith('http:'),
    signal: () => AbortSignal.timeout(PATIENCE_MS),
  }
  const held = known.get(issuer)
  const server =
    held && Math.abs(now.getTime() - held.at) < KNOWN_FOR_MS
      ? held.server
      : await discover(new URL(issuer), options)
  if (server !== held?.server) known.set(issuer, { server, at: now.getTime() })
  const posts = server.token_endpoint_auth_methods_supported?.includes('client_secret_post')
  return {
    server,
    client: { client_id: clientId },
    authentication: posts
      ? oauth.ClientSecretPost(clientSecret)
      : oauth.ClientSecretBasic(clientSecret),
    options,
  }
}

async function discover(
  issuer: URL,
  options: Provider['options'],
): Promise<oauth.AuthorizationServer> {
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options))
}
