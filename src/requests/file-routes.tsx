import { renderPage } from '../../views/layout/render-page.ts'
import { UnreadableFilePage } from '../../views/requests/unreadable-file-page.tsx'
import { documentById } from '../documents/queries.ts'
import { serveDocument } from '../documents/serve-document.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { atRequest } from './at-request.ts'
import { isFileOf } from './files.ts'
import { PRIVATE, withFollowed } from './followed.ts'
import type { RequestRow } from './links.ts'

const { page } = routesFor('public')
const handlers = routesFor('answer-requests')

/** Files of requests, for the parties alone: by the firm's private link, and for the persons named. */
export const requestFileRoutes: Route[] = [
  page('/saisines/suivi/:token/pieces/:id/:name', (c) =>
    withFollowed(c, ({ request }) => file(c, request)),
  ),
  handlers.page('/espace/:partner/saisines/:reference/pieces/:id/:name', (c) =>
    atRequest(c, ({ request }) => file(c, request)),
  ),
]

async function file(c: GuichetContext, request: RequestRow): Promise<Response> {
  const { db } = c.var.deps
  const document = await documentById(db, c.req.param('id') ?? '')
  if (!document || !(await isFileOf(db, request.id, document.id))) return missingPage(c)
  if (document.scan === 'infected' || document.scan === 'waiting')
    return unreadable(c, document.name, document.scan)
  const answer = serveDocument(c, document)
  for (const [name, value] of Object.entries(PRIVATE)) answer.headers.set(name, value)
  return answer
}

async function unreadable(
  c: GuichetContext,
  name: string,
  why: 'infected' | 'waiting',
): Promise<Response> {
  const page = <UnreadableFilePage frame={await frameOf(c, '/saisines')} name={name} why={why} />
  const answer = await c.html(renderPage(page), why === 'waiting' ? 503 : 410, PRIVATE)
  if (why === 'waiting') answer.headers.set('retry-after', '60')
  return answer
}
