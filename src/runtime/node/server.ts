import { getRequestListener } from '@hono/node-server'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ReadableStream } from 'node:stream/web'
import type { Deps } from '../../deps.ts'
import { crowdedPage } from '../../http/errors.tsx'
import { crowdedProblem, isApiPath } from '../../http/api-errors.ts'
import { answerOf } from '../../http/keeper.ts'
import type { Connection } from '../../http/route.ts'
import { bringsBody, createAdmission } from './admission.ts'
import { makeRoom, mostConnections, waitsInVain } from './connections.ts'
import { endSlowBodies } from './slow-bodies.ts'

/** What is asked of whoever connects; what a body may take is told in slow-bodies.ts. */
const LIMITS = {
  /** Headers that drip, and connections that say nothing: the longest honest ones fit into a few packets. */
  headersTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
  /** The largest form on a slow line: one file of 20 MB at 100 kbit/s, or ten at 1 Mbit/s. */
  requestTimeout: 30 * 60_000,
  /** Longer than proxies keep theirs (Caddy two minutes, nginx one): so no request meets a connection that closes. */
  keepAliveTimeout: 125_000,
  /** The request line and all headers. Our longest addresses, filters and private links, are ten times shorter. */
  maxHeaderSize: 16 * 1024,
}
/** With more a request is refused (431). Browsers behind two proxies send thirty. */
const MOST_HEADERS = 100

/**
 * An HTTP server of the application. What is kept and still true is answered here, before a Request object is made
 * and a route looked for; everything else goes to the application while there is room for it, and is asked to come
 * back where there is none.
 */
export function createNodeServer(
  app: { fetch: (request: Request, connection: Connection) => Response | Promise<Response> },
  deps: Deps,
): Server {
  const admission = createAdmission()
  const listener = getRequestListener((request, { incoming }) =>
    admission.during(incoming, () => app.fetch(request, { peer: incoming.socket.remoteAddress })),
  )
  const versions = (scopes: string) => deps.versions.current(scopes)
  const crowded = { page: writable(crowdedPage(deps)), problem: writable(crowdedProblem(deps)) }
  const server = createServer(LIMITS, (request, response) => {
    if (waitsInVain(request, response)) return
    const reads = request.method === 'GET' || request.method === 'HEAD'
    // Nobody reads the body of such a one, nor waits for it.
    if (reads && bringsBody(request)) response.shouldKeepAlive = false
    if (reads && answeredFromKept(request, response)) return
    if ((reads && isKeptForOutages(request)) || admission.admits(request))
      void listener(request, response)
    else void turnAway(request, response)
  })
  server.maxHeadersCount = MOST_HEADERS
  makeRoom(server, mostConnections())
  endSlowBodies(server)
  return server

  /** While the database is away such an answer asks for nothing: those that wait for the database keep none from it. */
  function isKeptForOutages({ url = '/' }: IncomingMessage): boolean {
    return deps.versions.lost() && deps.keep.last(url) !== null
  }

  function answeredFromKept(request: IncomingMessage, response: ServerResponse): boolean {
    // What is old has its age said.
    if (deps.versions.lost()) return false
    const now = deps.now().getTime()
    const kept = deps.keep.fresh(request.url ?? '/', versions, now)
    if (!kept) return false
    const asked = {
      ifNoneMatch: request.headers['if-none-match'],
      ifModifiedSince: request.headers['if-modified-since'],
      acceptEncoding: String(request.headers['accept-encoding'] ?? ''),
    }
    const { status, headers, body } = answerOf(kept, asked, now)
    response.writeHead(status, headers)
    const isHead = request.method === 'HEAD'
    if (isHead || !(body instanceof ReadableStream)) response.end(isHead ? null : body)
    // Whoever leaves in the middle wants no more of it.
    else void pipeline(Readable.fromWeb(body), response).catch(() => {})
    deps.watch?.sentKept(kept.route, isHead ? 'HEAD' : 'GET', status)
    return true
  }

  async function turnAway({ method = '', url = '/' }: IncomingMessage, response: ServerResponse) {
    const { status, headers, body } = await (isApiPath(url) ? crowded.problem : crowded.page)
    response.writeHead(status, headers)
    response.end(method === 'HEAD' ? null : body)
    deps.watch?.answered({ route: 'turned-away', method, status, ms: 0 })
  }
}

/** An answer that is written many times. */
async function writable(answer: Response) {
  const body = new Uint8Array(await answer.arrayBuffer())
  const headers = { ...Object.fromEntries(answer.headers), 'content-length': body.length }
  return { status: answer.status, headers, body }
}
