import { readFileSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Each idle one holds some ten kilobytes. */
const MOST_CONNECTIONS = 12_000
/** Files that the process may need besides: the database, other people's servers, its own. */
const SPARE_FILES = 400
/** Where the machine does not tell how many files may be open. */
const CAUTIOUS = 2_000

/** Connections that this process may hold, within the files that it may have open (`ulimit -n`). */
export function mostConnections(): number {
  return Math.max(100, Math.min(MOST_CONNECTIONS, openFilesLimit() - SPARE_FILES))
}

/**
 * Never refuses a connection: where there would be more than `most`, the one that has not asked for anything for the
 * longest time makes room.
 */
export function makeRoom(server: Server, most: number): void {
  const byLastRequest = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    byLastRequest.add(socket)
    socket.once('close', () => byLastRequest.delete(socket))
    if (byLastRequest.size <= most) return
    const [longest] = byLastRequest
    if (!longest) return
    byLastRequest.delete(longest)
    longest.destroy()
  })
  server.on('request', ({ socket }) => {
    // Not one that has just made room.
    if (byLastRequest.delete(socket)) byLastRequest.add(socket)
  })
}

/**
 * Whether a request waits behind too many others on its connection, which is ended then: who asks and asks without reading
 * what is answered would have all of it kept for them.
 */
export function waitsInVain(request: IncomingMessage, response: ServerResponse): boolean {
  // An answer has the connection when its turn has come.
  if (response.socket !== null) return false
  const { socket } = request
  const waiting = (waitingOn.get(socket) ?? 0) + 1
  if (waiting > MOST_WAITING) {
    socket.destroy()
    return true
  }
  waitingOn.set(socket, waiting)
  response.once('finish', () => waitingOn.set(socket, (waitingOn.get(socket) ?? 1) - 1))
  return false
}

/** Requests behind one that is being answered. Browsers send none. */
const MOST_WAITING = 64
const waitingOn = new WeakMap<Socket, number>()

function openFilesLimit(): number {
  try {
    const [, soft] =
      /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === undefined ? CAUTIOUS : Number(soft)
  } catch {
    return CAUTIOUS
  }
}
