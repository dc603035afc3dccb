/** Why nothing came. The French sentence for each code is in views/words. */
export type FetchFailureCode =
  | 'dns'
  | 'refused'
  | 'timeout'
  | 'tls'
  | 'network'
  | 'too-large'
  | 'bad-encoding'
  | 'http-status'
  | 'gone'
  | 'redirect-loop'
  | 'forbidden-address'
  | 'cancelled'

/** `code` of the error with which a checked connection refuses an address (runtime/node/checked-fetch.ts). */
export const FORBIDDEN_ADDRESS = 'GUICHET_FORBIDDEN_ADDRESS'

/** What a failed fetch means, from the codes in its chain of causes (Node's, OpenSSL's, zlib's and undici's). */
export function failureOf(error: unknown): FetchFailureCode {
  for (const code of codesOf(error)) {
    const known = meanings.find(([pattern]) => pattern.test(code))
    if (known) return known[1]
  }
  return 'network'
}

/** In order: the first pattern that fits counts. */
const meanings: [RegExp, FetchFailureCode][] = [
  [new RegExp(`^${FORBIDDEN_ADDRESS}$`), 'forbidden-address'],
  [/^(ENOTFOUND|EAI_|ENODATA)/, 'dns'],
  [/^ECONNREFUSED$/, 'refused'],
  [/TIMEOUT|^ETIMEDOUT$|^TimeoutError$/, 'timeout'],
  [
    /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|EPROTO)/,
    'tls',
  ],
  [/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_PADDING|ERR__ERROR)/, 'bad-encoding'],
  [/^AbortError$/, 'cancelled'],
]

/** Codes and names of an error, its causes and, where several addresses were tried, the errors of each. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 5) return []
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const several = error instanceof AggregateError ? error.errors : []
  return [
    ...code,
    error.name,
    ...[error.cause, ...several].flatMap((one) => codesOf(one, depth + 1)),
  ]
}
