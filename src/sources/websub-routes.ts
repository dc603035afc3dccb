import type { Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { receivePush, type Reception } from './websub/receive.ts'
import { verifyIntent } from './websub/verify.ts'

const { api, call } = routesFor('public')

/** Where hubs call: the address of each subscription is known to its hub alone. */
export const webSubRoutes: Route[] = [
  api('/websub/:token', async (c) => {
    const { db, now } = c.var.deps
    const verification = {
      mode: c.req.query('hub.mode'),
      topic: c.req.query('hub.topic'),
      challenge: c.req.query('hub.challenge'),
      leaseSeconds: c.req.query('hub.lease_seconds'),
    }
    const token = c.req.param('token') ?? ''
    const answer = await db.transaction((tx) => verifyIntent(tx, token, verification, now()))
    return answer === null ? c.text('', 404) : c.text(answer)
  }),
  call('/websub/:token', async (c) => {
    const reception = await receivePush(c.var.deps, c.req.param('token') ?? '', {
      contentType: c.req.header('content-type'),
      signature: c.req.header('x-hub-signature'),
      body: c.req.raw.body,
    })
    return c.body(null, STATUS[reception])
  }),
]

/** A hub need not know that a signature was wrong (W3C WebSub 7.1); after 410 it stops. */
const STATUS = {
  taken: 202,
  ignored: 202,
  unknown: 410,
  'too-large': 413,
} as const satisfies Record<Reception, number>
