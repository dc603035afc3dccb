import { actingPartner, agentOf } from '../auth/guard.ts'
import { rowId } from '../http/ids.ts'
import { can } from '../auth/policy.ts'
import { missingPage } from '../http/errors.tsx'
import type { ActingPartner, GuichetContext } from '../http/route.ts'
import { authorOf } from '../trainings/desk.ts'
import type { Author } from './edit-rencontre.ts'
import { type AttendingBuyer, findRencontre, type Rencontre } from './queries.ts'

/** An organiser at work on a meeting of its own. */
export interface AtDesk {
  partner: ActingPartner
  author: Author
  rencontre: Rencontre
  /** Address of the meeting in the partners' area. */
  base: string
}

/** Answers for a meeting that the partner in the address organises; a missing page for any other. */
export async function atDesk(
  c: GuichetContext,
  answer: (desk: AtDesk) => Promise<Response>,
): Promise<Response> {
  const desk = await deskOf(c)
  return desk && desk.rencontre.organiser.id === desk.partner.id ? answer(desk) : missingPage(c)
}

/**
 * Answers for a buyer's schedule: to the organiser's agents who edit its meetings, and to the buyer's own. `'own'` is the
 * table of the partner in the address; `'named'` the one that the address names.
 */
export async function atTable(
  c: GuichetContext,
  which: 'own' | 'named',
  answer: (desk: AtDesk & { attending: AttendingBuyer }) => Promise<Response>,
): Promise<Response> {
  const desk = await deskOf(c)
  if (!desk) return missingPage(c)
  const { rencontre, partner } = desk
  const id = rowId(c.req.param('attending'))
  const attending = rencontre.attending.find((each) =>
    which === 'own' ? each.buyer.partnerId === partner.id : each.id === id,
  )
  if (!attending) return missingPage(c)
  const isOwn = attending.buyer.partnerId === partner.id && rencontre.state !== 'draft'
  const organises =
    rencontre.organiser.id === partner.id && can(agentOf(c), 'edit-pact', partner.id)
  return isOwn || organises ? answer({ ...desk, attending }) : missingPage(c)
}

async function deskOf(c: GuichetContext): Promise<AtDesk | null> {
  const partner = actingPartner(c)
  const id = rowId(c.req.param('rencontre'))
  const rencontre = id === null ? null : await findRencontre(c.var.deps.db, { id })
  if (!rencontre) return null
  const base = `/espace/${partner.slug}/rencontres/${rencontre.id}`
  return { partner, author: authorOf(c), rencontre, base }
}
