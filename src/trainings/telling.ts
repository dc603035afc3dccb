import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext } from '../http/route.ts'
import type { Telling, TrainingMails } from './tell.ts'

/** What telling people from within a request needs; `mails` are the words, which routes know. */
export async function tellingFor(c: GuichetContext, mails: TrainingMails): Promise<Telling> {
  const { config, now } = c.var.deps
  const { tagAuthority } = await instanceSettings(c)
  return { config, now: now(), tagAuthority, mails }
}
