import { ApiPage } from '../../views/api/api-page.tsx'
import { ProblemsPage } from '../../views/api/problems-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'
import { apiDocument } from './document.ts'
import { documentationOf } from './documentation.ts'
import { API_ROOT } from './operations.ts'

/** What the API is: for programs as an OpenAPI document, for people as pages made of it. */
export const apiPageRoutes: Route[] = [
  {
    method: 'get',
    path: '/api',
    kind: 'page',
    policy: 'public',
    title: 'API des partenaires',
    keep: [],
    handler: async (c) => {
      const frame = await frameOf(c, '/api')
      const documentation = documentationOf(apiDocument(c.var.deps.config.baseUrl))
      return c.html(renderPage(<ApiPage frame={frame} {...documentation} />))
    },
  },
  {
    method: 'get',
    path: `${API_ROOT}/problemes`,
    kind: 'page',
    policy: 'public',
    title: 'Problèmes de l’API',
    keep: [],
    handler: async (c) =>
      c.html(renderPage(<ProblemsPage frame={await frameOf(c, `${API_ROOT}/problemes`)} />)),
  },
  {
    method: 'get',
    path: `${API_ROOT}/openapi.json`,
    kind: 'data',
    policy: 'public',
    keep: [],
    handler: (c) => c.json(apiDocument(c.var.deps.config.baseUrl)),
  },
]
