import styles from '../../views/assets/guichet.css?bytes'
import script from '../../views/assets/guichet.js?bytes'
import favicon from '../../views/assets/favicon.svg?bytes'
import icon from '../../views/assets/icon-180.png?bytes'
import htmx from 'htmx.org/dist/htmx.min.js?bytes'
import type { Asset } from '../deps.ts'
import { assetOf } from './asset.ts'

const FILES: Record<string, ArrayBuffer> = {
  'guichet.css': styles,
  'guichet.js': script,
  'favicon.svg': favicon,
  'icon-180.png': icon,
  'htmx.js': htmx,
}

/** The files that Node reads from views/assets and htmx, here out of the bundle, under the same addresses. */
export function bundledAssets(): Map<string, Asset> {
  return new Map(
    Object.entries(FILES).map(([name, bytes]) => [name, assetOf(name, new Uint8Array(bytes))]),
  )
}
