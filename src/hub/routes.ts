import { readForm } from '../http/form.ts'
import { limited } from '../http/rate-limit.ts'
import type { Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { type Noting, noteRequest } from './note-request.ts'
import { readHubRequest } from './read-request.ts'

const { call } = routesFor('public')

/** Our hub (W3C WebSub 5): programs of other sites ask it for feeds, and are asked back before anything is sent. */
export const hubRoutes: Route[] = [
  call('/hub', async (c) => {
    const { db, now, config } = c.var.deps
    if (!config.hub?.own) return c.text('this instance is no hub\n', 404)
    const overrun = await limited(c, 'hub')
    if (overrun)
      return c.text('too many requests\n', 429, {
        'retry-after': String(overrun.retryAfterSeconds),
      })
    const reading = await readForm(c)
    if (!reading.ok)
      return c.text('send a form (application/x-www-form-urlencoded)\n', reading.status)
    const read = readHubRequest(reading.form, config)
    if (!read.ok) return c.text(`${read.problem}\n`, 400)
    const noting = await db.transaction((tx) => noteRequest(tx, read.request, now()))
    const { said, status } = ANSWERS[noting]
    return c.text(said, status)
  }),
]

const ANSWERS = {
  noted: { said: 'the callback will be asked to confirm\n', status: 202 },
  full: { said: 'too many subscriptions\n', status: 503 },
  unknown: { said: 'there is no such subscription\n', status: 404 },
} as const satisfies Record<Noting, { said: string; status: number }>
