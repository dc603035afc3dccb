import { getRequestListener } from '@hono/node-server'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Deps } from '../../deps.ts'
import { answerOf } from '../../http/keeper.ts'
import type { Connection } from '../../http/route.ts'

/**
 * An HTTP server of the application. What is kept and still true is answered here, before a Request object is made
 * and a route looked for; everything else goes to the application.
 */
export function createNodeServer(
  app: { fetch: (request: Request, connection: Connection) => Response | Promise<Response> },
  deps: Deps,
): Server {
  const listener = getRequestListener((request, { incoming }) =>
    app.fetch(request, { peer: incoming.socket.remoteAddress }),
  )
  const versions = (scopes: string) => deps.versions.current(scopes)
  return createServer((request, response) => {
    if (!answeredFromKept(request, response)) void listener(request, response)
  })

  function answeredFromKept(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
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
    response.end(request.method === 'HEAD' ? null : body)
    return true
  }
}
