import { ConfirmLinkPage } from '../../views/auth/confirm-link-page.tsx'
import { SignInPage } from '../../views/auth/sign-in-page.tsx'
import { SignedOutPage } from '../../views/auth/signed-out-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { recordAudit } from '../audit/record.ts'
import { formOf } from './guard.ts'
import {
  giveSessionCookie,
  sessionSecret,
  signInIsSafe,
  takeSessionCookie,
} from './session-cookie.ts'
import { endSessions, findSession, startSession } from './sessions.ts'
import { isLinkGood, useSignInLink } from './sign-in-links.ts'

/** Signing in and out. */
export const authRoutes: Route[] = [
  {
    method: 'get',
    path: '/connexion',
    kind: 'page',
    policy: 'public',
    title: 'Connexion des partenaires',
    handler: async (c) => {
      const frame = await frameOf(c, '/connexion')
      const safe = signInIsSafe(c.var.deps.config.baseUrl)
      return c.html(renderPage(<SignInPage frame={frame} safe={safe} />), 200, {
        'cache-control': 'no-store',
      })
    },
  },
  {
    method: 'get',
    path: '/connexion/lien/:secret',
    kind: 'page',
    policy: 'public',
    handler: async (c) => {
      const { db, now } = c.var.deps
      const secret = c.req.param('secret') ?? ''
      const good = await isLinkGood(db, secret, now())
      return linkPage(c, secret, good)
    },
  },
  {
    method: 'post',
    path: '/connexion/lien/:secret',
    kind: 'write',
    policy: 'public',
    limit: 'sign-in',
    async handler(c) {
      const { db, now, config } = c.var.deps
      const secret = c.req.param('secret') ?? ''
      if (!signInIsSafe(config.baseUrl)) return linkPage(c, secret, false)
      const session = await db.transaction(async (tx) => {
        const agentId = await useSignInLink(tx, secret, now())
        if (agentId === null) return null
        await recordAudit(tx, {
          at: now(),
          actor: `agent:${agentId}`,
          action: 'session.start',
          subject: `agent:${agentId}`,
          after: { how: 'link' },
        })
        const browser = c.req.header('user-agent') ?? ''
        return startSession(tx, { agentId, browser, how: 'link' }, now())
      })
      if (session === null) return linkPage(c, secret, false)
      giveSessionCookie(c, session)
      return c.redirect(safeNext(formOf(c).get('suite')), 303)
    },
  },
  {
    method: 'post',
    path: '/deconnexion',
    kind: 'write',
    policy: 'public',
    async handler(c) {
      const { db, now } = c.var.deps
      const secret = sessionSecret(c)
      const session = secret === undefined ? null : await findSession(db, secret, now())
      if (session)
        await db.transaction((tx) => endSessions(tx, session.agent.id, { id: session.id }))
      takeSessionCookie(c)
      const frame = await frameOf(c, '/deconnexion')
      return c.html(renderPage(<SignedOutPage frame={frame} />), 200, {
        'clear-site-data': '"cache", "cookies", "storage"',
      })
    },
  },
]

async function linkPage(c: GuichetContext, secret: string, good: boolean): Promise<Response> {
  const frame = await frameOf(c, '/connexion')
  const next = safeNext(c.req.query('suite') ?? null)
  const html = renderPage(
    <ConfirmLinkPage frame={frame} secret={good ? secret : null} next={next} />,
  )
  return c.html(html, good ? 200 : 410, { 'cache-control': 'no-store' })
}

/** An address of this site to go on to; the partners' area for anything else. */
export function safeNext(asked: string | null): string {
  return asked !== null && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked) ? asked : '/espace'
}
