import { createServer } from 'node:http'
import { inventFeed } from './invented-feed.ts'

/**
 * Serves invented feeds until it is told to end: `/<number>.xml` is the feed of that number, on every address of
 * loopback (127.x.y.z). Arguments: number of feeds, items of each. Tells its port to the process that started it.
 */
const [feeds = 0, items = 0] = process.argv.slice(2).map(Number)
const now = new Date()
const served = new Map(
  Array.from({ length: feeds }, (_, feed) => {
    const body = Buffer.from(inventFeed(feed * items, items, now))
    return [`/${feed}.xml`, { body, etag: `"${feed}-${now.getTime()}"` }]
  }),
)

const server = createServer((request, response) => {
  const feed = served.get(request.url ?? '')
  if (!feed) response.writeHead(404).end()
  else if (request.headers['if-none-match'] === feed.etag)
    response.writeHead(304, { etag: feed.etag }).end()
  else
    response
      .writeHead(200, {
        'content-type': 'application/rss+xml; charset=utf-8',
        'content-length': feed.body.length,
        etag: feed.etag,
      })
      .end(feed.body)
})
// Nobody is left to ask.
process.once('disconnect', () => process.exit())
server.listen(0, () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
})
