import { SiteMapPage } from '../../views/pages/site-map-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'

/** The map of the site and what robots read, out of the table of routes. */
export function mapRoutes(routes: Route[]): Route[] {
  const pages = routes.flatMap(({ path, title }) => (title === undefined ? [] : [{ path, title }]))
  return [
    {
      method: 'get',
      path: '/plan-du-site',
      kind: 'page',
      policy: 'public',
      keep: ['partners'],
      handler: async (c) =>
        c.html(renderPage(<SiteMapPage frame={await frameOf(c, '/plan-du-site')} pages={pages} />)),
    },
    {
      method: 'get',
      path: '/robots.txt',
      kind: 'data',
      policy: 'public',
      handler: (c) =>
        c.text(`User-agent: *\nAllow: /\nSitemap: ${c.var.deps.config.baseUrl}/sitemap.xml\n`),
    },
    {
      method: 'get',
      path: '/sitemap.xml',
      kind: 'data',
      policy: 'public',
      handler: (c) =>
        c.body(
          `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${pages
            .map(({ path }) => `<url><loc>${c.var.deps.config.baseUrl}${path}</loc></url>`)
            .join('')}</urlset>\n`,
          200,
          { 'content-type': 'application/xml; charset=utf-8' },
        ),
    },
  ]
}
