import { yearWorkbook } from '../../views/analysis/workbook.ts'
import { PREPARING } from '../../views/words/made-documents.ts'
import { missingPage } from '../http/errors.tsx'
import type { GuichetContext, Route } from '../http/route.ts'
import { madeDocument } from '../office/made-documents.ts'
import { documentName } from './document-names.ts'
import { readPublicYear } from './public-year.ts'

/** A published year as files for an office: the document that a Node process made, the workbook. */
export const analysisDocumentRoutes: Route[] = [
  {
    method: 'get',
    path: '/analyses/:year/analyse.pdf',
    kind: 'data',
    policy: 'public',
    example: '/analyses/2024/analyse.pdf',
    handler: sendPdf,
  },
  {
    method: 'get',
    path: '/analyses/:year/analyse.xlsx',
    kind: 'data',
    policy: 'public',
    keep: ['analysis', 'partners', 'pact'],
    limit: 'export',
    example: '/analyses/2024/analyse.xlsx',
    handler: sendWorkbook,
  },
]

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function sendPdf(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const [year] = /^20\d\d$/.exec(c.req.param('year') ?? '') ?? []
  if (year === undefined) return missingPage(c)
  const name = documentName(Number(year))
  const asked = c.req.header('if-none-match')?.replace(/^W\//, '').trim()
  const made = await madeDocument(db, name, asked)
  if (!made) return c.text(PREPARING, 404)
  const headers = { etag: made.etag, 'last-modified': made.madeAt.toUTCString() }
  if (!made.bytes) return c.body(null, 304, headers)
  return c.body(made.bytes, 200, {
    ...headers,
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${name}"`,
  })
}

async function sendWorkbook(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const published = await readPublicYear(db, c.req.param('year'), now())
  if (!published) return missingPage(c)
  const { figures, snapshot, read } = published
  return new Response(await yearWorkbook(figures, snapshot.coverage), {
    headers: {
      'content-type': XLSX,
      'content-disposition': `attachment; filename="analyse-${read.row.year}.xlsx"`,
    },
  })
}
