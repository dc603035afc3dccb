import { renderPage } from '../../views/layout/render-page.ts'
import { UnreadableDocumentPage } from '../../views/documents/unreadable-document-page.tsx'
import { actingPartner } from '../auth/guard.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { itemOfDocument } from '../library/read-item.ts'
import { documentById, documentPath, type DocumentRow } from './queries.ts'
import { serveDocument } from './serve-document.ts'

const { data } = routesFor('public')
const members = routesFor('see-partner-area')

export const documentRoutes: Route[] = [
  data('/documents/fichier/:id/:name', async (c) => {
    const document = await asked(c)
    if (!document?.publishedAt) return missingPage(c)
    const path = documentPath(document)
    if (c.req.param('name') !== document.name) return c.redirect(path, 301)
    return readable(c, document)
  }),
  members.page('/espace/:partner/documents/:id/:name', async (c) => {
    const document = await asked(c)
    if (document?.partnerId !== actingPartner(c).id) return missingPage(c)
    return readable(c, document)
  }),
]

async function asked(c: GuichetContext): Promise<DocumentRow | null> {
  return documentById(c.var.deps.db, c.req.param('id') ?? '')
}

async function readable(c: GuichetContext, document: DocumentRow): Promise<Response> {
  if (document.withdrawnAt) return unreadable(c, document, 'withdrawn', 410)
  if (document.scan === 'infected') return unreadable(c, document, 'infected', 410)
  if (document.scan !== 'waiting') return serveDocument(c, document)
  const answer = await unreadable(c, document, 'waiting', 503)
  answer.headers.set('retry-after', '60')
  return answer
}

async function unreadable(
  c: GuichetContext,
  { id, name, withdrawnAt }: DocumentRow,
  why: 'withdrawn' | 'infected' | 'waiting',
  status: 410 | 503,
): Promise<Response> {
  const shown = {
    frame: await frameOf(c, c.req.path),
    name,
    why,
    withdrawnAt,
    library: await itemOfDocument(c.var.deps.db, id),
  }
  const page = <UnreadableDocumentPage {...shown} />
  return c.html(renderPage(page), status, { 'cache-control': 'no-cache' })
}
