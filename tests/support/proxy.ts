import {
  Agent,
  createServer,
  request as ask,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy as operators put in front of several processes: each request to the next one, what is read to another where one is gone. */
export interface Proxy {
  origin: string
  /** How many requests each process was given, by its origin. */
  given: Map<string, number>
  /** Requests that a process had begun to answer, and did not end. */
  broken: number
  close(): Promise<void>
}

/** A proxy in front of these servers. */
export async function startProxy(origins: string[]): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true })
  let turn = 0
  const server = createServer((request, response) =>
    forward(request, response, turn++, origins.length),
  )
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const proxy: Proxy = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    given: new Map(),
    broken: 0,
    async close() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return proxy

  function forward(
    request: IncomingMessage,
    response: ServerResponse,
    place: number,
    tries: number,
  ): void {
    const origin = origins[place % origins.length] ?? ''
    proxy.given.set(origin, (proxy.given.get(origin) ?? 0) + 1)
    const { method, headers } = request
    const upstream = ask(origin + request.url, { method, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      answer.once('error', () => {
        proxy.broken += 1
        response.destroy()
      })
    })
    upstream.once('error', () => {
      if (response.headersSent) return
      if (method === 'GET' && tries > 1) return forward(request, response, place + 1, tries - 1)
      response.writeHead(502)
      response.end()
    })
    if (method === 'GET') upstream.end()
    else request.pipe(upstream)
  }
}
