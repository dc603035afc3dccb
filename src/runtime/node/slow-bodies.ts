import type { IncomingMessage, Server } from 'node:http'
import { bringsBody } from './admission.ts'

/** Long enough for a phone that goes through a tunnel. */
const LOOK_EVERY_MS = 30_000
/** A phone on the edge of its network brings ten times as much; nobody waits for a form on a slower line. */
const LEAST_BYTES_PER_SECOND = 1_000

/**
 * Ends connections whose body all but stopped arriving: 20 MB may take their time on a slow line, but not a place for
 * ever. A body that waits for us is let be.
 */
export function endSlowBodies(server: Server, everyMs = LOOK_EVERY_MS): void {
  const arriving = new Map<IncomingMessage, { bytes: number; since: number }>()
  server.on('request', (request) => {
    if (!bringsBody(request)) return
    arriving.set(request, { bytes: request.socket.bytesRead, since: performance.now() })
    request.once('close', () => arriving.delete(request))
  })
  const timer = setInterval(look, everyMs).unref()
  server.once('close', () => clearInterval(timer))

  function look(): void {
    const now = performance.now()
    for (const [request, { bytes, since }] of arriving) {
      const seconds = (now - since) / 1000
      const { bytesRead } = request.socket
      if (request.complete) arriving.delete(request)
      else if (seconds * 1000 < everyMs) continue
      else if (bytesRead - bytes < seconds * LEAST_BYTES_PER_SECOND && request.readableLength === 0)
        request.socket.destroy()
      else arriving.set(request, { bytes: bytesRead, since: now })
    }
  }
}
