import { ApiPage } from '../../views/api/api-page.tsx'
import { ProblemsPage } from '../../views/api/problems-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { apiDocument } from './document.ts'
import { documentationOf } from './documentation.ts'
import { API_ROOT } from './operations.ts'

const { page, data } = routesFor('public')

/** What the API is: for programs as an OpenAPI document, for people as pages made of it. */
export const apiPageRoutes: Route[] = [
  page('/api', { title: 'API des partenaires', keep: [] }, async (c) => {
    const frame = await frameOf(c, '/api')
    const documentation = documentationOf(apiDocument(c.var.deps.config.baseUrl))
    return c.html(renderPage(<ApiPage frame={frame} {...documentation} />))
  }),
  page(`${API_ROOT}/problemes`, { title: 'Problèmes de l’API', keep: [] }, async (c) =>
    c.html(renderPage(<ProblemsPage frame={await frameOf(c, `${API_ROOT}/problemes`)} />)),
  ),
  data(`${API_ROOT}/openapi.json`, { keep: [] }, (c) =>
    c.json(apiDocument(c.var.deps.config.baseUrl)),
  ),
]
