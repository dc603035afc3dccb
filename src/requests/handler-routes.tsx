import { renderPage } from '../../views/layout/render-page.ts'
import { HandlersPage } from '../../views/requests/handlers-page.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { requestErrors } from '../../views/words/request-problems.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { isUuid } from '../http/ids.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { namedAgents, nameHandlers } from './handlers.ts'

const PATH = '/espace/:partner/saisines/personnes'

const { page, write } = routesFor('name-request-handlers')

/** Who, among a partner's agents, handles its requests: for its own administrators alone. */
export const requestHandlerRoutes: Route[] = [
  page(PATH, { example: '/espace/narbonne/saisines/personnes' }, (c) => handlersPage(c, [])),
  write(PATH, async (c) => {
    const { db, now } = c.var.deps
    const partner = actingPartner(c)
    const form = formOf(c)
    const confidential = form.getAll('difficultes')
    // Who reads the confidential files reads the others too.
    const ids = new Set([...form.getAll('traite'), ...confidential].filter(isUuid))
    const named = [...ids].map((agentId) => ({
      agentId,
      difficulties: confidential.includes(agentId),
    }))
    const author = { partnerId: partner.id, actor: agentOf(c).actor, now: now() }
    const result = await db.transaction((tx) => nameHandlers(tx, named, author))
    if (!result.ok) return handlersPage(c, requestErrors(result.problems, {}))
    return c.redirect(`/espace/${partner.slug}/saisines/personnes?fait=oui`, 303)
  }),
]

async function handlersPage(c: GuichetContext, errors: FormError[]): Promise<Response> {
  const partner = actingPartner(c)
  const page = {
    frame: await frameOf(c, c.req.path),
    partner,
    agents: await namedAgents(c.var.deps.db, partner.id),
    errors,
    done: errors.length === 0 && c.req.query('fait') === 'oui',
  }
  return c.html(renderPage(<HandlersPage {...page} />), errors.length > 0 ? 422 : 200)
}
