import { createHash } from 'node:crypto'
import type { Asset } from '../deps.ts'

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
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
