import { type DecpContents, decpFile } from '../contracts/decp/export.ts'
import { missingPage } from '../http/errors.tsx'
import type { GuichetContext, Route, Scope } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { download } from './download.ts'
import { notifiedYears } from './years.ts'

const { data } = routesFor('public')

const EXPORT = { limit: 'export' } as const
const SCOPES: Scope[] = ['contracts', 'partners']

/**
 * Essential data of the contracts that are let (DECP): all that the schema takes, those notified in one year, and all
 * with those that lack one of its fields; plain and compressed.
 */
export const decpRoutes: Route[] = [
  data('/donnees/decp.json', EXPORT, (c) => file(c, null)),
  data('/donnees/decp.json.gz', EXPORT, (c) => file(c, null)),
  data('/donnees/decp-tous.json', EXPORT, (c) => file(c, null, 'all')),
  data('/donnees/decp-tous.json.gz', EXPORT, (c) => file(c, null, 'all')),
  data(
    '/donnees/:file{decp-[0-9]{4}\\.json(?:\\.gz)?}',
    { ...EXPORT, example: '/donnees/decp-2026.json' },
    (c) => file(c, Number(/\d{4}/.exec(c.req.param('file') ?? '')?.[0])),
  ),
]

/** A year in which nothing was notified has no file. */
async function file(
  c: GuichetContext,
  year: number | null,
  contents: DecpContents = 'complete',
): Promise<Response> {
  if (year !== null && !(await notifiedYears(c.var.deps.db)).includes(year)) return missingPage(c)
  return download(c, {
    type: 'application/json',
    scopes: SCOPES,
    gzip: c.req.path.endsWith('.gz'),
    pages: () => decpFile(c.var.deps.db, year, contents),
  })
}
