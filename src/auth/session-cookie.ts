import type { GuichetContext } from '../http/route.ts'
import { giveCookie, readCookie, takeCookie } from './private-cookie.ts'

const NAME = 'session'

/** The secret that the request's session cookie holds. */
export function sessionSecret(c: GuichetContext): string | undefined {
  return readCookie(c, NAME)
}

/** Gives the session's secret to the browser, for as long as it stays open. */
export function giveSessionCookie(c: GuichetContext, secret: string): void {
  giveCookie(c, NAME, secret)
}

export function takeSessionCookie(c: GuichetContext): void {
  takeCookie(c, NAME)
}
