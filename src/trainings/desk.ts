import { actingPartner, agentOf } from '../auth/guard.ts'
import { rowId } from '../http/ids.ts'
import { missingPage } from '../http/errors.tsx'
import type { ActingPartner, GuichetContext } from '../http/route.ts'
import type { Author } from '../pact/versions.ts'
import { findTraining, type ListedSession, type ListedTraining, organises } from './queries.ts'

/** An organiser at work on a training of its own. */
export interface AtDesk {
  partner: ActingPartner
  author: Author
  training: ListedTraining
  /** Address of the training in the partners' area. */
  base: string
}

/** In whose name something is written in this request. */
export function authorOf(c: GuichetContext): Author & { partnerId: number } {
  return { partnerId: actingPartner(c).id, actor: agentOf(c).actor, now: c.var.deps.now() }
}

/** Answers for a training that the partner in the address organises; a missing page for any other. */
export async function atDesk(
  c: GuichetContext,
  answer: (desk: AtDesk) => Promise<Response>,
): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const id = rowId(c.req.param('training'))
  const training = id === null ? null : await findTraining(db, { id }, now())
  if (!training || !organises(training, partner.id)) return missingPage(c)
  const base = `/espace/${partner.slug}/formations/${training.id}`
  return answer({ partner, author: authorOf(c), training, base })
}

/** The same for one of its sessions. */
export async function atSession(
  c: GuichetContext,
  answer: (desk: AtDesk & { session: ListedSession }) => Promise<Response>,
): Promise<Response> {
  return atDesk(c, async (desk) => {
    const session = desk.training.sessions.find(({ id }) => id === rowId(c.req.param('session')))
    return session ? answer({ ...desk, session }) : missingPage(c)
  })
}
