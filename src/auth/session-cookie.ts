import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { GuichetContext } from '../http/route.ts'

const NAME = 'session'

/** Whether agents may sign in here: over https, or on this machine. */
export function signInIsSafe(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl)
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

/** The secret that the request's session cookie holds. */
export function sessionSecret(c: GuichetContext): string | undefined {
  return isSecure(c) ? getCookie(c, NAME, 'host') : getCookie(c, NAME)
}

/** Gives the session's secret to the browser, for as long as it stays open. */
export function giveSessionCookie(c: GuichetContext, secret: string): void {
  setCookie(c, NAME, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(c),
    ...(isSecure(c) ? { prefix: 'host' as const } : {}),
  })
}

export function takeSessionCookie(c: GuichetContext): void {
  deleteCookie(c, NAME, {
    path: '/',
    secure: isSecure(c),
    ...(isSecure(c) ? { prefix: 'host' as const } : {}),
  })
}

/** A cookie with the prefix __Host- needs https. */
function isSecure(c: GuichetContext): boolean {
  return c.var.deps.config.baseUrl.startsWith('https:')
}
