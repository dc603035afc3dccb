import { isFromThisMachine } from '../http/client-address.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'

const { api } = routesFor('public')

/**
 * What this process has counted, for Prometheus: to whoever brings METRICS_TOKEN (RFC 6750), and to this machine
 * itself. For everybody else, and where nothing is counted, there is no such address.
 */
export const metricsRoutes: Route[] = [
  api('/metrics', async (c) => {
    const { watch } = c.var.deps
    if (!watch || !(isFromThisMachine(c) || (await bringsToken(c)))) return c.notFound()
    return c.body(await watch.exposition(), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    })
  }),
]

async function bringsToken(c: GuichetContext): Promise<boolean> {
  const { metricsToken } = c.var.deps.config
  const [, brought] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  if (metricsToken === '' || brought === undefined) return false
  const [one, other] = await Promise.all([digestOf(metricsToken), digestOf(brought)])
  // How long this takes tells nothing of the token.
  return one.reduce((difference, byte, at) => difference | (byte ^ (other[at] ?? 0)), 0) === 0
}

async function digestOf(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}
