/** What was made further ahead of now than clocks differ was made on one that has gone back since: nobody knows its age. */
export const CLOCKS_DIFFER_MS = 5 * 60_000

/** Headers of a page that carries a secret: it is one visitor's. Where its address carries one, src/http/answer.ts adds them. */
export const PRIVATE = { 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' }

/** A secret for a cookie or an address: 256 random bits, in 43 characters of base64url. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Whether it looks like a secret that this program makes. */
export function isSecret(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

/** What the database keeps of a secret: its SHA-256, in hexadecimal. */
export async function hashOfSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
