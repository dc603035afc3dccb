import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import type { Asset } from '../../deps.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** The files of views/assets and htmx, with the hash that their addresses carry. */
export function readAssets(): Map<string, Asset> {
  const folder = assetsFolder()
  const files = readdirSync(folder)
    .filter((name) => extname(name) in TYPES)
    .map((name) => assetOf(name, new URL(name, folder)))
  const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')
  return new Map([...files, assetOf('htmx.js', htmx)].map((asset) => [asset.name, asset]))
}

/** `views/assets/` stands with the sources: one level further up from dist/src/runtime/node. */
function assetsFolder(): URL {
  const fromSources = new URL('../../../views/assets/', import.meta.url)
  return existsSync(fromSources)
    ? fromSources
    : new URL('../../../../views/assets/', import.meta.url)
}

function assetOf(name: string, file: URL | string): Asset {
  const bytes = new Uint8Array(readFileSync(file))
  return {
    name,
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    bytes,
    hash: createHash('sha256').update(bytes).digest('hex').slice(0, 10),
  }
}
