import { createHash } from 'node:crypto'
import type { Asset } from '../deps.ts'

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
}

/** The name of the one script: htmx, and after it our own file of that name. */
export const SCRIPT = 'guichet.js'

/** That script as it is served: a page asks for one file, and runs both in their order. */
export function scriptOf(htmx: Uint8Array, own: Uint8Array): Asset {
  // A minified file may end without a semicolon.
  const text = [LICENCES, read(htmx), ';', read(own)].join('\n')
  return assetOf(SCRIPT, new TextEncoder().encode(text))
}

const LICENCES = '/* htmx (0BSD, https://htmx.org), then Guichet (AGPL-3.0-or-later) */'

function read(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** A file as it is served: its type by the end of its name, and the hash that its address carries. */
export function assetOf(name: string, bytes: Uint8Array<ArrayBuffer>): Asset {
  return {
    name,
    type: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    bytes,
    hash: createHash('sha256').update(bytes).digest('hex').slice(0, 10),
    integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
  }
}
