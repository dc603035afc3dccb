import type { Server, ServerResponse } from 'node:http'

/**
 * What ends this server in good order: it takes no more connections, tells those that stand that they end, lets
 * answers under way go on for so many milliseconds at most, and resolves once none is left.
 */
export function drainOf(server: Server): (patienceMs: number) => Promise<void> {
  const underWay = new Set<ServerResponse>()
  let draining = false
  let allAnswered = () => {}
  // Heard after the listener that answers: what is kept has been answered by then.
  server.on('request', (_, response) => {
    if (response.writableEnded) return
    underWay.add(response)
    response.once('close', () => {
      underWay.delete(response)
      if (draining && underWay.size === 0) allAnswered()
    })
  })
  return async (patienceMs) => {
    draining = true
    const closed = new Promise((resolve) => server.close(resolve))
    server.prependListener('request', (_, response) => endAfter(response))
    for (const response of underWay) endAfter(response)
    const patience = Promise.withResolvers<void>()
    const timer = setTimeout(patience.resolve, patienceMs)
    if (underWay.size > 0) {
      allAnswered = patience.resolve
      await patience.promise
    }
    clearTimeout(timer)
    server.closeAllConnections()
    await closed
  }
}

/** « Connection: close » (RFC 9112, 9.6), where it can still be said. */
function endAfter(response: ServerResponse): void {
  if (!response.headersSent) response.shouldKeepAlive = false
}
