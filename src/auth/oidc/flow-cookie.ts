import * as z from 'zod'
import type { GuichetContext } from '../../http/route.ts'
import { giveCookie, readCookie, takeCookie } from '../private-cookie.ts'
import type { Flow } from './begin.ts'

const NAME = 'oidc'
const TEN_MINUTES = 600

const shape = z.object({
  state: z.string().min(32),
  nonce: z.string().min(32),
  verifier: z.string().nullable(),
  next: z.string(),
})

/** Gives the browser what it must bring back from the provider, for ten minutes. */
export function giveFlowCookie(c: GuichetContext, flow: Flow): void {
  giveCookie(c, NAME, encodeURIComponent(JSON.stringify(flow)), TEN_MINUTES)
}

/** What the browser brings back, once: null where it never left, took too long or has come back before. */
export function takeFlowCookie(c: GuichetContext): Flow | null {
  const held = readCookie(c, NAME)
  takeCookie(c, NAME)
  try {
    return shape.safeParse(JSON.parse(decodeURIComponent(held ?? ''))).data ?? null
  } catch {
    return null
  }
}
