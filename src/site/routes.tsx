import { sql } from 'drizzle-orm'
import type { Route } from '../http/route.ts'

/** Styles, scripts and pictures, under addresses that change with their content; and the state of the service. */
export const siteRoutes: Route[] = [
  {
    method: 'get',
    path: '/assets/:file',
    kind: 'asset',
    policy: 'public',
    handler(c) {
      const [, name, hash, extension] =
        /^([\w-]+)\.([0-9a-f]+)\.(\w+)$/.exec(c.req.param('file') ?? '') ?? []
      const asset = c.var.deps.assets.get(`${name}.${extension}`)
      if (!asset || asset.hash !== hash) return c.notFound()
      return c.body(asset.bytes, 200, { 'content-type': asset.type })
    },
  },
  {
    method: 'get',
    path: '/sante',
    kind: 'data',
    policy: 'public',
    async handler(c) {
      const database = await c.var.deps.db.execute(sql`select 1`).then(
        () => true,
        () => false,
      )
      return c.json(
        { etat: database ? 'ok' : 'base indisponible', base: database },
        database ? 200 : 503,
        {
          'cache-control': 'no-store',
        },
      )
    },
  },
]
