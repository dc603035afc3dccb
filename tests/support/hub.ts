import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request that a subscriber made of a hub. */
export type HubRequest = Record<
  'callback' | 'mode' | 'topic' | 'lease_seconds' | 'secret',
  string | null
>

/** A WebSub hub on this machine, whose manners a test changes. */
export interface Hub {
  url: string
  /** What was asked of it, in order. */
  requests: HubRequest[]
  /** `verify`: asks back and remembers; `deny`: says no by and by; `silent`: never asks back; a number: answers with that status. */
  manner: 'verify' | 'deny' | 'silent' | number
  /** Headers of its answers. */
  headers: Record<string, string>
  /** Seconds that it grants; null: it does not say. */
  lease: number | null
  /** Whom it pushes to. */
  subscribers: HubRequest[]
  /** What callbacks answered when they were asked back, in order. */
  verifications: { status: number; body: string; echoed: boolean }[]
  /** When it has asked back everybody whom it has to. */
  settled(): Promise<void>
  /** Pushes a document to its subscribers, and answers what they answered. */
  push(body: string | Uint8Array, how?: Pushing): Promise<number[]>
  close(): Promise<void>
}

export interface Pushing {
  contentType?: string
  method?: 'sha1' | 'sha256' | 'sha384' | 'sha512'
  /** The header as it is sent, in place of the right one; null: none. */
  signature?: string | null
}

/** A hub on a free port of this address that verifies every subscription. */
export async function startHub(address = '127.0.0.1'): Promise<Hub> {
  let asking: Promise<unknown>[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const form = new URLSearchParams(body)
      const asked: HubRequest = {
        callback: form.get('hub.callback'),
        mode: form.get('hub.mode'),
        topic: form.get('hub.topic'),
        lease_seconds: form.get('hub.lease_seconds'),
        secret: form.get('hub.secret'),
      }
      hub.requests.push(asked)
      const { manner } = hub
      response.writeHead(typeof manner === 'number' ? manner : 202, hub.headers).end()
      if (manner === 'verify') asking.push(verify(asked))
      if (manner === 'deny') asking.push(call(asked, { mode: 'denied', reason: 'non' }))
    })
  })
  await new Promise<void>((listening) => server.listen(0, address, listening))
  const hub: Hub = {
    url: `http://${address}:${(server.address() as AddressInfo).port}/hub`,
    requests: [],
    manner: 'verify',
    headers: {},
    lease: 864_000,
    subscribers: [],
    verifications: [],
    async settled() {
      const waiting = asking
      asking = []
      await Promise.all(waiting)
    },
    push: (body, how = {}) =>
      Promise.all(hub.subscribers.map((subscriber) => pushTo(subscriber, body, how))),
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  return hub

  async function verify(asked: HubRequest): Promise<void> {
    const challenge = `défi ${crypto.randomUUID()}`
    const { status, body } = await call(asked, {
      mode: asked.mode ?? '',
      challenge,
      ...(hub.lease === null ? {} : { lease_seconds: String(hub.lease) }),
    })
    const echoed = status >= 200 && status < 300 && body === challenge
    hub.verifications.push({ status, body, echoed })
    if (!echoed) return
    hub.subscribers = hub.subscribers.filter(({ callback }) => callback !== asked.callback)
    if (asked.mode === 'subscribe') hub.subscribers.push(asked)
  }
}

/** Calls a subscriber with these parameters, as hubs do. */
export async function call(
  { callback, topic }: Pick<HubRequest, 'callback' | 'topic'>,
  parameters: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const url = new URL(callback ?? '')
  url.searchParams.set('hub.topic', topic ?? '')
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(`hub.${name}`, value)
  const response = await fetch(url)
  return { status: response.status, body: await response.text() }
}

async function pushTo(
  { callback, secret }: HubRequest,
  body: string | Uint8Array,
  { contentType = 'application/rss+xml', method = 'sha256', signature }: Pushing,
): Promise<number> {
  const right =
    secret === null ? null : `${method}=${createHmac(method, secret).update(body).digest('hex')}`
  const sent = signature === undefined ? right : signature
  const response = await fetch(callback ?? '', {
    method: 'POST',
    headers: {
      'content-type': contentType,
      ...(sent === null ? {} : { 'x-hub-signature': sent }),
    },
    body: new Uint8Array(Buffer.from(body)),
  })
  await response.text()
  return response.status
}
