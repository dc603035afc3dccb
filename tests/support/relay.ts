import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Stands between a program and its PostgreSQL server, and sees what the server says. */
export interface Relay {
  /** Address of the same database through here. */
  url: string
  /** How often the server has said this word, which must be in what it says from now on. */
  countOf(word: string): () => number
  /** Whether connections are let through; those that stand are cut where not. */
  isOpen: boolean
  close(): Promise<void>
}

/** A relay in front of the database at this address. */
export async function startRelay(databaseUrl: string): Promise<Relay> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const listeners: ((said: string) => void)[] = []
  let open = true
  const server = createServer((client) => {
    if (!open) return client.destroy()
    const upstream = connect(Number(target.port || 5432), target.hostname)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.pipe(other)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    upstream.on('data', (chunk) => {
      for (const listen of listeners) listen(chunk.toString('latin1'))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    countOf(word) {
      let count = 0
      listeners.push((said) => (count += said.split(word).length - 1))
      return () => count
    },
    get isOpen() {
      return open
    },
    set isOpen(value) {
      open = value
      if (!open) for (const socket of sockets) socket.destroy()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}
