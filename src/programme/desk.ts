import { actingPartner, agentOf } from '../auth/guard.ts'
import { rowId } from '../http/ids.ts'
import { missingPage } from '../http/errors.tsx'
import type { ActingPartner, GuichetContext } from '../http/route.ts'
import { parisDay } from '../rules/calendar.ts'
import type { Author } from './announce.ts'
import { buyerOfPartner, type OwnBuyer } from './buyers.ts'
import type { ListedPurchase } from './listed.ts'
import { findPurchase } from './purchases.ts'

/** An agent at work on the programme of a partner that buys. */
export interface AtDesk {
  partner: ActingPartner
  buyer: OwnBuyer
  author: Author
  today: string
  /** `/espace/narbonne/programmation` */
  base: string
}

/** Answers for the programme of the partner in the address; a missing page where it buys nothing. */
export async function atDesk(
  c: GuichetContext,
  answer: (desk: AtDesk) => Promise<Response>,
): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const buyer = await buyerOfPartner(db, partner.id)
  if (!buyer) return missingPage(c)
  return answer({
    partner,
    buyer,
    author: { partnerId: partner.id, actor: agentOf(c).actor, now: now() },
    today: parisDay(now()),
    base: `/espace/${partner.slug}/programmation`,
  })
}

/** The same for one of its lines. */
export async function atPurchase(
  c: GuichetContext,
  answer: (desk: AtDesk & { purchase: ListedPurchase }) => Promise<Response>,
): Promise<Response> {
  return atDesk(c, async (desk) => {
    const id = rowId(c.req.param('purchase'))
    const own = { id: id ?? 0, partnerId: desk.partner.id }
    const purchase = id === null ? null : await findPurchase(c.var.deps.db, own, desk.today)
    return purchase ? answer({ ...desk, purchase }) : missingPage(c)
  })
}
