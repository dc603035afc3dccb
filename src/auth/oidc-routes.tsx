import { SignInProblemPage } from '../../views/auth/sign-in-problem-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { accessRequestMail } from '../../views/mail/access-request.ts'
import type { ShownProblem } from '../../views/words/sign-in.ts'
import { isHttpsOrLocal, type OidcConfig } from '../config.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { enter } from './enter.ts'
import { beginSignIn } from './oidc/begin.ts'
import { finishSignIn, meaningOf } from './oidc/finish.ts'
import { giveFlowCookie, takeFlowCookie } from './oidc/flow-cookie.ts'
import { findProvider } from './oidc/provider.ts'
import { settleIdentity } from './oidc/settle.ts'
import { safeNext } from './safe-next.ts'
import { giveSessionCookie } from './session-cookie.ts'
import { tellOfRequest } from './tell-of-request.ts'

const { page } = routesFor('public')

/** Where there is no provider, there is only the page that says so. */
const SIGN_IN = { limit: 'sign-in', example: '/connexion' } as const

/** Signing in with an identity provider (OpenID Connect), ProConnect among them. */
export const oidcRoutes: Route[] = [
  page('/connexion/fournisseur', SIGN_IN, (c) => withProvider(c, leave)),
  page('/connexion/retour', SIGN_IN, (c) => withProvider(c, comeBack)),
]

async function withProvider(
  c: GuichetContext,
  answer: (c: GuichetContext, oidc: OidcConfig) => Promise<Response>,
): Promise<Response> {
  const { oidc, baseUrl } = c.var.deps.config
  if (oidc === null || !isHttpsOrLocal(baseUrl)) return missingPage(c)
  return answer(c, oidc)
}

async function leave(c: GuichetContext, oidc: OidcConfig): Promise<Response> {
  const next = safeNext(c.req.query('suite') ?? null)
  try {
    const provider = await findProvider(oidc, c.var.deps.now())
    const { location, flow } = await beginSignIn(provider, oidc, returnAddress(c), next)
    giveFlowCookie(c, flow)
    c.header('cache-control', 'no-store')
    return c.redirect(location, 302)
  } catch (error) {
    const { problem, reason } = meaningOf(error)
    return refused(c, problem === 'refused' ? 'unavailable' : problem, reason)
  }
}

async function comeBack(c: GuichetContext, oidc: OidcConfig): Promise<Response> {
  const { db, now } = c.var.deps
  const flow = takeFlowCookie(c)
  if (flow === null) return refused(c, 'expired', 'no-flow')
  const brought = new URL(c.req.url).searchParams
  const finished = await findProvider(oidc, now()).then(
    (provider) => finishSignIn(provider, oidc, brought, flow, returnAddress(c)),
    (error: unknown) => ({ ok: false as const, ...meaningOf(error) }),
  )
  if (!finished.ok) return refused(c, finished.problem, finished.reason)
  const { person } = finished
  const entered = await db.transaction(async (tx) => {
    const settled = await settleIdentity(tx, person, now())
    if (settled.kind !== 'agent') return settled
    const { agentId, asked } = settled
    if (asked)
      await tellOfRequest(tx, asked, {
        config: c.var.deps.config,
        now: now(),
        mailOf: accessRequestMail,
      })
    const session = await enter(c, tx, { agentId, how: 'oidc', idToken: person.idToken })
    return { kind: 'session' as const, session }
  })
  if (entered.kind !== 'session') return refused(c, entered.kind, entered.kind)
  giveSessionCookie(c, entered.session)
  c.header('cache-control', 'no-store')
  return c.redirect(safeNext(flow.next), 303)
}

function returnAddress(c: GuichetContext): string {
  return `${c.var.deps.config.baseUrl}/connexion/retour`
}

const STATUSES: Record<ShownProblem, 400 | 403 | 503> = {
  cancelled: 400,
  refused: 400,
  expired: 400,
  unavailable: 503,
  'too-weak': 403,
  disabled: 403,
  'no-partner': 403,
  'address-taken': 403,
  'no-address': 403,
}

async function refused(
  c: GuichetContext,
  problem: ShownProblem,
  reason: string,
): Promise<Response> {
  c.var.deps.log('sign-in.refused', { problem, reason })
  const frame = await frameOf(c, '/connexion')
  const html = renderPage(<SignInProblemPage frame={frame} problem={problem} />)
  return c.html(html, STATUSES[problem], { 'cache-control': 'no-store' })
}
