import { EspacePage } from '../../views/espace/espace-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { agentOf } from '../auth/guard.ts'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'

/** The partners' area: where an agent sees what its partners have under way. */
export const espaceRoutes: Route[] = [
  {
    method: 'get',
    path: '/espace',
    kind: 'page',
    policy: 'own-account',
    handler: async (c) =>
      c.html(renderPage(<EspacePage frame={await frameOf(c, '/espace')} agent={agentOf(c)} />)),
  },
]
