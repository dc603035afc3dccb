import type { Route } from './route.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that every answer carries; feeds and data may be read from other sites. */
export function securityHeaders(kind: Route['kind'], baseUrl: string): Record<string, string> {
  const shared = kind === 'feed' || kind === 'data'
  return {
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': shared ? 'cross-origin' : 'same-origin',
    ...(shared
      ? { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag, Link' }
      : {}),
    ...(baseUrl.startsWith('https:')
      ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }
      : {}),
  }
}
