import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Asset } from '../../deps.ts'
import { assetOf } from '../asset.ts'

/** The files of views/assets and htmx, with the hash that their addresses carry. */
export function readAssets(): Map<string, Asset> {
  const folder = assetsFolder()
  const files = readdirSync(folder).map((name) => assetOf(name, read(new URL(name, folder))))
  const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')
  return new Map([...files, assetOf('htmx.js', read(htmx))].map((asset) => [asset.name, asset]))
}

/** `views/assets/` stands with the sources, and beside dist. */
function assetsFolder(): URL {
  const fromSources = new URL('../../../views/assets/', import.meta.url)
  return existsSync(fromSources) ? fromSources : new URL('../views/assets/', import.meta.url)
}

function read(file: URL | string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file))
}
