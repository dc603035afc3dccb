import { requestMails } from '../../views/mail/requests.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { WaitingPage } from '../../views/requests/waiting-page.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { DESK_LABELS, requestErrors } from '../../views/words/request-problems.ts'
import { agentOf, formOf } from '../auth/guard.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { refused } from './problem.ts'
import { readReference } from './reference.ts'
import { routeByHand, takingPartners, waitingForRoute } from './route-by-hand.ts'

const PATH = '/espace/administration/saisines'

const { page, write } = routesFor('administer')

/** Requests that found nobody: an administrator gives them to a partner, unread. */
export const waitingRequestRoutes: Route[] = [
  page(PATH, (c) => waitingPage(c, [])),
  write(PATH, async (c) => {
    const { db, config, now, versions } = c.var.deps
    const form = formOf(c)
    const reference = readReference(form.get('reference') ?? '')
    const chosen = form.get('vers') ?? ''
    const known = (await takingPartners(db)).find(({ id }) => String(id) === chosen)
    const given = { reference: reference ?? '', actor: agentOf(c).actor }
    const result = known
      ? await db.transaction((tx) =>
          routeByHand(
            tx,
            { ...given, partnerId: known.id },
            { config, now: now(), mails: requestMails },
          ),
        )
      : refused('nobody-there')
    await versions.refresh()
    if (!result.ok) return waitingPage(c, requestErrors(result.problems, DESK_LABELS))
    return c.redirect(`${PATH}?fait=oui`, 303)
  }),
]

async function waitingPage(c: GuichetContext, errors: FormError[]): Promise<Response> {
  const { db } = c.var.deps
  const page = {
    frame: await frameOf(c, PATH),
    waiting: await waitingForRoute(db),
    partners: await takingPartners(db),
    // The fields are in every row: what is wrong is told of the whole.
    errors: errors.map(({ text }) => ({ name: null, text })),
    done: errors.length === 0 && c.req.query('fait') === 'oui',
  }
  return c.html(renderPage(<WaitingPage {...page} />), errors.length > 0 ? 422 : 200)
}
