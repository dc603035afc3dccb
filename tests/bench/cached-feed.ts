import { startServer } from './child-server.ts'
import { startGuichet } from './guichet.ts'
import { type Bench, compare, type Measure, type Target } from './measure.ts'
import { startNginx } from './nginx.ts'
import { askRaw } from './raw-request.ts'
import { LOAD_GENERATOR, requestsPerSecond } from './requests-per-second.ts'

const FEED = '/consultations.rss'
const PAGE = '/'
const ENTRIES = 100
const ROUNDS = 9

/**
 * The kept board and the kept feed, whole and unchanged, beside a bare Hono route that answers the same, and the feed
 * beside the same file of nginx where that is installed.
 */
export const cachedFeed: Bench = {
  name: 'cached-feed',
  async run(server) {
    const guichet = await startGuichet(server)
    const feed = guichet.origin + FEED
    const { headers, body } = await askRaw(feed)
    const entries = body.toString().split('<item>').length - 1
    if (entries !== ENTRIES) throw new Error(`the feed has ${entries} entries, not ${ENTRIES}`)
    const page = guichet.origin + PAGE
    const forms: Form[] = [
      {
        name: 'cached-page',
        what: 'board page, kept, br (requests/s)',
        address: page,
        path: '/br',
        sends: { 'accept-encoding': 'br' },
        target: { atLeast: 0.8 },
      },
      {
        name: 'cached-feed',
        what: `feed of ${ENTRIES} entries, kept, br (requests/s)`,
        address: feed,
        path: '/br',
        sends: { 'accept-encoding': 'br' },
        target: { atLeast: 0.8 },
      },
      {
        name: 'cached-feed-identity',
        what: `feed of ${ENTRIES} entries, kept, not compressed (requests/s)`,
        address: feed,
        path: '/identity',
        sends: {},
        target: { atLeast: 0.8 },
      },
      {
        name: 'not-modified',
        what: 'feed that the reader has, 304 (requests/s)',
        address: feed,
        path: '/304',
        sends: { 'accept-encoding': 'br', 'if-none-match': headers.etag ?? '' },
        target: { atLeast: 0.9 },
      },
    ]
    const measures: Measure[] = []
    for (const { name, what, address, path, sends, target } of forms) {
      const bare = await startServer('bare-server.ts', [address])
      const peer = `http://127.0.0.1:${bare.port}${path}`
      const beside = `bare Hono route, ${LOAD_GENERATOR}`
      measures.push(compare({ name, what, beside }, await rounds(address, peer, sends), target))
      await bare.stop()
    }
    measures.push(...(await besideNginx(feed)))
    await guichet.stop()
    return measures
  },
}

/** Both at the same time: whatever else the machine does meanwhile slows both. */
async function rounds(ours: string, peer: string, sends: Record<string, string>) {
  const found = []
  for (let round = -1; round < ROUNDS; round += 1) {
    const [own, limit] = await Promise.all([
      requestsPerSecond(ours, sends),
      requestsPerSecond(peer, sends),
    ])
    // The first one warms both up.
    if (round >= 0) found.push({ ours: own, limit })
  }
  return found
}

/** How far a server of files in C goes: a figure without a target. */
async function besideNginx(feed: string): Promise<Measure[]> {
  const sends = { 'accept-encoding': 'br' }
  const nginx = await startNginx(await askRaw(feed, sends))
  if (!nginx) {
    console.error('nginx: absent')
    return []
  }
  const found = await rounds(feed, `http://127.0.0.1:${nginx.port}/file`, sends)
  await nginx.stop()
  const measure = compare(
    {
      name: 'cached-feed-nginx',
      what: `feed of ${ENTRIES} entries, kept, br (requests/s)`,
      beside: `the same file of nginx, ${LOAD_GENERATOR}`,
    },
    found,
    { atLeast: 0 },
  )
  return [{ ...measure, target: 'none' }]
}

interface Form {
  name: string
  what: string
  /** Of Guichet. */
  address: string
  /** Of the bare server. */
  path: string
  sends: Record<string, string>
  target: Target
}
