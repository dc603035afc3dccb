import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Asset } from '../../deps.ts'
import { assetOf, SCRIPT, scriptOf } from '../asset.ts'

/** The files of views/assets, with htmx in the script, and the hash that their addresses carry. */
export function readAssets(): Map<string, Asset> {
  const folder = assetsFolder()
  const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')
  return new Map(
    readdirSync(folder).map((name) => {
      const bytes = read(new URL(name, folder))
      return [name, name === SCRIPT ? scriptOf(read(htmx), bytes) : assetOf(name, bytes)]
    }),
  )
}

/** `views/assets/` stands with the sources, and beside dist. */
function assetsFolder(): URL {
  const fromSources = new URL('../../../views/assets/', import.meta.url)
  return existsSync(fromSources) ? fromSources : new URL('../views/assets/', import.meta.url)
}

function read(file: URL | string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file))
}
