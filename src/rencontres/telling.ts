import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext } from '../http/route.ts'
import type { RencontreMails, Telling } from './tell.ts'

/** What telling firms from within a request needs; `mails` are the words, which routes know. */
export async function tellingFor(c: GuichetContext, mails: RencontreMails): Promise<Telling> {
  const { config, now } = c.var.deps
  const { tagAuthority } = await instanceSettings(c)
  return { config, now: now(), tagAuthority, mails }
}
