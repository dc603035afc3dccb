import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { createServer } from 'node:http'
import { askRaw } from './raw-request.ts'

/**
 * What could hardly be faster in Hono: routes without middleware that answer, out of memory, the bytes and headers
 * that the address given as argument answers. `/br` and `/identity` are its forms, `/304` its answer to a reader who has
 * the latest.
 */
const address = process.argv[2] ?? ''
/** What node:http writes by itself. */
const WRITTEN_ANYWAY = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding'])

const app = new Hono()
for (const encoding of ['br', 'identity']) {
  const { status, headers, body } = await asked({ 'accept-encoding': encoding })
  if (status !== 200) throw new Error(`${address} answered ${status}`)
  app.get(`/${encoding}`, (c) => c.body(body, 200, headers))
}
const { headers: latest } = await asked({ 'accept-encoding': 'br' })
const unchanged = await asked({ 'accept-encoding': 'br', 'if-none-match': latest['etag'] ?? '' })
if (unchanged.status !== 304) throw new Error(`${address} answered ${unchanged.status}, not 304`)
app.get('/304', (c) => c.body(null, 304, unchanged.headers))

const server = createServer(getRequestListener(app.fetch))
// Nobody is left to ask.
process.once('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  const listening = server.address()
  process.send?.({ port: typeof listening === 'object' && listening !== null ? listening.port : 0 })
})

async function asked(request: Record<string, string>) {
  const { status, headers, body } = await askRaw(address, request)
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers))
    if (!WRITTEN_ANYWAY.has(name) && value !== undefined) kept[name] = String(value)
  return { status, headers: kept, body: new Uint8Array(body) }
}
