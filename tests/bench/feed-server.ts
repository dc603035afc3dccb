import { createServer, type ServerResponse } from 'node:http'
import { inventFeed } from './invented-feed.ts'
import { troubled, troubleOf } from './troubles.ts'

/**
 * Serves invented feeds until it is told to end: `/<number>.xml` is the feed of that number, on every address of
 * loopback (127.x.y.z). `/answers` tells how often each status was answered since it was last asked. Arguments: number
 * of feeds, items of each, `troubled` for feeds and servers that have troubles. Tells its port to the process that
 * started it.
 */
const [feeds = 0, items = 0] = process.argv.slice(2, 4).map(Number)
const haveTroubles = process.argv[4] === 'troubled'
const SLOW_MS = 2_000
const now = new Date()
const etagOf = (feed: number) => `"${feed}-${now.getTime()}"`
const served = new Map(
  Array.from({ length: feeds }, (_, feed) => {
    const xml = inventFeed(feed * items, items, now)
    return [feed, haveTroubles ? troubled(feed, xml, items) : Buffer.from(xml)] as const
  }),
)
let answers: Record<number, number> = {}

const server = createServer((request, response) => {
  if (request.url === '/answers') {
    response.end(JSON.stringify(answers))
    answers = {}
    return
  }
  response.on('finish', () => {
    answers[response.statusCode] = (answers[response.statusCode] ?? 0) + 1
  })
  const feed = Number(/^\/(\d+)\.xml$/.exec(request.url ?? '')?.[1])
  const body = served.get(feed)
  const trouble = haveTroubles ? troubleOf(feed) : null
  if (!body) response.writeHead(404).end()
  else if (trouble === 'too-many-requests') response.writeHead(429, { 'retry-after': '3600' }).end()
  else if (request.headers['if-none-match'] === etagOf(feed))
    response.writeHead(304, { etag: etagOf(feed) }).end()
  else {
    const type = trouble === 'no-feed' ? 'text/html' : 'application/rss+xml'
    response.writeHead(200, {
      'content-type': `${type}; charset=utf-8`,
      'content-length': body.length,
      ...(trouble === 'no-feed' ? {} : { etag: etagOf(feed) }),
    })
    if (trouble === 'slow') drip(response, body)
    else response.end(body)
  }
})

/** Half of it at once, the rest a little later. */
function drip(response: ServerResponse, body: Buffer): void {
  const half = Math.floor(body.length / 2)
  response.write(body.subarray(0, half))
  setTimeout(() => response.end(body.subarray(half)), SLOW_MS)
}

// Nobody is left to ask.
process.once('disconnect', () => process.exit())
server.listen(0, () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
})
