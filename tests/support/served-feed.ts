import { createServer, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCheckedFetch } from '../../src/runtime/node/checked-fetch.ts'
import { createReadingThread } from '../../src/runtime/node/parse-thread.ts'
import { fetchDocument } from '../../src/sources/fetch/fetch.ts'
import type { ParsedDocument } from '../../src/sources/kind.ts'
import { parseDocument } from '../../src/sources/feed/parse.ts'
import { whileSuite } from './while-suite.ts'

interface FeedReader {
  /** `http://127.0.0.1:…`, where each document is served. */
  origin: string
  /**
   * Serves a document, asks for it as a source is asked, reads it in the thread that has two seconds for it, and
   * answers the items that it was read from.
   */
  read(
    body: string | Uint8Array,
    headers?: OutgoingHttpHeaders,
    path?: string,
  ): Promise<ParsedDocument>
}

/** The way of a source's document on Node, from a server to its items, while the suite that asks runs. */
export function useFeedReader(): FeedReader {
  const open = whileSuite(startFeedReader)
  return {
    get origin() {
      return open().origin
    },
    read: (...document) => open().read(...document),
  }
}

async function startFeedReader(): Promise<FeedReader & { close(): Promise<void> }> {
  const served = new Map<string, { body: string | Uint8Array; headers: OutgoingHttpHeaders }>()
  const server = createServer((request, response) => {
    const page = served.get(request.url ?? '')
    response.writeHead(page ? 200 : 404, page?.headers).end(page?.body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fetch = createCheckedFetch({ allowPrivate: true })
  const thread = createReadingThread()
  return {
    origin,
    async read(body, headers = { 'content-type': 'application/rss+xml' }, path = '/flux/rss') {
      served.set(path, { body, headers })
      const fetched = await fetchDocument(
        { fetch, now: () => new Date('2026-11-21T09:00:00Z') },
        {
          url: origin + path,
          etag: null,
          lastModified: null,
          allowPrivate: true,
          contact: 'https://guichet.example',
        },
      )
      if (fetched.kind !== 'document') throw new Error(JSON.stringify(fetched))
      const { bytes, contentType, finalUrl } = fetched
      const document = { bytes, contentType, url: finalUrl }
      const reading = await thread.read('rss', document)
      return reading.ok ? parseDocument(document) : reading
    },
    async close() {
      await thread.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
