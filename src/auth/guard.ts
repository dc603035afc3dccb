import { eq } from 'drizzle-orm'
import type { MiddlewareHandler } from 'hono'
import {
  forbiddenPage,
  missingPage,
  refusedFormPage,
  sessionOverPage,
  tooManyPage,
} from '../http/errors.tsx'
import { isOutage } from '../db/outage.ts'
import { finished } from '../http/answer.ts'
import { isOwnForm, readForm } from '../http/form.ts'
import { problemAnswer } from '../http/problem.ts'
import { limited } from '../http/rate-limit.ts'
import type { Env, GuichetContext, Route } from '../http/route.ts'
import { tooManyProblem } from '../http/api-errors.ts'
import { partners } from '../partners/schema.ts'
import { type Agent, can } from './policy.ts'
import { sessionSecret } from './session-cookie.ts'
import { findSession } from './sessions.ts'
import { findToken } from './tokens.ts'

/**
 * Lets a request reach its route's handler only when the policy allows it. Reads the cookie on routes that are not
 * public only; finds the partner that the address names; reads a native form, which must come from this site; counts
 * towards the route's rate limit.
 */
export function guarding(route: Route): MiddlewareHandler<Env> {
  return async (c, next) => {
    const isApi = route.kind === 'api'
    const refusal = isApi ? await apiRefusal(c, route) : await refusalOf(c, route)
    if (refusal)
      return finished(
        refusal,
        { ...route, kind: isApi ? 'api' : 'page' },
        c.var.deps.config.baseUrl,
      )
    return next()
  }
}

async function refusalOf(c: GuichetContext, route: Route): Promise<Response | null> {
  const isForm = route.kind === 'write' || route.kind === 'upload'
  if (isForm && !isOwnForm(c)) return refusedFormPage(c, 403)
  if (route.kind === 'write') {
    const reading = await readForm(c)
    if (!reading.ok) return refusedFormPage(c, reading.status)
    c.set('form', reading.form)
  }
  if (route.policy === 'public') return tooOften(c, route)
  const agent = await signedIn(c)
  if (agent === null) return signInFirst(c, route)
  const partnerId = await findActingPartner(c)
  if (partnerId === 'none') return missingPage(c)
  if (can(agent, route.policy, partnerId)) return tooOften(c, route)
  return forbiddenPage(c, agent, c.var.partner?.name ?? null)
}

/** A program says who it is with each call, in `Authorization: Bearer …` (RFC 6750); cookies are not looked at. */
async function apiRefusal(c: GuichetContext, route: Route): Promise<Response | null> {
  if (route.policy === 'public') return null
  const { db, now, config } = c.var.deps
  const [, secret] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  const found = secret === undefined ? null : await findToken(db, secret, now())
  if (found === null) {
    const problem = {
      status: 401,
      kind: 'token',
      title: 'Jeton absent ou refusé',
      detail: 'Send a living token: Authorization: Bearer guichet_…',
    }
    return problemAnswer(problem, config.baseUrl, { 'www-authenticate': 'Bearer realm="guichet"' })
  }
  c.set('agent', found.agent)
  c.set('partner', found.partner)
  if (can(found.agent, route.policy, found.partner.id)) {
    const overrun = await limited(c, 'api', found.agent.actor)
    return overrun && tooManyProblem(overrun, config.baseUrl)
  }
  const problem = {
    status: 403,
    kind: 'scope',
    title: 'Ce jeton ne permet pas cela',
    detail: 'The scopes of this token do not allow this call.',
  }
  return problemAnswer(problem, config.baseUrl)
}

/** 429 where the route has a limit and this was once too often for the agent, or for the address. */
async function tooOften(c: GuichetContext, { kind, limit, keep }: Route): Promise<Response | null> {
  const purpose = limit ?? (kind === 'write' || kind === 'upload' ? 'write' : null)
  if (purpose === null) return null
  try {
    const overrun = await limited(c, purpose, c.var.agent?.actor)
    return overrun && tooManyPage(c, overrun)
  } catch (error) {
    // While the database is away, what was kept is served, and a form with files is read to give back what was typed:
    // neither has anything to count.
    if ((keep || kind === 'upload') && isOutage(error)) return null
    throw error
  }
}

async function signedIn(c: GuichetContext): Promise<Agent | null> {
  const secret = sessionSecret(c)
  const { db, now } = c.var.deps
  const session = secret === undefined ? null : await findSession(db, secret, now())
  c.set('agent', session?.agent ?? null)
  c.set('sessionId', session?.id ?? null)
  return session?.agent ?? null
}

function signInFirst(c: GuichetContext, { kind }: Route): Response {
  if (kind === 'write') return sessionOverPage(c, formOf(c))
  if (kind === 'upload') return sessionOverPage(c, null)
  const { pathname, search } = new URL(c.req.url)
  return c.redirect(`/connexion?suite=${encodeURIComponent(pathname + search)}`, 303)
}

/** The partner that the address names, or null where it names none. */
async function findActingPartner(c: GuichetContext): Promise<number | null | 'none'> {
  const slug = c.req.param('partner')
  if (slug === undefined) return null
  const [partner] = await c.var.deps.db
    .select({ id: partners.id, slug: partners.slug, name: partners.name })
    .from(partners)
    .where(eq(partners.slug, slug))
  if (!partner) return 'none'
  c.set('partner', partner)
  return partner.id
}

/** Who asks, in a handler whose route is not public. */
export function agentOf(c: GuichetContext): Agent {
  const { agent } = c.var
  if (!agent) throw new Error('the route is public: nobody is known to ask')
  return agent
}

/** The partner that the address names, in a handler whose path has `:partner`. */
export function actingPartner(c: GuichetContext) {
  const { partner } = c.var
  if (!partner) throw new Error('the route names no partner')
  return partner
}

/** What the form has sent, in a handler of the kind `write`. */
export function formOf(c: GuichetContext): URLSearchParams {
  const { form } = c.var
  if (!form) throw new Error('the route takes no form')
  return form
}
