import styles from '../../views/assets/guichet.css?bytes'
import script from '../../views/assets/guichet.js?bytes'
import favicon from '../../views/assets/favicon.svg?bytes'
import icon from '../../views/assets/icon-180.png?bytes'
import htmx from 'htmx.org/dist/htmx.min.js?bytes'
import type { Asset } from '../deps.ts'
import { assetOf, scriptOf } from './asset.ts'

const FILES: Record<string, ArrayBuffer> = {
  'guichet.css': styles,
  'favicon.svg': favicon,
  'icon-180.png': icon,
}

/** The files that Node reads from views/assets and htmx, here out of the bundle, under the same addresses. */
export function bundledAssets(): Map<string, Asset> {
  const files = Object.entries(FILES).map(([name, bytes]) => assetOf(name, new Uint8Array(bytes)))
  const own = scriptOf(new Uint8Array(htmx), new Uint8Array(script))
  return new Map([...files, own].map((asset) => [asset.name, asset]))
}
