const ALGORITHMS: Record<string, { name: string; digits: number }> = {
  sha1: { name: 'SHA-1', digits: 40 },
  sha256: { name: 'SHA-256', digits: 64 },
  sha384: { name: 'SHA-384', digits: 96 },
  sha512: { name: 'SHA-512', digits: 128 },
}

/** A signature as a header writes it. */
export interface Signature {
  /** As Web Crypto calls it. */
  hash: string
  bytes: Uint8Array<ArrayBuffer>
}

/** What an `X-Hub-Signature` header says (W3C WebSub 7.1): `sha256=…` in hexadecimal; null for anything else. */
export function readSignature(header: string | undefined): Signature | null {
  const [, method = '', digits = ''] = /^\s*(sha\d{1,3})=([\da-f]+)\s*$/i.exec(header ?? '') ?? []
  const algorithm = ALGORITHMS[method.toLowerCase()]
  if (!algorithm || digits.length !== algorithm.digits) return null
  const bytes = digits.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  return { hash: algorithm.name, bytes: new Uint8Array(bytes) }
}

/** Whether a body was signed with this secret (HMAC), in a time that tells nothing of where it differs. */
export async function isSignedBy(
  secret: string,
  { hash, bytes }: Signature,
  body: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash },
    false,
    ['verify'],
  )
  return crypto.subtle.verify('HMAC', key, bytes, body)
}
