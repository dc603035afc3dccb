import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** What a hub sent. */
export interface Delivery {
  contentType: string | undefined
  link: string | undefined
  /** Whether the signature is that of the secret; null: there was none. */
  isSigned: boolean | null
  body: string
}

/** A WebSub subscriber on this machine, whose manners a test changes. */
export interface Subscriber {
  callback: string
  secret: string
  /** Parameters that it was called back with, in order. */
  asked: Record<string, string>[]
  deliveries: Delivery[]
  /** `echo`: confirms; `no`: confirms nothing; a number: answers with that status. */
  toVerification: 'echo' | 'no' | number
  toDelivery: number
  close(): Promise<void>
}

/** A subscriber that wants what it is asked about. */
export async function startSubscriber(): Promise<Subscriber> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (request.method === 'GET') {
      subscriber.asked.push(Object.fromEntries(url.searchParams))
      const { toVerification } = subscriber
      response.writeHead(typeof toVerification === 'number' ? toVerification : 200)
      response.end(toVerification === 'echo' ? url.searchParams.get('hub.challenge') : 'no')
      return
    }
    const body = await buffer(request)
    const signature = request.headers['x-hub-signature']
    const right = `sha256=${createHmac('sha256', subscriber.secret).update(body).digest('hex')}`
    subscriber.deliveries.push({
      contentType: request.headers['content-type'],
      link: request.headers['link']?.toString(),
      isSigned: signature === undefined ? null : signature === right,
      body: body.toString(),
    })
    response.writeHead(subscriber.toDelivery).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const subscriber: Subscriber = {
    callback: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rappel?mot=1`,
    secret: 'un secret',
    asked: [],
    deliveries: [],
    toVerification: 'echo',
    toDelivery: 204,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return subscriber
}
