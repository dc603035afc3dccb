import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, Socket } from 'node:net'
import { vi } from 'vitest'

/** Servers on 127.0.0.1 and ::1, at the same port, that count who comes in. */
export interface Listeners {
  port: number
  /** Connections that came in since they were last counted, by the address they came to. */
  takeConnections(): string[]
  /** False on a machine without IPv6. */
  hasIpv6: boolean
  close(): Promise<void>
}

export async function listenLocally(answer: RequestListener): Promise<Listeners> {
  const ipv4 = createServer(answer)
  await listen(ipv4, '127.0.0.1', 0)
  const { port } = ipv4.address() as AddressInfo
  const ipv6 = createServer(answer)
  const hasIpv6 = await listen(ipv6, '::1', port).then(
    () => true,
    () => false,
  )
  const servers = hasIpv6 ? [ipv4, ipv6] : [ipv4]
  let connections: string[] = []
  for (const server of servers)
    server.on('connection', (socket) => connections.push(socket.localAddress ?? ''))
  return {
    port,
    hasIpv6,
    takeConnections() {
      const taken = connections
      connections = []
      return taken
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((done) => server.close(done))
      }
    },
  }
}

/** Notes the IP address of every TCP connection that this process begins, until mocks are restored. */
export function noteAttempts(): string[] {
  const attempts: string[] = []
  const connect = Socket.prototype.connect
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...given) {
    this.on('connectionAttempt', (ip: string) => attempts.push(ip))
    return Reflect.apply(connect, this, given)
  })
  return attempts
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}
