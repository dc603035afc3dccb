import { actingPartner, agentOf } from '../auth/guard.ts'
import { missingPage } from '../http/errors.tsx'
import type { ActingPartner, GuichetContext } from '../http/route.ts'
import { handlingOf } from './handlers.ts'
import type { RequestRow } from './links.ts'
import type { HandlerAuthor } from './lock.ts'
import { requestForHandler } from './queries.ts'
import { readReference } from './reference.ts'

/** A named agent before a request that it may read. */
export interface AtRequest {
  partner: ActingPartner
  author: HandlerAuthor
  request: RequestRow
  /** Address of the request in the partners' area. */
  base: string
}

/**
 * Answers for a request of the partner in the address, to agents whom that partner named only: for anybody else, an
 * administrator of the guichet or of the partner among them, there is no such page. `elsewhere` answers named agents whose
 * request is not theirs, or not any more.
 */
export async function atRequest(
  c: GuichetContext,
  answer: (at: AtRequest) => Promise<Response>,
  elsewhere: () => Promise<Response> | Response = () => missingPage(c),
): Promise<Response> {
  const { db } = c.var.deps
  const partner = actingPartner(c)
  const { id: agentId, actor } = agentOf(c)
  const handling = await handlingOf(db, agentId, partner.id)
  const reference = readReference(c.req.param('reference') ?? '')
  const request =
    handling && reference
      ? await requestForHandler(db, reference, { handling, partnerId: partner.id })
      : null
  if (!request) return handling ? elsewhere() : missingPage(c)
  return answer({
    partner,
    author: { partnerId: partner.id, agentId, actor },
    request,
    base: `/espace/${partner.slug}/saisines/${request.reference}`,
  })
}
