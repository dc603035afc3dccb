import * as z from 'zod'
import { ConfirmLinkPage } from '../../views/auth/confirm-link-page.tsx'
import { LinkSentPage } from '../../views/auth/link-sent-page.tsx'
import { SignInPage } from '../../views/auth/sign-in-page.tsx'
import { SignedOutPage } from '../../views/auth/signed-out-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { signInMail } from '../../views/mail/sign-in-link.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { ADDRESS_EXPECTED } from '../../views/words/sign-in.ts'
import { isHttpsOrLocal } from '../config.ts'
import { frameOf } from '../http/frame.ts'
import { limited } from '../http/rate-limit.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { tooManyPage } from '../http/errors.tsx'
import { mailIsOn, queueMail } from '../mail/queue-mail.ts'
import { recordAudit } from '../audit/record.ts'
import { enter } from './enter.ts'
import { formOf } from './guard.ts'
import { meaningOf } from './oidc/finish.ts'
import { findProvider } from './oidc/provider.ts'
import { providerSignOut } from './oidc/sign-out.ts'
import { safeNext } from './safe-next.ts'
import { newSecret } from './secret.ts'
import { giveSessionCookie, sessionSecret, takeSessionCookie } from './session-cookie.ts'
import { endSessions, findSession } from './sessions.ts'
import { isLinkGood, makeSignInLinkFor, signInAddress, useSignInLink } from './sign-in-links.ts'

const { page, write } = routesFor('public')

/** Signing in by link, and signing out. */
export const authRoutes: Route[] = [
  page('/connexion', { title: 'Connexion des partenaires' }, (c) =>
    signInPage(c, { email: '', next: c.req.query('suite') ?? null, errors: [] }),
  ),
  write('/connexion/lien', { limit: 'sign-in' }, sendLink),
  page('/connexion/lien/:secret', async (c) => {
    const { db, now } = c.var.deps
    const secret = c.req.param('secret') ?? ''
    const good = await isLinkGood(db, secret, now())
    return linkPage(c, secret, good)
  }),
  write('/connexion/lien/:secret', { limit: 'sign-in' }, async (c) => {
    const { db, now, config } = c.var.deps
    const secret = c.req.param('secret') ?? ''
    if (!isHttpsOrLocal(config.baseUrl)) return linkPage(c, secret, false)
    const session = await db.transaction(async (tx) => {
      const agentId = await useSignInLink(tx, secret, now())
      return agentId === null ? null : enter(c, tx, { agentId, how: 'link' })
    })
    if (session === null) return linkPage(c, secret, false)
    giveSessionCookie(c, session)
    return c.redirect(safeNext(formOf(c).get('suite')), 303)
  }),
  write('/deconnexion', signOut),
]

async function signInPage(
  c: GuichetContext,
  asked: { email: string; next: string | null; errors: FormError[] },
): Promise<Response> {
  const { config } = c.var.deps
  const page = (
    <SignInPage
      frame={await frameOf(c, '/connexion')}
      safe={isHttpsOrLocal(config.baseUrl)}
      provider={config.oidc && new URL(config.oidc.issuer).host}
      mail={mailIsOn(config)}
      {...asked}
      next={safeNext(asked.next)}
    />
  )
  return c.html(renderPage(page), asked.errors.length > 0 ? 422 : 200, {
    'cache-control': 'no-store',
  })
}

/** Says the same and does the same work whether anybody has the address or not. */
async function sendLink(c: GuichetContext): Promise<Response> {
  const { db, now, config } = c.var.deps
  const form = formOf(c)
  const typed = form.get('courriel') ?? ''
  const next = safeNext(form.get('suite'))
  if (!mailIsOn(config) || !isHttpsOrLocal(config.baseUrl))
    return signInPage(c, { email: typed, next, errors: [] })
  const email = z.email().max(254).safeParse(typed.trim().toLowerCase())
  if (!email.success)
    return signInPage(c, {
      email: typed,
      next,
      errors: [{ name: 'courriel', text: ADDRESS_EXPECTED }],
    })
  const overrun = await limited(c, 'sign-in-mail', email.data)
  if (overrun) return tooManyPage(c, overrun)
  await db.transaction(async (tx) => {
    const { secret, endsAt } = await makeSignInLinkFor(tx, email.data, now())
    const address = `${signInAddress(config.baseUrl, secret)}?suite=${encodeURIComponent(next)}`
    const message = {
      key: `sign-in:${crypto.randomUUID()}`,
      to: email.data,
      expiresAt: endsAt,
      ...signInMail(address),
    }
    await queueMail(tx, message, { config, now: now() })
  })
  const frame = await frameOf(c, '/connexion')
  return c.html(renderPage(<LinkSentPage frame={frame} email={email.data} />))
}

async function linkPage(c: GuichetContext, secret: string, good: boolean): Promise<Response> {
  const frame = await frameOf(c, '/connexion')
  const next = safeNext(c.req.query('suite') ?? null)
  const html = renderPage(
    <ConfirmLinkPage frame={frame} secret={good ? secret : null} next={next} />,
  )
  return c.html(html, good ? 200 : 410, { 'cache-control': 'no-store' })
}

async function signOut(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const secret = sessionSecret(c)
  const session = secret === undefined ? null : await findSession(db, secret, now())
  const ended =
    session &&
    (await db.transaction(async (tx) => {
      await recordAudit(tx, {
        at: now(),
        actor: session.agent.actor,
        action: 'session.end',
        subject: session.agent.actor,
      })
      return endSessions(tx, session.agent.id, { id: session.id })
    }))
  takeSessionCookie(c)
  const idToken = ended?.[0]?.idToken ?? null
  const elsewhere = idToken === null ? null : await signOutElsewhere(c, idToken)
  const frame = await frameOf(c, '/deconnexion')
  return c.html(renderPage(<SignedOutPage frame={frame} elsewhere={elsewhere} />), 200, {
    'clear-site-data': '"cache", "cookies", "storage"',
  })
}

/** The provider's own way out; none while it does not answer: the session here is over all the same. */
async function signOutElsewhere(c: GuichetContext, idToken: string): Promise<string | null> {
  const { config, now, log } = c.var.deps
  if (config.oidc === null) return null
  try {
    const provider = await findProvider(config.oidc, now())
    return providerSignOut(provider, idToken, `${config.baseUrl}/connexion`, newSecret())
  } catch (error) {
    log('sign-out.provider', meaningOf(error))
    return null
  }
}
