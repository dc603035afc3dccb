import { INCOMPLETE_HEADER, incompleteRow } from '../../views/open-data/decp-words.ts'
import { decpFile, incompletePages } from '../contracts/decp/export.ts'
import type { Reader } from '../db/db.ts'
import { writeCsv } from '../feeds/csv.ts'
import type { GuichetContext, Route, Scope } from '../http/route.ts'
import { download } from './download.ts'

const SCOPES: Scope[] = ['contracts', 'partners']

/** Essential data of the contracts that are let (DECP): all, those notified in one year, and what others lack for it. */
export const decpRoutes: Route[] = [
  {
    method: 'get',
    path: '/donnees/decp.json',
    kind: 'data',
    policy: 'public',
    limit: 'export',
    handler: (c) => file(c, null),
  },
  {
    method: 'get',
    path: '/donnees/:file{decp-[0-9]{4}\\.json}',
    kind: 'data',
    policy: 'public',
    limit: 'export',
    example: '/donnees/decp-2026.json',
    handler: (c) => file(c, Number(/\d{4}/.exec(c.req.param('file') ?? '')?.[0])),
  },
  {
    method: 'get',
    path: '/donnees/decp-incomplets.csv',
    kind: 'data',
    policy: 'public',
    limit: 'export',
    handler: (c) =>
      download(c, {
        type: 'text/csv; charset=utf-8',
        scopes: SCOPES,
        gzip: false,
        pages: () => incompleteTable(c.var.deps.db),
      }),
  },
]

function file(c: GuichetContext, year: number | null): Promise<Response> {
  return download(c, {
    type: 'application/json',
    scopes: SCOPES,
    gzip: false,
    pages: () => decpFile(c.var.deps.db, year),
  })
}

async function* incompleteTable(reader: Reader): AsyncGenerator<string> {
  yield writeCsv(INCOMPLETE_HEADER, [])
  for await (const page of incompletePages(reader, null)) {
    const [first, ...others] = page.map(incompleteRow)
    if (first) yield writeCsv(first, others)
  }
}
