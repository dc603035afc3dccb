import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { GuichetContext } from '../http/route.ts'

/** What a cookie holds that only this host gave: with the prefix `__Host-`, which needs https (RFC 6265bis, 4.1.3). */
export function readCookie(c: GuichetContext, name: string): string | undefined {
  return isSecure(c) ? getCookie(c, name, 'host') : getCookie(c, name)
}

/** Gives a cookie that no script and no other site's form gets, for so many seconds or as long as the browser is open. */
export function giveCookie(c: GuichetContext, name: string, value: string, seconds?: number): void {
  setCookie(c, name, value, {
    ...placeOf(c),
    httpOnly: true,
    sameSite: 'Lax',
    ...(seconds === undefined ? {} : { maxAge: seconds }),
  })
}

export function takeCookie(c: GuichetContext, name: string): void {
  deleteCookie(c, name, placeOf(c))
}

function placeOf(c: GuichetContext) {
  const place = { path: '/', secure: isSecure(c) }
  return isSecure(c) ? { ...place, prefix: 'host' as const } : place
}

function isSecure(c: GuichetContext): boolean {
  return c.var.deps.config.baseUrl.startsWith('https:')
}
