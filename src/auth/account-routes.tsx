import { AccountPage } from '../../views/auth/account-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { recordAudit } from '../audit/record.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import { isUuid } from '../http/ids.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { agentOf } from './guard.ts'
import { takeSessionCookie } from './session-cookie.ts'
import { endSessions, listSessions } from './sessions.ts'

const { page, write } = routesFor('own-account')

/** One's own account: roles and sessions. */
export const accountRoutes: Route[] = [
  page('/espace/compte', async (c) => {
    const { db, now } = c.var.deps
    const agent = agentOf(c)
    const page = (
      <AccountPage
        frame={await frameOf(c, '/espace/compte')}
        agent={agent}
        sessions={await listSessions(db, agent.id, now())}
        own={c.var.sessionId ?? null}
      />
    )
    return c.html(renderPage(page))
  }),
  write('/espace/compte/sessions/:id/fin', async (c) => {
    const id = c.req.param('id') ?? ''
    if (!isUuid(id) || (await end(c, { id })) === 0) return missingPage(c)
    if (id !== c.var.sessionId) return c.redirect('/espace/compte', 303)
    takeSessionCookie(c)
    return c.redirect('/connexion', 303)
  }),
  write('/espace/compte/sessions/fin', async (c) => {
    await end(c, { allBut: c.var.sessionId ?? null })
    return c.redirect('/espace/compte', 303)
  }),
]

/** How many of one's own sessions were ended. */
async function end(
  c: GuichetContext,
  which: { id: string } | { allBut: string | null },
): Promise<number> {
  const { db, now } = c.var.deps
  const { id, actor } = agentOf(c)
  return db.transaction(async (tx) => {
    const ended = await endSessions(tx, id, which)
    if (ended.length > 0)
      await recordAudit(tx, {
        at: now(),
        actor,
        action: 'session.end',
        subject: actor,
        after: { ended: ended.length },
      })
    return ended.length
  })
}
