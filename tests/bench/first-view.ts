import { startGuichet } from './guichet.ts'
import { type Bench, compare } from './measure.ts'
import { askRaw } from './raw-request.ts'

const LIMIT_BYTES = 60_000

/** All that a browser transfers to show the board for the first time. */
export const firstView: Bench = {
  name: 'first-view',
  async run(server) {
    const guichet = await startGuichet(server)
    const page = await askRaw(`${guichet.origin}/`, { 'accept-encoding': 'identity' })
    let bytes = 0
    for (const path of ['/', ...partsOf(page.body.toString())]) {
      const { status, body } = await askRaw(guichet.origin + path, { 'accept-encoding': 'br' })
      if (status !== 200) throw new Error(`${path} answered ${status}`)
      bytes += body.length
    }
    await guichet.stop()
    return [
      compare(
        {
          name: 'first-view',
          what: 'first view: page, styles, scripts and icon, br (bytes)',
          beside: 'limit',
        },
        [{ ours: bytes, limit: LIMIT_BYTES }],
        { atMost: 1 },
      ),
    ]
  },
}

/** Addresses of the styles, scripts, pictures and icon that a page names. */
function partsOf(html: string): string[] {
  const tags = [
    ...html.matchAll(/<link rel="(?:icon|stylesheet)" href="([^"]+)"/g),
    ...html.matchAll(/<(?:script|img) [^>]*?src="([^"]+)"/g),
  ]
  const paths = tags.map(([, path = '']) => path)
  if (paths.length < 3) throw new Error('the page names neither styles nor scripts')
  return paths
}
